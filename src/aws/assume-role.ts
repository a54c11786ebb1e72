import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import type { AccountConfig } from '../config-schema.ts';
import type { UnavailableReason } from '../evidence/observation.ts';
import { type Answer, type Failure, success } from './answer.ts';
import { sessionPolicy } from './permissions.ts';
import { readFailure } from './read-failure.ts';

export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

/** The credentials of one role for one asker: assumed once, kept until shortly before they end, shared by all clients. */
export interface AssumedRole {
  sessionName: string;
  /** Concurrent callers share one STS call. A refusal is not kept: the next caller tries again. Silence is, for a while. */
  credentials(): Promise<Answer<RoleCredentials>>;
  /** Which session of it is in use: the how-manieth that was assumed. */
  generation(): number;
  /** Forgets the credentials of that session, which AWS no longer takes; those of a later one are kept. */
  forget(generation: number): void;
}

/** Role chaining caps a session at one hour (IAM guide); less would only mean more calls. */
const sessionSeconds = 3600;
/** The SDK itself renews five minutes early; the same here keeps every client on one session. */
const renewEarlyMs = 5 * 60_000;

/** How STS is asked: once in each region of the account, none longer than `patienceMs`, retries included. */
export interface StsAccess {
  clientConfig: STSClientConfig;
  patienceMs: number;
}

/** Further regions are tried until STS has been waited for so many times the patience. */
const mostPatience = 2;
/** How long a silent STS is left alone, ms: what asks meanwhile is told at once. Our choice. */
const leftAloneMs = 15_000;

/** Opens a role lazily; nothing is sent before the first `credentials()`. */
export function createAssumedRole(
  account: AccountConfig & { roleArn: string },
  askedBy: string,
  { clientConfig, patienceMs }: StsAccess,
  onCall: () => void,
): AssumedRole {
  const sessionName = sessionNameOf(askedBy);
  let kept: RoleCredentials | undefined;
  let silent: { failure: Failure; until: number } | undefined;
  let running: Promise<Answer<RoleCredentials>> | undefined;
  let generation = 0;
  // sts:SetSourceIdentity must be allowed by the role's trust; where it is not, AWS denies the whole call.
  let withSourceIdentity = true;
  return {
    sessionName,
    async credentials() {
      if (kept && kept.expiration.getTime() - renewEarlyMs > Date.now()) return success(kept);
      if (silent && silent.until > performance.now()) return silent.failure;
      running ??= assume().finally(() => {
        running = undefined;
        generation += 1;
      });
      const answer = await running;
      if (answer.ok) kept = answer.value;
      else if (answer.reason === 'region-unreachable')
        silent = { failure: answer, until: performance.now() + leftAloneMs };
      return answer;
    },
    generation: () => generation,
    forget(refused) {
      if (refused === generation) kept = undefined;
    },
  };

  async function assume(): Promise<Answer<RoleCredentials>> {
    const startedAt = performance.now();
    let failure: Failure | undefined;
    for (const region of account.regions) {
      if (failure && performance.now() - startedAt >= mostPatience * patienceMs) break;
      const answer = await assumeIn(region);
      if (answer.ok || answer.reason !== 'region-unreachable') return answer;
      failure = answer; // that region's STS does not answer; the role is the same in all of them
    }
    return (
      failure ?? {
        ok: false,
        reason: 'role-not-assumable',
        detail: 'no region',
        args: {},
        code: 'NoRegion',
      }
    );
  }

  async function assumeIn(region: string): Promise<Answer<RoleCredentials>> {
    const first = await callSts(region, withSourceIdentity);
    if (first.ok || !withSourceIdentity || first.code !== 'AccessDenied') return first;
    const second = await callSts(region, false);
    if (second.ok) withSourceIdentity = false;
    return second;
  }

  async function callSts(region: string, sourceIdentity: boolean): Promise<Answer<RoleCredentials>> {
    // Never destroyed: that would cut every connection of the shared request handler, other roles' calls with them.
    const sts = new STSClient({ ...clientConfig, region });
    const call = { action: 'sts:AssumeRole', resource: account.roleArn, account: account.id, region };
    const patience = AbortSignal.timeout(patienceMs);
    onCall();
    try {
      const { Credentials: given } = await sts.send(
        new AssumeRoleCommand({
          RoleArn: account.roleArn,
          RoleSessionName: sessionName,
          DurationSeconds: sessionSeconds,
          Policy: sessionPolicy(account.regions, account.roleArn.split(':')[1] ?? 'aws'),
          ...(account.externalId ? { ExternalId: account.externalId } : {}),
          ...(sourceIdentity ? { SourceIdentity: sessionName } : {}),
        }),
        { abortSignal: patience },
      );
      if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken)
        return {
          ok: false,
          reason: 'not-aws',
          detail: 'no credentials in the answer',
          args: call,
          code: 'NoCredentials',
        };
      return success({
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.SessionToken,
        expiration: given.Expiration ?? new Date(Date.now() + sessionSeconds * 1000),
      });
    } catch (error) {
      const failure = readFailure(error, call, false);
      if (patience.aborted)
        return {
          ...failure,
          reason: 'region-unreachable',
          detail: `no answer within ${patienceMs / 1000} s`,
        };
      return ofTheRole.includes(failure.reason) ? { ...failure, reason: 'role-not-assumable' } : failure;
    }
  }
}

/** Failures that are about the role itself, its trust policy or its session policy. */
const ofTheRole: readonly UnavailableReason[] = ['access-denied', 'error', 'query-failed'];

/** "gw504-U024BE7LH": what CloudTrail of the asked account shows. AWS allows [\w+=,.@-], 2 to 64 characters. */
export function sessionNameOf(askedBy: string): string {
  return `gw504-${askedBy.replace(/[^\w+=,.@-]/g, '-')}`.slice(0, 64);
}
