/** What an expression yields. Missing fields are undefined: AWS leaves them out of the row, it does not say null. */
export type Value = string | number | boolean | Instant | Structure | undefined;

/** A map or a list, as jsonParse() makes it. Its members are read by dotted names; it is shown as JSON text. */
export interface Structure {
  members: object;
}

/** A time: shown as "2023-12-05 22:14:52.883", counted with as epoch ms. */
export interface Instant {
  epochMs: number;
}

export function isInstant(value: Value): value is Instant {
  return typeof value === 'object' && 'epochMs' in value;
}

export function isStructure(value: Value): value is Structure {
  return typeof value === 'object' && 'members' in value;
}

/** A JSON value as the language sees it: null is a missing value. */
export function fromJson(value: unknown): Value {
  if (typeof value === 'object' && value !== null) return { members: value };
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

/** A member by its dotted path: "items.0.id". */
export function memberOf(value: Value, path: string): Value {
  let inner: unknown = isStructure(value) ? value.members : undefined;
  for (const key of path.split('.'))
    inner =
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined;
  return fromJson(inner);
}

/** As a number where it is one or reads as one; comparisons in Insights know no types. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (isInstant(value)) return value.epochMs;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (isStructure(value)) return undefined;
  if (value === undefined || value.trim() === '') return undefined;
  const number = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** As it is shown in a result row; undefined for what is missing. Booleans are shown as 1 and 0. */
export function toText(value: Value): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (isStructure(value)) return JSON.stringify(value.members);
  return isInstant(value) ? formatInstant(value.epochMs) : String(value);
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  const number = toNumber(value);
  return number === undefined ? value !== undefined && value !== '' : number !== 0;
}

/** Negative, zero or positive; by number where both are numbers, else by text. Undefined where either is missing. */
export function compareValues(left: Value, right: Value): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a !== undefined && b !== undefined) return a - b;
  const [one, other] = [toText(left) ?? '', toText(right) ?? ''];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Epoch ms as Insights writes it: UTC, no zone. */
export function formatInstant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('T', ' ').replace('Z', '');
}
