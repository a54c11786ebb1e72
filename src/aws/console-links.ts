import { partitionOf } from './partition.ts';

const consoles = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** Where a region's console lives; each partition has its own domain. */
const consoleOf = (region: string) => `https://${region}.${consoles[partitionOf(region)]}`;

/** Opens Logs Insights with exactly this query, these groups (names or ARNs) and this window. */
export function insightsLink(query: {
  region: string;
  text: string;
  logGroups: readonly string[];
  fromMs: number;
  toMs: number;
}): string {
  const detail = list([
    ['end', text(new Date(query.toMs).toISOString())],
    ['start', text(new Date(query.fromMs).toISOString())],
    ['timeType', text('ABSOLUTE')],
    ['tz', text('UTC')],
    ['editorString', text(query.text)],
    ['source', `~(${query.logGroups.map(text).join('')})`],
  ]);
  return `${consoleOf(query.region)}/cloudwatch/home?region=${query.region}#logsV2:logs-insights$3FqueryDetail$3D${detail}`;
}

/** Opens one log group's events with a filter pattern and window. */
export function logEventsLink(look: {
  region: string;
  logGroup: string;
  pattern: string;
  fromMs: number;
  toMs: number;
}): string {
  const query = [
    ['start', String(look.fromMs)],
    ['end', String(look.toMs)],
    ['filterPattern', look.pattern],
  ].map(([name, value]) => `${name}$3D${twice(value ?? '')}`);
  return `${consoleOf(look.region)}/cloudwatch/home?region=${look.region}#logsV2:log-groups/log-group/${twice(look.logGroup)}/log-events$3F${query.join('$26')}`;
}

export function functionLink(region: string, functionName: string): string {
  return `${consoleOf(region)}/lambda/home?region=${region}#/functions/${encodeURIComponent(functionName)}?tab=monitoring`;
}

export function apiLink(
  region: string,
  apiId: string,
  apiType: 'rest' | 'http' | 'websocket' | 'unknown',
): string {
  const api = encodeURIComponent(apiId);
  return apiType === 'http'
    ? `${consoleOf(region)}/apigateway/main/api-detail?api=${api}&region=${region}`
    : `${consoleOf(region)}/apigateway/main/apis/${api}/stages?api=${api}&region=${region}`;
}

export function traceLink(region: string, traceId: string): string {
  return `${consoleOf(region)}/cloudwatch/home?region=${region}#xray:traces/${encodeURIComponent(traceId)}`;
}

/** The console's own notation for values in its fragment ("jsurl"): ~'text with *20 for a space, ~(key~value). */
function text(value: string): string {
  let encoded = '';
  for (const letter of value) {
    if (/[\w.-]/.test(letter)) encoded += letter;
    else for (const byte of Buffer.from(letter, 'utf8')) encoded += `*${byte.toString(16).padStart(2, '0')}`;
  }
  return `~'${encoded}`;
}

function list(entries: [string, string][]): string {
  return `~(${entries.map(([key, value]) => key + value).join('~')})`;
}

/** Log-group pages encode their names twice, with $ for the percent sign: "/" is "$252F". */
function twice(value: string): string {
  return encodeURIComponent(encodeURIComponent(value)).replaceAll('%', '$');
}
