/** A JSON object whose members are still to be looked at. */
export type Json = { [key: string]: unknown };

/** Whether a value is a JSON object: no list, no null. */
export const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
