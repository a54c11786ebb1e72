import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import { XRayClient } from '@aws-sdk/client-xray';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AccountConfig, Config } from '../config-schema.ts';
import { askWhose, createAmbientIdentity } from './ambient-identity.ts';
import type { Answer, Failure } from './answer.ts';
import { type AssumedRole, createAssumedRole } from './assume-role.ts';
import { createGates, type Gates } from './gates.ts';
import { RoleError } from './read-failure.ts';
import { type Line, mostWaits, sendCall } from './send-call.ts';

/** How long AWS is waited for, ms. */
export interface Patience {
  connectionMs: number;
  answerMs: number;
}

/**
 * Our choice: a region that needs 3 s for a connection is down for a person at 3 a.m., and no single call here is slow
 * on AWS's side, for queries are polled. A call is tried twice, and after that nobody waits for the same silence
 * again, so that a whole place is known to be silent within 20 s.
 */
const usualPatience: Patience = { connectionMs: 3_000, answerMs: 10_000 };

export interface Clients {
  logs: CloudWatchLogsClient;
  restApis: APIGatewayClient;
  httpApis: ApiGatewayV2Client;
  lambda: LambdaClient;
  xray: XRayClient;
  metrics: CloudWatchClient;
}

/** Counts the calls of one diagnosis. */
export interface CallCount {
  calls: number;
}

/** One account and region for one asker. Cheap to ask for again: everything behind it is shared. */
export interface AwsSession {
  /** 12 digits; for ambient credentials known from the first call on, and missing where AWS does not tell whose they are. */
  readonly account: string | undefined;
  alias: string | undefined;
  region: string;
  /** Name of the role session, as CloudTrail shows it. */
  roleSession: string | undefined;
  /** Shared by all diagnoses of this account and region; also what shelves of kept answers hang on. */
  gates: Gates;
  count: CallCount;
  /**
   * Makes one call. Never throws for what AWS or the network may answer. Throttling is waited out as long as the
   * signal allows; a token that AWS no longer takes is renewed once. Without a role, nothing is asked with credentials
   * of another account than the configured one.
   */
  send<Out>(
    call: { action: string; resource: string },
    work: (clients: Clients, options: { abortSignal: AbortSignal }) => Promise<Out>,
    signal: AbortSignal,
  ): Promise<Answer<Out>>;
  /** How far AWS's clock is ahead of this machine's, ms, by the answers so far; 0 before any. */
  clockOffMs(): number;
}

export interface SessionRequest {
  /** Account of the configuration; undefined: the ambient credentials. */
  account: AccountConfig | undefined;
  region: string;
  askedBy: string;
  count: CallCount;
}

export interface AwsAccess {
  session(request: SessionRequest): AwsSession;
  /** Region of the ambient configuration (AWS_REGION, profile), undefined where none is set. */
  ambientRegion(): Promise<string | undefined>;
  /** Whose credentials the ambient ones are. */
  ambientAccount(signal: AbortSignal): Promise<Answer<string>>;
  close(): void;
}

/**
 * Opens the only door to AWS. Endpoints and ambient credentials come from the SDK's own configuration
 * (AWS_ENDPOINT_URL, AWS_PROFILE, …); nothing is sent before the first call.
 */
export function openAws(config: Config, patience: Patience = usualPatience): AwsAccess {
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: patience.connectionMs,
    requestTimeout: patience.answerMs,
    // The request's own time ends with the head of the answer; what stands still after that is cut a little later.
    socketTimeout: patience.answerMs + 500,
    throwOnRequestTimeout: true,
  });
  const leastWaitMs = Math.min(2_000, patience.answerMs / 2);
  const roles = new Map<string, AssumedRole>();
  const clients = new Map<string, Clients>();
  const generations = new WeakMap<Clients, number>();
  const gates = new Map<string, Gates>();
  let ambientSts: STSClient | undefined;
  const identity = createAmbientIdentity(
    (region) => new STSClient({ requestHandler, region, maxAttempts: mostWaits }),
  );

  return {
    session({ account, region, askedBy, count }) {
      const place = `${account?.id ?? 'ambient'}/${region}`;
      const role = roleOf(account, askedBy, count);
      const clientKey = `${place}/${role?.sessionName ?? ''}`;
      const session: AwsSession = {
        get account() {
          return account?.id ?? identity.account();
        },
        alias: account?.alias,
        region,
        roleSession: role?.sessionName,
        gates: made(gates, place, () => createGates(region, config.limits.queriesAtOnce)),
        count,
        clockOffMs() {
          const offsets = Object.values(clients.get(clientKey) ?? {}).map(
            (client) => client.config.systemClockOffset,
          );
          return offsets.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);
        },
        async send(call, work, signal) {
          const stranger = role ? undefined : await refuseStranger(account, region, call, count);
          if (stranger) return stranger;
          const line: Line = {
            clients: () => made(clients, clientKey, () => createClients(region, role)),
            ...(role
              ? {
                  renew(used) {
                    role.forget(generations.get(used) ?? 0);
                    if (clients.get(clientKey) === used) clients.delete(clientKey); // the SDK keeps what it was given until its own time of expiry
                  },
                }
              : {}),
            account: account?.id,
            region,
            silences: session.gates.silences,
            count,
            leastWaitMs,
          };
          return await sendCall(line, call, work, signal);
        },
      };
      return session;
    },
    async ambientRegion() {
      try {
        return await sts().config.region();
      } catch {
        return undefined;
      }
    },
    ambientAccount: (signal) => askWhose(sts(), signal),
    close() {
      ambientSts?.destroy();
      for (const set of clients.values()) for (const client of Object.values(set)) client.destroy();
      requestHandler.destroy();
    },
  };

  async function refuseStranger(
    account: AccountConfig | undefined,
    region: string,
    call: { action: string; resource: string },
    count: CallCount,
  ): Promise<Failure | undefined> {
    const own = await identity.ask(region, () => {
      count.calls += 1;
    });
    if (!account || !own.ok || own.value === account.id) return undefined;
    return {
      ok: false,
      reason: 'wrong-account',
      detail: own.value,
      args: { ...call, account: account.id, actual: own.value, region },
      code: 'WrongAccount',
    };
  }

  function sts(): STSClient {
    ambientSts ??= new STSClient({ requestHandler, maxAttempts: mostWaits });
    return ambientSts;
  }

  function roleOf(
    account: AccountConfig | undefined,
    askedBy: string,
    count: CallCount,
  ): AssumedRole | undefined {
    if (!account?.roleArn) return undefined;
    const withRole = { ...account, roleArn: account.roleArn };
    return made(roles, `${account.roleArn}/${askedBy}`, () =>
      createAssumedRole(
        withRole,
        askedBy,
        { clientConfig: { requestHandler }, patienceMs: patience.answerMs },
        () => {
          count.calls += 1;
        },
      ),
    );
  }

  function createClients(region: string, role: AssumedRole | undefined): Clients {
    // One attempt: `send` tries again by itself, so that it can tell throttling from silence when the deadline comes.
    const shared = {
      region,
      requestHandler,
      maxAttempts: 1,
      ...(role
        ? {
            async credentials() {
              const given = await provide(role);
              generations.set(set, role.generation());
              return given;
            },
          }
        : {}),
    };
    const set: Clients = {
      logs: new CloudWatchLogsClient(shared),
      restApis: new APIGatewayClient(shared),
      httpApis: new ApiGatewayV2Client(shared),
      lambda: new LambdaClient(shared),
      xray: new XRayClient(shared),
      metrics: new CloudWatchClient(shared),
    };
    return set;
  }
}

async function provide(role: AssumedRole) {
  const answer = await role.credentials();
  if (!answer.ok) throw new RoleError(answer);
  return answer.value;
}

function made<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const there = map.get(key);
  if (there !== undefined) return there;
  const value = make();
  map.set(key, value);
  return value;
}
