import { compileAccessLogFormat } from './access-log-format.ts';

const context = (names: string[]) => names.map((name) => `$context.${name}`);
const xml = (names: string[]) =>
  `<request id="$context.requestId"> ${names.map((name) => `<${tagOf(name)}>$context.${name}</${tagOf(name)}>`).join(' ')} </request>`;
const tagOf = (name: string) =>
  ({
    'identity.sourceIp': 'ip',
    'identity.caller': 'caller',
    'identity.user': 'user',
  })[name] ?? name;

const restStart =
  '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]';
const restCsv = [
  'identity.sourceIp',
  'identity.caller',
  'identity.user',
  'requestTime',
  'httpMethod',
  'resourcePath',
  'protocol',
  'status',
  'responseLength',
  'requestId',
];
const restXml = [
  'identity.sourceIp',
  'identity.caller',
  'identity.user',
  'requestTime',
  'httpMethod',
  'resourcePath',
  'status',
  'protocol',
  'responseLength',
];
const httpCsv = [
  'identity.sourceIp',
  'requestTime',
  'httpMethod',
  'routeKey',
  'protocol',
  'status',
  'responseLength',
  'requestId',
];
const httpXml = [
  'identity.sourceIp',
  'requestTime',
  'httpMethod',
  'routeKey',
  'status',
  'protocol',
  'responseLength',
];
const rest = `${restStart} "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId`;
const http =
  '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.routeKey $context.protocol" $context.status $context.responseLength $context.requestId';
const socket = `${restStart} "$context.eventType $context.routeKey $context.connectionId" $context.status $context.requestId`;

/** The console's presets (facts 2.1), today's and those before `extendedRequestId` was added. JSON is read by its keys. */
const presets = [
  // The guide prints the new field of this one in square brackets.
  `${http} [$context.extendedRequestId]`,
  `${http} $context.extendedRequestId`,
  http,
  `${rest} $context.extendedRequestId`,
  rest,
  socket,
  [...context(httpCsv), '$context.extendedRequestId'].join(','),
  context(httpCsv).join(','),
  [...context(restCsv), '$context.extendedRequestId'].join(','),
  context(restCsv).join(','),
  xml(['extendedRequestId', ...restXml]),
  xml(restXml),
  xml(['extendedRequestId', ...httpXml]),
  xml(httpXml),
].map(compileAccessLogFormat);

/** A row of one of the console's CLF, CSV or XML presets; undefined for anything else, other servers' CLF included. */
export function readPresetRow(line: string): Record<string, string | null> | undefined {
  if (!/[,\]>]/.test(line.slice(0, 400))) return undefined;
  const joined = line.startsWith('<') ? line.replace(/>\s*<(?=[a-z]|\/request>)/gi, '> <') : line;
  for (const read of presets) {
    const variables = read(joined);
    if (variables?.status !== undefined && variables.requestId !== null) return variables;
  }
  return undefined;
}
