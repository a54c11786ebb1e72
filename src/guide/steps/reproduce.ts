import { isIdempotent } from '../../verdict/retry.ts';
import type { GuideStep, Tick } from '../step.ts';

/** Step 2: a person sends the request again; the command is ready, with a word on what it may do a second time. */
export const reproduce: GuideStep = {
  step: 2,
  tick({ evidence: { request }, found: { executionLog }, verdict }): Tick {
    if (executionLog?.testInvoke === true) return { status: 'to-do', note: 'console' };
    if (request.apiType === 'websocket') return { status: 'to-do', note: 'websocket' };
    const commands = request.path === undefined ? [] : ['curl'];
    if (verdict.retry === 'duplicates') return { status: 'to-do', note: 'twice', commands };
    if (verdict.retry !== 'safe') return { status: 'to-do', note: 'reproduce', commands };
    return { status: 'to-do', note: isIdempotent(request.method) ? 'safe' : 'first-time', commands };
  },
};
