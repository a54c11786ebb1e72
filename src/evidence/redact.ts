import type { Evidence } from './evidence.ts';
import { hideAwsKeys } from './redaction/aws-keys.ts';
import { type Detector, hiddenMark, type RedactionPolicy } from './redaction/detector.ts';
import { hideHeaders } from './redaction/headers.ts';
import { hideJsonFields } from './redaction/json-fields.ts';
import { hideParameters } from './redaction/parameters.ts';
import { hidePersonalData } from './redaction/personal-data.ts';
import { hidePrivateKeys } from './redaction/private-keys.ts';
import { isSensitiveName } from './redaction/sensitive-names.ts';
import { hideTokens } from './redaction/tokens.ts';
import { hideUrlSecrets } from './redaction/urls.ts';

export type { RedactionPolicy } from './redaction/detector.ts';

/** In this order: what spans lines first, then named values, then values that are known by their own shape. */
const detectors: readonly Detector[] = [
  hidePrivateKeys,
  hideUrlSecrets,
  hideHeaders,
  hideJsonFields,
  hideParameters,
  hideTokens,
  hideAwsKeys,
  hidePersonalData,
];

/**
 * The text with every secret replaced by "[hidden]", and how many were. Ids, ARNs, times, durations and status codes stay.
 * Running it again changes nothing. Time is linear in the text's length.
 */
export function redactText(text: string, policy: RedactionPolicy): { text: string; hidden: number } {
  let hidden = 0;
  const count = (more: number) => {
    hidden += more;
  };
  let made = text;
  for (const detect of detectors) made = detect(made, policy, count);
  return { text: made, hidden };
}

/**
 * The evidence with every text in it redacted, `hiddenValues` raised by the number of values hidden (a text that stands
 * several times counts once). Ids in fields for ids stay, if they have an id's shape. Plain data in, plain data out.
 */
export function redactEvidence(evidence: Evidence, policy: RedactionPolicy): Evidence {
  const walk: Walk = { policy, hidden: 0, known: new Map() };
  const redacted = redactValue(evidence, '', walk);
  return { ...redacted, hiddenValues: evidence.hiddenValues + walk.hidden };
}

/** The same for any plain data: notes, progress, whatever else leaves the house. */
export function redactData<Data>(data: Data, policy: RedactionPolicy): { data: Data; hidden: number } {
  const walk: Walk = { policy, hidden: 0, known: new Map() };
  return { data: redactValue(data, '', walk), hidden: walk.hidden };
}

interface Walk {
  policy: RedactionPolicy;
  hidden: number;
  known: Map<string, string>;
}

const idKeys = new Set(
  'id requestId extendedRequestId traceId functionRequestId integrationRequestId cloudFrontId connectionId apiId parentId account region interfaceId'.split(
    ' ',
  ),
);
const idShape =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:_REPLACED_INVALID_REQUEST_ID)?|[A-Za-z0-9_-]{15}=|1-[0-9a-f]{8}-[0-9a-f]{24}|[A-Za-z0-9_-]{54}==|[a-z0-9]{10}|[0-9a-f]{16}|\d{12}|[a-z]{2}(?:-[a-z]+)+-\d|eni-[0-9a-f]+|test-[a-z-]+)$/i;

function redactValue<Value>(value: Value, key: string, walk: Walk): Value;
function redactValue(value: unknown, key: string, walk: Walk): unknown {
  if (typeof value === 'string') return redactNamed(value, key, walk);
  if (Array.isArray(value)) return value.map((inner: unknown) => redactValue(inner, key, walk));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, redactValue(inner, name, walk)]),
  );
}

function redactNamed(value: string, key: string, walk: Walk): string {
  if (idKeys.has(key) && idShape.test(value)) return value;
  if (
    key !== '' &&
    value !== '' &&
    value !== '-' &&
    isSensitiveName(key.slice(key.lastIndexOf('.') + 1), walk.policy)
  ) {
    if (value !== hiddenMark) walk.hidden += 1;
    return hiddenMark;
  }
  const known = walk.known.get(value);
  if (known !== undefined) return known;
  const { text, hidden } = redactText(value, walk.policy);
  walk.hidden += hidden;
  walk.known.set(value, text);
  return text;
}
