import type { Evidence } from '../evidence/evidence.ts';
import type { FactArgs, Verdict } from '../verdict/verdict.ts';
import type { StepStatus, TickedStep } from './guide.ts';

/** One answer to a step: the status, and which note of its template says why. */
interface Tick {
  status: StepStatus;
  note: string;
  args?: FactArgs;
  commands?: string[];
}

/** Causes in which the integration had the request, so that its run time is what to act on. */
const invoked = ['slow-integration', 'cold-start', 'slow-dependency', 'integration-504', 'lambda-timeout'];
const notReached = ['integration-not-invoked', 'connect-timeout', 'network-error'];

/** Ticks the fifteen steps of the 504 guide from the evidence; steps to act on come first where the cause is known. */
export function tickGuide(evidence: Evidence, verdict: Verdict): TickedStep[] {
  const ticks = tick(evidence, verdict).map(({ status, note, args, commands }, index) => ({
    step: index + 1,
    status,
    note,
    args: { ...requestArgs(evidence), ...args },
    commands: commands ?? [],
  }));
  const isAction = (step: TickedStep) => step.status === 'to-do' && step.step >= 10;
  return [...ticks.filter(isAction), ...ticks.filter((step) => !isAction(step))];
}

function tick(evidence: Evidence, verdict: Verdict): Tick[] {
  const { request, observations: seen } = evidence;
  const settings = seen.gatewaySettings.status === 'found' ? seen.gatewaySettings.value : undefined;
  const execution = seen.executionLog.status;
  const isHttpApi = request.apiType === 'http';
  const wasInvoked = invoked.includes(verdict.cause) || verdict.phase === 'wait';
  const wasNotReached = notReached.includes(verdict.cause);
  const timedOut =
    seen.executionLog.status === 'found' &&
    seen.executionLog.value.events.some((event) => event.step.kind === 'timeout');
  const act = (applies: boolean, otherwise: StepStatus): Tick =>
    applies
      ? { status: 'to-do', note: 'do' }
      : { status: otherwise, note: otherwise === 'unknown' ? 'unknown' : 'not-needed' };
  const undecided: StepStatus =
    verdict.cause === 'integration-timeout' || verdict.cause === 'inconclusive'
      ? 'unknown'
      : 'not-applicable';
  const isFunction = settings?.integration?.functionName !== undefined || seen.functionLog.status === 'found';
  return [
    loggingOn(evidence),
    { status: 'to-do', note: 'reproduce', commands: request.path ? ['curl'] : [] },
    settings === undefined
      ? { status: 'unknown', note: 'unknown' }
      : settings.accessLogFormat === undefined
        ? { status: 'failed', note: 'off' }
        : /integration\.?(status|latency)/i.test(settings.accessLogFormat)
          ? { status: 'passed', note: 'on' }
          : { status: 'failed', note: 'fields' },
    seen.accessLog.status === 'found'
      ? { status: 'passed', note: 'found', commands: ['query'] }
      : {
          status: seen.accessLog.status === 'absent' ? 'failed' : 'unknown',
          note: seen.accessLog.status,
          commands: ['query'],
        },
    isHttpApi
      ? { status: 'not-applicable', note: 'http-api' }
      : {
          status: execution === 'found' ? 'passed' : execution === 'absent' ? 'failed' : 'unknown',
          note: execution,
        },
    isHttpApi
      ? { status: 'not-applicable', note: 'http-api' }
      : execution !== 'found'
        ? { status: 'unknown', note: 'unknown' }
        : timedOut
          ? { status: 'passed', note: 'timeout' }
          : { status: 'failed', note: 'no-timeout' },
    isHttpApi
      ? { status: 'not-applicable', note: 'http-api' }
      : { status: 'to-do', note: 'run', commands: ['query'] },
    wasInvoked
      ? { status: 'passed', note: 'invoked' }
      : wasNotReached
        ? { status: 'failed', note: 'not-invoked' }
        : { status: 'unknown', note: 'unknown' },
    howLong(evidence),
    act(wasNotReached, undecided),
    act(wasInvoked, undecided),
    act(wasNotReached && verdict.cause !== 'integration-not-invoked', undecided),
    act(wasInvoked, undecided),
    act(wasInvoked && isFunction, isFunction ? undecided : 'not-applicable'),
    raiseTimeout(evidence, wasInvoked),
  ];
}

function loggingOn({ observations: seen, request }: Evidence): Tick {
  if (request.apiType === 'http') return { status: 'not-applicable', note: 'http-api' };
  if (seen.executionLog.status === 'found') return { status: 'passed', note: 'found' };
  if (seen.gatewaySettings.status !== 'found') return { status: 'unknown', note: 'unknown' };
  const level = seen.gatewaySettings.value.executionLogLevel;
  if (level === 'INFO') return { status: 'passed', note: 'info' };
  return level === 'ERROR' ? { status: 'failed', note: 'error-level' } : { status: 'failed', note: 'off' };
}

function howLong({ observations: seen }: Evidence): Tick {
  const found = seen.functionLog.status === 'found' ? seen.functionLog.value.invocations : [];
  const durationMs = found.map((invocation) => invocation.durationMs).find((value) => value !== undefined);
  return durationMs === undefined
    ? { status: 'unknown', note: 'unknown' }
    : { status: 'passed', note: 'measured', args: { durationMs } };
}

function raiseTimeout({ request, observations: seen }: Evidence, wasInvoked: boolean): Tick {
  if (request.apiType === 'websocket') return { status: 'not-applicable', note: 'websocket' };
  if (request.apiType === 'http') return { status: wasInvoked ? 'to-do' : 'unknown', note: 'http-api' };
  const endpoint =
    seen.gatewaySettings.status === 'found' ? seen.gatewaySettings.value.endpointType : undefined;
  if (endpoint === 'EDGE') return { status: 'not-applicable', note: 'edge' };
  return { status: wasInvoked ? 'to-do' : 'unknown', note: endpoint === undefined ? 'rest-unknown' : 'rest' };
}

/** Names for commands and queries. Untrusted values are kept only where they cannot leave their quotes. */
function requestArgs({ request, observations: seen }: Evidence): FactArgs {
  const settings = seen.gatewaySettings.status === 'found' ? seen.gatewaySettings.value : undefined;
  const safe = (value: string | undefined, instead: string) =>
    value !== undefined && /^[\w./{}+$:@-]{1,200}$/.test(value) ? value : instead;
  const apiId = safe(request.apiId, 'API_ID');
  const stage = safe(request.stage, 'STAGE');
  return {
    apiId,
    stage,
    region: safe(request.region, 'REGION'),
    method: safe(request.method, 'GET'),
    path: safe(request.path, '/PATH'),
    executionLogGroup: safe(settings?.executionLogGroup, `API-Gateway-Execution-Logs_${apiId}/${stage}`),
    accessLogGroup: safe(settings?.accessLogGroup, 'ACCESS_LOG_GROUP'),
  };
}
