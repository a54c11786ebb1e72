/** A compiled expression. `start` and `end` are offsets into the query: an unnamed column is called by its own text. */
export type Expression = { start: number; end: number } & (
  | { kind: 'literal'; value: string | number }
  | { kind: 'field'; name: string }
  | { kind: 'period'; ms: number }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'aggregate'; name: string; args: Expression[] }
  | { kind: 'not' | 'minus'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'like'; subject: Expression; pattern: string | RegExp }
  | { kind: 'in'; subject: Expression; list: Expression[] }
);

export type BinaryOperator =
  | 'or'
  | 'and'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^';

/** A value and the name that it is shown and used by. */
export interface Column {
  name: string;
  expression: Expression;
}

export interface SortKey extends Column {
  descending: boolean;
}

/** What `SOURCE logGroups(…)` names: prefixes of groups, their class, and whose they are. */
export interface GroupSource {
  namePrefix?: string[];
  class?: string[];
  accountIdentifiers?: string[];
}

export type Command =
  | { kind: 'fields' | 'display'; columns: Column[] }
  | { kind: 'filter'; condition: Expression }
  | { kind: 'parse'; source: Expression; pattern: RegExp; names: string[] }
  | { kind: 'stats'; results: Column[]; by: Column[] }
  | { kind: 'sort'; keys: SortKey[] }
  | { kind: 'source'; groups: GroupSource }
  | { kind: 'unnest'; source: Expression; name: string }
  | { kind: 'limit'; count: number; any: boolean }
  | { kind: 'dedup'; by: Expression[] };
