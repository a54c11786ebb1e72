import type { FoundFields } from './discover-fields.ts';
import type { Scope } from './evaluate.ts';
import { isInstant, isStructure, memberOf, type Value } from './value.ts';

/** A record on its way through the query: what the query made of it, over what was found in it. */
export interface Row {
  own: Map<string, Value>;
  /** When the query was started, epoch ms: what now() says. */
  nowMs: number;
  /** Missing for the rows that stats made. */
  found?: FoundFields;
}

export function fieldOf(row: Row, name: string): Value {
  if (row.own.has(name)) return row.own.get(name);
  // A member of what the query itself made: the longest name in front of it counts.
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const whole = row.own.get(name.slice(0, dot));
    if (isStructure(whole)) return memberOf(whole, name.slice(dot + 1));
  }
  return row.found?.get(name);
}

export function scopeOf(row: Row): Scope {
  const timestamp = row.found?.get('@timestamp');
  return {
    field: (name) => fieldOf(row, name),
    timestampMs: isInstant(timestamp) ? timestamp.epochMs : undefined,
    nowMs: row.nowMs,
  };
}
