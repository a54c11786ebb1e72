import { canonicalVariable, variableOfKey } from '../evidence/readings/access-variables.ts';
import type { FoundSources } from '../verdict/found-sources.ts';

/** How a query can name what the access log holds. */
export interface FieldNames {
  /** Part of a query that makes `status` a field, where the format is no JSON; else empty. */
  parse: string;
  status: string;
  /** The fields to show, in a query's spelling. */
  display: string;
}

const shown = ['httpMethod', 'resourcePath', 'routeKey', 'status', 'extendedRequestId', 'requestId'];

/** The stage's own field names, from its format or else from the row that was read; AWS's usual ones where neither tells. */
export function fieldNames({ gatewaySettings, accessLog }: FoundSources): FieldNames {
  const format = gatewaySettings?.accessLogFormat;
  const names = format === undefined ? byRow(accessLog?.line) : byFormat(format);
  const text = format ?? accessLog?.line;
  if (names.size === 0 && text !== undefined && !text.trim().startsWith('{'))
    return {
      parse: ' | parse @message /(?:" |,|<status>|\\s)(?<status>[1-5]\\d\\d)(?: |,|<)/',
      status: 'status',
      display: '@timestamp, @message',
    };
  const name = (variable: string) => names.get(variable);
  const status = name('status') ?? 'status';
  const known =
    names.size === 0
      ? ['httpMethod', 'resourcePath', 'status', 'extendedRequestId', 'requestId']
      : shown.flatMap((each) => name(each) ?? []);
  return { parse: '', status, display: ['@timestamp', ...known].join(', ') };
}

/** Keys of a JSON format by the one variable that each carries. A format need not be valid JSON: `$context.x` may stand bare. */
function byFormat(format: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const [, key, variable] of format.matchAll(
    /"([^"\\]{1,100})"\s*:\s*"?\$\{?context\.([\w.-]{1,100})/g,
  )) {
    const field = asField(key);
    if (variable !== undefined && field !== undefined) names.set(canonicalVariable(variable), field);
  }
  return names;
}

function byRow(line: string | undefined): Map<string, string> {
  const names = new Map<string, string>();
  if (line?.trim().startsWith('{') !== true) return names;
  for (const [, key] of line.matchAll(/"([^"\\]{1,100})"\s*:/g)) {
    const variable = variableOfKey(key ?? '');
    const field = asField(key);
    if (variable !== undefined && field !== undefined && !names.has(variable)) names.set(variable, field);
  }
  return names;
}

/** A key as a query spells it; one that could leave its back-ticks is none. */
function asField(key: string | undefined): string | undefined {
  if (key === undefined || !/^[\w. :/-]+$/.test(key)) return undefined;
  return /^[A-Za-z_][\w.]*$/.test(key) ? key : `\`${key}\``;
}
