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
 * several times counts once). Ids in fields for ids stay, if they have an id's shape. Plain data in, plain data out: parts
 * without anything to hide are the same objects.
 */
export function redactEvidence(evidence: Evidence, policy: RedactionPolicy): Evidence {
  const walk = beginWalk(policy);
  const redacted = redactValue(evidence, '', walk);
  return { ...redacted, hiddenValues: evidence.hiddenValues + walk.hidden };
}

/** The same for any plain data: notes, progress, whatever else leaves the house. */
export function redactData<Data>(data: Data, policy: RedactionPolicy): { data: Data; hidden: number } {
  const walk = beginWalk(policy);
  return { data: redactValue(data, '', walk), hidden: walk.hidden };
}

interface Walk {
  policy: RedactionPolicy;
  hidden: number;
  known: Map<string, string>;
  harmless: Harmless;
}

/** What a policy hides nothing of: a text of many requests says the same of each, and its fields have the same names. */
interface Harmless {
  texts: Set<string>;
  sensitive: Map<string, boolean>;
}

const harmlessOf = new WeakMap<RedactionPolicy, Harmless>();
/** What is remembered of a policy at most, and the longest text: bounds the memory. */
const [mostRemembered, longestRemembered] = [4_096, 120];

function beginWalk(policy: RedactionPolicy): Walk {
  const harmless = harmlessOf.get(policy) ?? { texts: new Set(), sensitive: new Map() };
  harmlessOf.set(policy, harmless);
  return { policy, hidden: 0, known: new Map(), harmless };
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
  if (value === null || typeof value !== 'object') return value;
  // What holds nothing to hide is handed on as it is: most does, and copies of all of it would be as large as the whole.
  if (Array.isArray(value)) {
    const inner = value.map((each: unknown) => redactValue(each, key, walk));
    return inner.every((each, index) => each === value[index]) ? value : inner;
  }
  const entries: [string, unknown][] = Object.entries(value);
  let hasChanged = false;
  for (const entry of entries) {
    const [name, inner] = entry;
    entry[1] = redactValue(inner, name, walk);
    hasChanged ||= entry[1] !== inner;
  }
  return hasChanged ? Object.fromEntries(entries) : value;
}

function redactNamed(value: string, key: string, walk: Walk): string {
  if (idKeys.has(key) && idShape.test(value)) return value;
  if (key !== '' && value !== '' && value !== '-' && isSensitive(key, walk)) {
    if (value !== hiddenMark) walk.hidden += 1;
    return hiddenMark;
  }
  const { texts } = walk.harmless;
  if (texts.has(value)) return value;
  const known = walk.known.get(value);
  if (known !== undefined) return known;
  const { text, hidden } = redactText(value, walk.policy);
  walk.hidden += hidden;
  walk.known.set(value, text);
  if (hidden === 0 && text === value && value.length <= longestRemembered && texts.size < mostRemembered)
    texts.add(value);
  return text;
}

function isSensitive(key: string, { policy, harmless: { sensitive } }: Walk): boolean {
  const known = sensitive.get(key);
  if (known !== undefined) return known;
  const found = isSensitiveName(key.slice(key.lastIndexOf('.') + 1), policy);
  if (sensitive.size < mostRemembered && key.length <= longestRemembered) sensitive.set(key, found);
  return found;
}
