import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import type { AccountConfig } from '../config-schema.ts';
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
  /** Concurrent callers share one STS call. A failure is not kept: the next caller tries again. */
  credentials(): Promise<Answer<RoleCredentials>>;
  /** Forgets credentials that AWS no longer takes. */
  forget(): void;
}

/** Role chaining caps a session at one hour (IAM guide); less would only mean more calls. */
const sessionSeconds = 3600;
/** The SDK itself renews five minutes early; the same here keeps every client on one session. */
const renewEarlyMs = 5 * 60_000;

/** Opens a role lazily; nothing is sent before the first `credentials()`. */
export function createAssumedRole(
  account: AccountConfig & { roleArn: string },
  askedBy: string,
  clientConfig: STSClientConfig,
  onCall: () => void,
): AssumedRole {
  const sessionName = sessionNameOf(askedBy);
  let kept: RoleCredentials | undefined;
  let running: Promise<Answer<RoleCredentials>> | undefined;
  // sts:SetSourceIdentity must be allowed by the role's trust; where it is not, AWS denies the whole call.
  let withSourceIdentity = true;
  return {
    sessionName,
    async credentials() {
      if (kept && kept.expiration.getTime() - renewEarlyMs > Date.now()) return success(kept);
      running ??= assume().finally(() => {
        running = undefined;
      });
      const answer = await running;
      if (answer.ok) kept = answer.value;
      return answer;
    },
    forget() {
      kept = undefined;
    },
  };

  async function assume(): Promise<Answer<RoleCredentials>> {
    let failure: Failure | undefined;
    for (const region of account.regions) {
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
      );
      if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken)
        throw new Error('AssumeRole answered without credentials');
      return success({
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.SessionToken,
        expiration: given.Expiration ?? new Date(Date.now() + sessionSeconds * 1000),
      });
    } catch (error) {
      const failure = readFailure(
        error,
        {
          action: 'sts:AssumeRole',
          resource: account.roleArn,
          account: account.id,
          region,
        },
        false,
      );
      const own = ['region-unreachable', 'throttled', 'no-credentials', 'credentials-refused'];
      return own.includes(failure.reason) ? failure : { ...failure, reason: 'role-not-assumable' };
    }
  }
}

/** "gw504-U024BE7LH": what CloudTrail of the asked account shows. AWS allows [\w+=,.@-], 2 to 64 characters. */
export function sessionNameOf(askedBy: string): string {
  return `gw504-${askedBy.replace(/[^\w+=,.@-]/g, '-')}`.slice(0, 64);
}
