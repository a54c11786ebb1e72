import type { SourceName } from '../evidence/evidence.ts';
import type { ExecutionEvent } from '../evidence/readings/execution-log.ts';
import type { ArgsOf, FactCode } from './fact-codes.ts';
import type { Fact } from './verdict.ts';

/** Where a fact stands: the line that proves it and its moment, as far as there are any. */
export interface Proof {
  atMs?: number | undefined;
  line?: string | undefined;
}

/** A fact with exactly the values that its code lists. */
export function stateFact<Code extends FactCode>(
  fact: Code,
  args: ArgsOf<Code>,
  source: SourceName,
  proof: Proof = {},
): Fact {
  return {
    fact,
    args,
    source,
    ...(proof.atMs === undefined ? {} : { atMs: proof.atMs }),
    ...(proof.line === undefined ? {} : { quote: proof.line }),
  };
}

/** A fact stated by a line of the execution log. */
export function lineFact<Code extends FactCode>(
  fact: Code,
  event: Pick<ExecutionEvent, 'atMs' | 'line'>,
  args: ArgsOf<Code>,
): Fact {
  return stateFact(fact, args, 'executionLog', event);
}

/** A fact stated by the access-log row. */
export function rowFact<Code extends FactCode>(
  fact: Code,
  row: { atMs?: number; line: string },
  args: ArgsOf<Code>,
): Fact {
  return stateFact(fact, args, 'accessLog', row);
}
