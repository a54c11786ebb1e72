import { believableTime } from '../../inquiry/believable-time.ts';
import { definedOnly } from './defined-only.ts';

/** One VPC flow-log row. `tcpFlags` is the OR of the aggregation window: SYN 2, SYN-ACK 18, FIN 1, RST 4. */
export interface FlowLogRow {
  line: string;
  interfaceId?: string;
  sourceAddress: string;
  destinationAddress: string;
  sourcePort: number;
  destinationPort: number;
  protocol: number;
  packets: number;
  bytes: number;
  startMs: number;
  endMs: number;
  action: 'ACCEPT' | 'REJECT';
  tcpFlags?: number;
}

/** Fields of the default format (version 2), in order. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
const defaultFields =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );

/** The field names of a custom format's header line; undefined when the line is no such header. */
export function readFlowLogHeader(message: string): string[] | undefined {
  const names = message
    .trim()
    .replace(/\$\{([\w-]+)\}/g, '$1')
    .split(/\s+/);
  return names.includes('srcaddr') &&
    names.includes('dstaddr') &&
    names.includes('action') &&
    names.every((name) => /^[a-z][a-z-]*\d?$/.test(name))
    ? names
    : undefined;
}

/**
 * One VPC flow-log row: the default format, or the one whose fields are given. Undefined for anything else and for NODATA
 * and SKIPDATA rows, which say nothing of any connection.
 */
export function readFlowLogRow(
  message: string,
  fields: readonly string[] = defaultFields,
): FlowLogRow | undefined {
  const line = message.trim();
  const values = line.split(/\s+/);
  if (values.length < fields.length || values.length > fields.length + 15) return undefined;
  if (fields === defaultFields && !/^[2-9]\s+(?:\d{12}|unknown)\s+eni-[0-9a-f]+\s/.test(line))
    return undefined;
  const row = new Map(fields.map((name, index) => [name, values[index] ?? '-']));
  const number = (name: string) =>
    /^\d{1,15}$/.test(row.get(name) ?? '') ? Number(row.get(name)) : undefined;
  const sourceAddress = row.get('srcaddr') ?? '-';
  const destinationAddress = row.get('dstaddr') ?? '-';
  const action = row.get('action');
  const seconds = (name: string) => believableTime((number(name) ?? Number.NaN) * 1000);
  const [startMs, endMs] = [seconds('start'), seconds('end')];
  if (!isAddress(sourceAddress) || !isAddress(destinationAddress)) return undefined;
  if ((action !== 'ACCEPT' && action !== 'REJECT') || startMs === undefined || endMs === undefined)
    return undefined;
  return {
    line,
    sourceAddress,
    destinationAddress,
    sourcePort: number('srcport') ?? 0,
    destinationPort: number('dstport') ?? 0,
    protocol: number('protocol') ?? 6,
    packets: number('packets') ?? 0,
    bytes: number('bytes') ?? 0,
    startMs,
    endMs,
    action,
    ...definedOnly({
      interfaceId: /^eni-/.test(row.get('interface-id') ?? '') ? row.get('interface-id') : undefined,
      tcpFlags: number('tcp-flags'),
    }),
  };
}

const isAddress = (text: string) => /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]+)$/i.test(text);
