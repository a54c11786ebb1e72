import type { Cause, Verdict } from '../verdict/verdict.ts';
import type { TickedStep } from './guide.ts';
import { type Reach, reachOf } from './reach.ts';

/** Which steps to look at first, by how far the request got; the others follow in the guide's own order. */
const first: Readonly<Record<Reach, readonly number[]>> = {
  late: [11, 13, 14, 15, 9, 8],
  failed: [13, 9, 8, 5],
  answered: [9, 13, 8],
  'not-reached': [10, 12, 8, 5],
  network: [12, 10, 8, 5],
  refused: [8, 5, 6],
  'stopped-before': [5, 6, 1],
  unknown: [8, 9, 1, 3, 5, 4, 7, 2],
};

/** Steps of the cold start and the dependency, where improving the backend is the remedy itself. */
const ownFirst: Partial<Record<Cause, readonly number[]>> = {
  'cold-start': [13, 11, 9, 8, 15, 14],
  'slow-dependency': [13, 11, 14, 15, 9, 8],
  'connect-timeout': [12, 8, 10, 5],
  inconclusive: [1, 3, 5, 4, 8, 9, 7, 2],
};

/** The order that matters for the cause: what leads on first, what does not apply last. */
export function orderSteps(
  steps: readonly TickedStep[],
  verdict: Pick<Verdict, 'cause' | 'phase' | 'because' | 'alsoMatched'>,
): TickedStep[] {
  const leading = ownFirst[verdict.cause] ?? first[reachOf(verdict)];
  const rank = ({ step, status }: TickedStep) => {
    const place = leading.indexOf(step);
    return (status === 'not-applicable' ? 100 : 0) + (place < 0 ? 20 + step : place);
  };
  return [...steps].sort((a, b) => rank(a) - rank(b));
}
