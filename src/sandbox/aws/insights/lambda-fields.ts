import type { Value } from './value.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const platformLine = new RegExp(`^(START|END|REPORT) RequestId: (${uuid})`);
const applicationLine = new RegExp(`^\\S+\\t(${uuid})\\t`);
const megabyte = 1_000_000;

/** Report fields: spelling in the line, name of the field, factor. Sizes come in bytes, of 1,000,000 a MB, as from AWS. */
const reportFields = [
  [/\bDuration: ([\d.]+) ms/, '@duration', 1],
  [/Billed Duration: ([\d.]+) ms/, '@billedDuration', 1],
  [/Memory Size: (\d+) MB/, '@memorySize', megabyte],
  [/Max Memory Used: (\d+) MB/, '@maxMemoryUsed', megabyte],
  [/Init Duration: ([\d.]+) ms/, '@initDuration', 1],
] as const;

/** What Insights discovers in the lines of a Lambda log by itself. */
export function discoverLambdaFields(message: string, fields: Map<string, Value>): void {
  const [, type, requestId] = platformLine.exec(message) ?? [];
  const id = requestId ?? applicationLine.exec(message)?.[1];
  if (id !== undefined) fields.set('@requestId', id);
  if (type !== undefined) fields.set('@type', type);
  if (type !== 'REPORT') return;
  for (const [pattern, name, factor] of reportFields) {
    const value = pattern.exec(
      name === '@duration' ? message.replace(/(?:Billed|Init) Duration: \S+ ms/g, '') : message,
    );
    if (value?.[1] !== undefined) fields.set(name, formatDouble(Number(value[1]) * factor));
  }
  const trace = /XRAY TraceId: (\S+)\s+SegmentId: (\S+)/.exec(message);
  if (trace?.[1] !== undefined) fields.set('@xrayTraceId', trace[1]);
  if (trace?.[2] !== undefined) fields.set('@xraySegmentId', trace[2]);
}

/** As Java prints a double, which is what AWS shows: 15 → "15.0", 128000000 → "1.28E8". */
export function formatDouble(number: number): string {
  const magnitude = Math.abs(number);
  if (magnitude !== 0 && (magnitude >= 1e7 || magnitude < 1e-3)) {
    const [digits = '', exponent = ''] = number.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(number) ? `${number}.0` : String(number);
}
