import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { type Answer, success } from './answer.ts';
import { readFailure } from './read-failure.ts';

/** Whose the credentials of the environment are. */
export interface AmbientIdentity {
  /** Asked once a process; an answer that did not come is done without for a minute, not waited for by each call. */
  ask(region: string, onCall: () => void): Promise<Answer<string>>;
  /** The account, once AWS has told; 12 digits. */
  account(): string | undefined;
}

/** Longest wait, ms: without an answer the configuration is believed. */
const longestMs = 2_000;
const doneWithoutMs = 60_000;

/** Lazy: nothing is sent before the first question. */
export function createAmbientIdentity(open: (region: string) => STSClient): AmbientIdentity {
  let asked: { answer: Promise<Answer<string>>; until: number } | undefined;
  let account: string | undefined;
  return {
    async ask(region, onCall) {
      if (asked && asked.until > performance.now()) return await asked.answer;
      onCall();
      const answer = askWhose(open(region), AbortSignal.timeout(longestMs));
      const mine = { answer, until: performance.now() + doneWithoutMs };
      asked = mine;
      const own = await answer;
      if (own.ok) {
        mine.until = Number.POSITIVE_INFINITY;
        account = own.value;
      }
      return own;
    },
    account: () => account,
  };
}

/** One call of sts:GetCallerIdentity, which needs no permission. */
export async function askWhose(sts: STSClient, signal: AbortSignal): Promise<Answer<string>> {
  const args = { action: 'sts:GetCallerIdentity', resource: 'ambient credentials' };
  try {
    const { Account: account } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    if (account !== undefined && /^\d{12}$/.test(account)) return success(account);
    return { ok: false, reason: 'not-aws', detail: 'no account in the answer', args, code: 'NoAccount' };
  } catch (error) {
    return readFailure(error, args, signal.aborted);
  }
}
