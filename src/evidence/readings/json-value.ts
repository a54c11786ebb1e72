export { isObject, type Json } from '../../inquiry/shapes/json-object.ts';

/** The value where it is a text that holds something: an empty one is how a root span says that it has no parent. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The value where it is a number that an HTTP status can be. */
export const statusOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 999 ? value : undefined;

/** The value where it is a number that can be reckoned with. */
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
