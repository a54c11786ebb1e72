import { createHash } from 'node:crypto';
import type { Policy, World } from '../world.ts';

/** Whoever signed a call. */
export interface Principal {
  account: string;
  /** As AWS names it in refusals: arn:aws:iam::A:user/NAME or arn:aws:sts::A:assumed-role/ROLE/SESSION. */
  arn: string;
  userId: string;
  policies: Policy[];
  sessionPolicy?: Policy;
  /** The role's own ARN, for sessions: what trust policies name. */
  roleArn?: string;
  sourceIdentity?: string;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  principal: Principal;
  /** Session credentials only. */
  session?: { token: string; expiresAtMs: number };
}

export interface CredentialStore {
  find(accessKeyId: string): Credentials | undefined;
  issue(
    principal: Principal,
    expiresAtMs: number,
  ): Credentials & { session: { token: string; expiresAtMs: number } };
  /** Every session issued so far ends now. */
  expireAll(): void;
}

/** Holds the world's own keys and the sessions that STS issued. */
export function createCredentialStore(world: World, randomUuid: () => string): CredentialStore {
  const byId = new Map<string, Credentials>(
    world.keys.map((key) => {
      const arn = `arn:aws:iam::${key.account}:${key.principal}`;
      const principal = {
        account: key.account,
        arn,
        userId: `AIDA${lettersOf(arn, 17)}`,
        policies: [key.policy],
      };
      return [key.accessKeyId, { ...key, principal }];
    }),
  );
  return {
    find: (accessKeyId) => byId.get(accessKeyId),
    issue(principal, expiresAtMs) {
      const seed = randomUuid();
      const issued = {
        accessKeyId: `ASIA${lettersOf(`key ${seed}`, 16)}`,
        secretAccessKey: createHash('sha256').update(`secret ${seed}`).digest('base64').slice(0, 40),
        principal,
        session: {
          token: createHash('sha512').update(`token ${seed}`).digest('base64').repeat(3),
          expiresAtMs,
        },
      };
      byId.set(issued.accessKeyId, issued);
      return issued;
    },
    expireAll() {
      for (const { session } of byId.values()) if (session) session.expiresAtMs = 0;
    },
  };
}

/** Capital letters and digits as AWS's own ids have them, always the same for the same seed. */
function lettersOf(seed: string, length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bytes = createHash('sha256').update(seed).digest();
  return Array.from(bytes.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** Id of a role as it stands before the session name in `AssumedRoleId`. */
export function roleIdOf(roleArn: string): string {
  return `AROA${lettersOf(roleArn, 17)}`;
}
