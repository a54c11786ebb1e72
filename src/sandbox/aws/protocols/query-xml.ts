import { AwsError } from '../aws-error.ts';
import type { Protocol } from './protocol.ts';

/** What the Query protocol calls the refusals that every service knows. */
const queryCodes: Record<string, string> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  UnknownOperationException: 'InvalidAction',
  SerializationException: 'MalformedInput',
  ThrottlingException: 'Throttling',
};

/** AWS Query: Action and members as form fields, answers in XML. */
export function queryXml(service: {
  namespace: string;
  version: string;
  operations: readonly string[];
}): Protocol {
  return {
    read(request) {
      const form = new URLSearchParams(
        request.body.length > 0 ? request.body.toString('utf8') : request.query,
      );
      const operation = form.get('Action') ?? '';
      if (form.get('Version') !== service.version || !service.operations.includes(operation))
        throw new AwsError(
          'UnknownOperationException',
          `Could not find operation ${operation} for version ${form.get('Version') ?? 'NO_VERSION_SPECIFIED'}`,
        );
      return { operation, input: nest(form) };
    },
    success: (call, output, requestId) => ({
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<${call.operation}Response xmlns="${service.namespace}"><${call.operation}Result>${toXml(output)}</${call.operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${call.operation}Response>`,
    }),
    failure: (error, requestId) => ({
      status: error.status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<ErrorResponse xmlns="${service.namespace}"><Error><Type>${error.status >= 500 ? 'Receiver' : 'Sender'}</Type><Code>${escapeXml(queryCodes[error.code] ?? error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    }),
  };
}

/** "Tags.member.1.Key=a" → { Tags: [{ Key: 'a' }] }; everything else stays a text. */
function nest(form: URLSearchParams): Record<string, unknown> {
  const members = new Map<string, unknown>();
  const lists = new Map<string, Map<number, [string, string][] | string>>();
  for (const [name, value] of form) {
    const [, list, position, member] = name.match(/^(\w+)\.member\.(\d+)(?:\.(\w+))?$/) ?? [];
    if (!list || !position) {
      members.set(name, value);
      continue;
    }
    const items = lists.get(list) ?? new Map<number, [string, string][] | string>();
    lists.set(list, items);
    const there = items.get(Number(position)) ?? [];
    if (!member || typeof there === 'string') items.set(Number(position), value);
    else items.set(Number(position), [...there, [member, value]]);
  }
  for (const [name, items] of lists)
    members.set(
      name,
      [...items]
        .sort(([a], [b]) => a - b)
        .map(([, item]) => (typeof item === 'string' ? item : Object.fromEntries(item))),
    );
  return Object.fromEntries(members);
}

function toXml(value: unknown): string {
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `<${name}>${toXml(member)}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
