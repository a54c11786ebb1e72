import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { AwsError } from './aws-error.ts';
import { createFaults, type Faults } from './faults.ts';
import { createRights } from './iam/create-rights.ts';
import { createCredentialStore, type Principal } from './iam/credentials.ts';
import { readScope, verifySignature } from './iam/verify-signature.ts';
import { regionOf } from './logs/find-group.ts';
import { awsJson } from './protocols/aws-json.ts';
import type { Protocol, WireAnswer, WireRequest } from './protocols/protocol.ts';
import { queryXml } from './protocols/query-xml.ts';
import { readRequest } from './protocols/read-request.ts';
import type { Call } from './service.ts';
import { createApiGateway } from './services/api-gateway.ts';
import { createCloudwatch } from './services/cloudwatch.ts';
import { createLambda } from './services/lambda.ts';
import { createLogs } from './services/logs.ts';
import { createSts } from './services/sts.ts';
import { createXray } from './services/xray.ts';
import type { World } from './world.ts';

export interface AwsStandInOptions {
  /** The world's time, epoch ms: what has been ingested by then can be found. */
  now: () => number;
  /** The machine's time, epoch ms: signatures, sessions and running queries live by it. Date.now where missing. */
  clock?: () => number;
  randomUuid?: () => string;
  /** Where it is mounted in a larger server; "/aws" where missing. Requests without it are taken too. */
  pathPrefix?: string;
}

/** One call that arrived, for tests and for the page that shows them. Never a secret. */
export interface AwsRequest {
  atMs: number;
  service: string;
  operation: string;
  region: string;
  /** The caller's account and name; missing where the signature was not believed. */
  account?: string;
  principal?: string;
  input: unknown;
  status: number;
  /** The refusal's code: "AccessDeniedException". */
  error?: string;
}

export interface AwsStandIn {
  /** Answers one request; never rejects. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  faults: Faults;
  /** Every call since the start, oldest first. */
  requests: AwsRequest[];
}

/** Most calls that are remembered; the oldest go first. */
const mostRequests = 10_000;

/** An AWS of one's own: the services that the product reads, told apart by the signature's scope. */
export function createAwsStandIn(world: World, options: AwsStandInOptions): AwsStandIn {
  const clock = options.clock ?? Date.now;
  const newId = options.randomUuid ?? randomUUID;
  const prefix = options.pathPrefix ?? '/aws';
  const store = createCredentialStore(world, newId);
  const { faults, state } = createFaults(() => store.expireAll());
  const services = [
    createSts(world, store),
    createLogs(world, state, newId),
    createApiGateway(),
    createLambda(),
    createXray(),
    createCloudwatch(),
  ];
  const requests: AwsRequest[] = [];

  return {
    faults,
    requests,
    async handle(incoming, response) {
      const { socket } = incoming; // a request that was only half read lets go of it
      try {
        const request = await readRequest(incoming);
        const answer = request && (await answerOf(request));
        if (!answer) socket.destroy();
        else response.writeHead(answer.status, answer.headers).end(answer.body);
      } catch {
        socket.destroy(); // the caller went away in the middle of its own request
      }
    },
  };

  /** Undefined: the connection is to be cut. */
  async function answerOf(request: WireRequest): Promise<WireAnswer | undefined> {
    const scope = readScope(request);
    const service = services.find((one) => one.scope === scope?.service);
    const protocol = service?.protocol ?? guessProtocol(request);
    const requestId = newId();
    const entry: AwsRequest = {
      atMs: clock(),
      service: service?.name ?? scope?.service ?? '',
      operation: '',
      region: scope?.region ?? '',
      input: {},
      status: 0,
    };
    requests.push(entry);
    if (requests.length > mostRequests) requests.shift();
    try {
      if (!scope)
        throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
      if (!service) throw new AwsError('UnknownOperationException', '');
      const wire = service.protocol.read(request, withoutPrefix(request.path));
      const name = `${service.name}:${wire.operation}`;
      entry.operation = wire.operation;
      entry.input = wire.input;
      if (state.takeDrop(name, scope.region)) return undefined;
      const delayMs = state.delayOf(name);
      if (delayMs > 0) await wait(delayMs);
      if (state.takeBreakdown(name))
        throw new AwsError('InternalFailure', 'We encountered an internal error. Please try again.', 500);
      const { principal } = verifySignature(request, scope, store, clock());
      entry.account = principal.account;
      entry.principal = principal.arn;
      const { account } = principal;
      if (state.takeThrottle({ operation: name, account, region: scope.region, clockMs: clock() }))
        throw service.throttled();
      const operation = service.operations[wire.operation];
      if (!operation) throw new AwsError('UnknownOperationException', '');
      const output = operation.run(callOf(wire.operation, principal, scope.region), wire.input);
      entry.status = 200;
      return protocol.success(wire, output, requestId);
    } catch (error) {
      const refusal = error instanceof AwsError ? error : brokenBy(error);
      const answer = protocol.failure(refusal, requestId);
      entry.status = answer.status;
      entry.error = refusal.code;
      return answer;
    }
  }

  function callOf(operation: string, principal: Principal, region: string): Call {
    return {
      operation,
      principal,
      account: principal.account,
      region,
      here: regionOf(world, principal.account, region),
      nowMs: options.now(),
      clockMs: clock(),
      ...createRights(principal, region, state.isDenied),
    };
  }

  function withoutPrefix(path: string): string {
    return path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
  }
}

/** A mistake of the stand-in itself looks like one of AWS's, and says what it was. */
function brokenBy(error: unknown): AwsError {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new AwsError('InternalFailure', `The stand-in failed: ${detail}`, 500);
}

/** In which form to refuse a request that names no service. */
function guessProtocol(request: WireRequest): Protocol {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return queryXml({
      namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      version: '2011-06-15',
      operations: [],
    });
  return awsJson({ version: '1.1', targetPrefix: '', operations: [] });
}
