import { reachOf } from '../reach.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 14: the function is invoked asynchronously, where there is a function and it was late. */
export const invokeAsynchronously: GuideStep = {
  step: 14,
  tick({ verdict, timeline: { functionName, invocation, port } }): Tick {
    const isFunction = functionName !== undefined || invocation !== undefined;
    if (!isFunction && port !== undefined) return { status: 'not-applicable', note: 'no-function' };
    const reach = reachOf(verdict);
    if (reach === 'late' && isFunction) return { status: 'to-do', note: 'do' };
    return reach === 'unknown' || reach === 'late'
      ? { status: 'unknown', note: 'unknown' }
      : { status: 'not-applicable', note: 'not-needed' };
  },
};
