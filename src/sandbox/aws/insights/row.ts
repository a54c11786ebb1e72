import type { FoundFields } from './discover-fields.ts';
import type { Scope } from './evaluate.ts';
import { isInstant, type Value } from './value.ts';

/** A record on its way through the query: what the query made of it, over what was found in it. */
export interface Row {
  own: Map<string, Value>;
  /** Missing for the rows that stats made. */
  found?: FoundFields;
}

export function fieldOf(row: Row, name: string): Value {
  return row.own.has(name) ? row.own.get(name) : row.found?.get(name);
}

export function scopeOf(row: Row): Scope {
  const timestamp = row.found?.get('@timestamp');
  return {
    field: (name) => fieldOf(row, name),
    timestampMs: isInstant(timestamp) ? timestamp.epochMs : undefined,
  };
}
