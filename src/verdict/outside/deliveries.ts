import type { BackendLine } from '../../evidence/readings/backend-log.ts';
import type { Invocation } from '../../evidence/readings/function-log.ts';
import type { LoadBalancerRow } from '../../evidence/readings/load-balancer-log.ts';
import type { Trace, TraceSegment } from '../../evidence/readings/trace.ts';
import type { FoundSources } from '../found-sources.ts';
import { lineFact, rowFact, stateFact } from '../state-fact.ts';
import type { Confidence, Fact } from '../verdict.ts';
import { balancerTimeout, slowToSend } from './balancer.ts';
import { connectionsMeanwhile } from './flows.ts';
import { type Chosen, isLoose, startOf } from './invocation.ts';
import { type Own, skewMs } from './own-rows.ts';

/** Evidence of the far side that the request reached it before the gateway gave up. */
export interface Delivery {
  confidence: Exclude<Confidence, 'certain'>;
  /** What shows it, then what speaks against it. */
  because: Fact[];
  /** It was delivered only when most of the gateway's time was over. */
  isSlowToSend?: true;
}

/** The gateway's moments that outside evidence is held against. Times epoch ms. */
export interface Moments {
  sentAtMs?: number;
  gaveUpAtMs?: number;
  endedAtMs?: number;
  /** How long the gateway waited, ms, where that is known without the moments too. */
  waitedMs?: number;
  /** How exact the gateway's times are, ms. */
  resolutionMs: number;
  invocation?: Chosen;
  trace?: Own<Trace>;
  /** The integration's segment of that trace. */
  segment?: TraceSegment;
  balancer?: Own<LoadBalancerRow>;
  port?: number;
  /** The backend's IPv4 address, where it is called by one. */
  address?: string;
  /** The request's ids that only the gateway and its client have. */
  gatewayIds: readonly string[];
}

/** Every sign of delivery, strongest first. */
export function findDeliveries(found: FoundSources, moments: Moments): Delivery[] {
  const own = byFunction(moments);
  const others = [
    ...byTrace(moments),
    ...byBalancer(moments),
    ...byAnswerId(found),
    ...byBackend(found, moments),
    ...byFlows(found, moments),
  ];
  // What the function's own log contradicts is not made sure again by a trace of the same run.
  const isContradicted = own.some(({ because }) =>
    because.some(({ fact }) => fact === 'function-ended-in-time' || fact === 'function-ended-just-before'),
  );
  const all = [
    ...own,
    ...(isContradicted ? others.map((each) => ({ ...each, confidence: 'possible' as const })) : others),
  ];
  return [
    ...all.filter(({ confidence }) => confidence === 'likely'),
    ...all.filter(({ confidence }) => confidence !== 'likely'),
  ];
}

/**
 * An id that ties an invocation proves delivery; where its times contradict the gateway's, that is named and lowers the
 * confidence. Also an end just before the gateway gave up does: within `skewMs` the clocks may differ by as much, and that
 * is said. By time alone a contradicted invocation is another request's.
 */
function byFunction(moments: Moments): Delivery[] {
  const { invocation, sentAtMs, gaveUpAtMs, endedAtMs, resolutionMs, port } = moments;
  if (invocation === undefined) return [];
  const startedAtMs = startOf(invocation);
  const short = ranShort(moments);
  const isUnsure = isLoose(invocation);
  if (startedAtMs === undefined) {
    return isUnsure || (port !== undefined && short.length > 0)
      ? []
      : [
          {
            confidence: short.length > 0 ? 'possible' : 'likely',
            because: [startFact(invocation, undefined), ...short],
          },
        ];
  }
  if (gaveUpAtMs !== undefined && startedAtMs > gaveUpAtMs) return [];
  const slackMs = skewMs + resolutionMs;
  const startedEarlyMs = sentAtMs === undefined ? 0 : sentAtMs - startedAtMs;
  const endedEarlyMs = endedAtMs === undefined || gaveUpAtMs === undefined ? 0 : gaveUpAtMs - endedAtMs;
  const against = [
    ...(startedEarlyMs > slackMs
      ? [
          stateFact('function-started-early', { earlyMs: startedEarlyMs }, 'functionLog', {
            atMs: startedAtMs,
          }),
        ]
      : []),
    ...(endedEarlyMs > slackMs
      ? [stateFact('function-ended-in-time', { earlyMs: endedEarlyMs }, 'functionLog', { atMs: endedAtMs })]
      : []),
  ];
  if (isUnsure && (against.length > 0 || gaveUpAtMs === undefined)) return [];
  // The gateway called an address: a function in its trace that had ended in time is an authorizer, or one of many.
  if (port !== undefined && against.length + short.length > 0) return [];
  const doubts = [
    ...short,
    ...(invocation.lateMs === undefined
      ? []
      : [
          stateFact('function-started-late', { lateMs: invocation.lateMs }, 'functionLog', {
            atMs: startedAtMs,
          }),
        ]),
    ...(endedEarlyMs > (resolutionMs > 1 ? resolutionMs : 0) && endedEarlyMs <= slackMs
      ? [
          stateFact('function-ended-just-before', { earlyMs: endedEarlyMs }, 'functionLog', {
            atMs: endedAtMs,
          }),
        ]
      : []),
  ];
  return [
    {
      confidence: isUnsure || against.length + doubts.length > 0 ? 'possible' : 'likely',
      because: [startFact(invocation, startedAtMs), ...against, ...doubts],
    },
  ];
}

/** What a gateway waits where nobody set it otherwise, ms (facts 3.2). */
const usualWaitMs = 29_000;

/** A run that was over, and that no time holds against the gateway's: only one as long as the wait can have outlasted it. */
function ranShort({ invocation, gaveUpAtMs, endedAtMs, waitedMs }: Moments): Fact[] {
  if (invocation?.durationMs === undefined || (gaveUpAtMs !== undefined && endedAtMs !== undefined))
    return [];
  const durationMs = invocation.durationMs + (invocation.initDurationMs ?? 0);
  return durationMs >= (waitedMs ?? usualWaitMs) - skewMs
    ? []
    : [stateFact('function-ran-short', { durationMs }, 'functionLog', {})];
}

/** That the function started for this request, and what ties the two. */
function startFact(invocation: Invocation, startedAtMs: number | undefined): Fact {
  return stateFact('function-started', { joinedBy: invocation.joinedBy }, 'functionLog', {
    atMs: startedAtMs,
    line: startLine(invocation, startedAtMs),
  });
}

/** The line that shows it: of that moment, or the first, which a text without times may have; never a later one. */
function startLine({ lines }: Invocation, startedAtMs: number | undefined): string | undefined {
  const first = lines[0];
  const isLater = startedAtMs !== undefined && first?.atMs !== undefined && first.atMs > startedAtMs;
  if (!isLater) return first?.text;
  return lines.find(({ text }) => /REPORT|platform\.report/.test(text))?.text;
}

/** The integration's segment; one that ended long before the gateway gave up was not what the gateway waited for. */
function byTrace({ trace, segment, gaveUpAtMs, resolutionMs }: Moments): Delivery[] {
  if (trace === undefined || segment === undefined || segment.throttle) return [];
  const { name, startMs, endMs } = segment;
  const earlyMs = endMs === undefined || gaveUpAtMs === undefined ? 0 : Math.round(gaveUpAtMs - endMs);
  const isEarly = earlyMs > skewMs + resolutionMs;
  return [
    {
      confidence: trace.byId && !isEarly ? 'likely' : 'possible',
      because: [
        stateFact('trace-delivered', { name }, 'trace', { atMs: startMs }),
        ...(isEarly ? [stateFact('trace-ended-in-time', { name, earlyMs }, 'trace', { atMs: endMs })] : []),
      ],
    },
  ];
}

/** The balancer had the request whole and was waiting: its client, the gateway, left (460), or it answered later. */
function byBalancer(moments: Moments): Delivery[] {
  const { balancer, sentAtMs, gaveUpAtMs, resolutionMs } = moments;
  if (balancer === undefined) return [];
  const { value: row, byId } = balancer;
  const confidence = byId ? 'likely' : 'possible';
  const isEarly = gaveUpAtMs !== undefined && gaveUpAtMs - row.atMs > skewMs + resolutionMs;
  // Without a time of its own the request was never dispatched to a target; a client that left early was not this one.
  if (row.loadBalancerStatus === 460 && (isEarly || row.requestProcessingMs === null)) return [];
  const sendingMs = slowToSend(row, moments);
  const slowly: Partial<Delivery> = sendingMs === undefined ? {} : { isSlowToSend: true };
  const slow =
    sendingMs === undefined
      ? []
      : [stateFact('balancer-slow-to-send', { sendingMs }, 'loadBalancerLog', row)];
  if (row.loadBalancerStatus === 460) {
    const left = stateFact('balancer-client-left', {}, 'loadBalancerLog', row);
    return [{ confidence, because: [...slow, left], ...slowly }];
  }
  // Its own 504, for a target that had the request and did not answer; the gateway had left by then or at that moment.
  const waited = balancerTimeout(balancer, sentAtMs, undefined);
  if (waited?.kind === 'wait' && row.requestProcessingMs !== null && !isEarly && gaveUpAtMs !== undefined) {
    const fact = stateFact('balancer-waited', { elapsedMs: waited.elapsedMs }, 'loadBalancerLog', row);
    return [{ confidence, because: [...slow, fact], ...slowly }];
  }
  const status = row.targetStatus;
  if (status === undefined || gaveUpAtMs === undefined || row.atMs < gaveUpAtMs - skewMs) return [];
  const passedOn = stateFact('balancer-passed-on', { status }, 'loadBalancerLog', row);
  return [{ confidence, because: [...slow, passedOn], ...slowly }];
}

/** An id that only comes with a response's headers; "-" proves nothing (facts 4). */
function byAnswerId({ executionLog, accessLog }: FoundSources): Delivery[] {
  const line = executionLog?.events.findLast(({ step }) => step.kind === 'integration-request-id');
  if (line?.step.kind === 'integration-request-id' && line.step.requestId !== '-')
    return [{ confidence: 'likely', because: [lineFact('integration-answered', line, {})] }];
  if (accessLog?.integrationRequestId === undefined) return [];
  return [{ confidence: 'likely', because: [rowFact('integration-answered', accessLog, {})] }];
}

/**
 * A line of the backend's own log that names the request. Without a log group it may be anybody's line: a colleague's
 * message, or a record of the gateway in a format that nobody recognised. Then it has to bear the trace id, the one id
 * that a backend gets by itself, and none of the gateway's own, and to fall into the time that the gateway waited: a
 * client's own lines come before and after it. Only the server that was called sees the gateway's own user agent, though,
 * and an access log is written when a request ends, however late.
 */
function byBackend({ backendLog }: FoundSources, moments: Moments): Delivery[] {
  const { sentAtMs, gaveUpAtMs, gatewayIds } = moments;
  const isInTime = ({ atMs }: BackendLine) =>
    gaveUpAtMs === undefined || atMs === undefined || atMs <= gaveUpAtMs + skewMs;
  const isMeanwhile = ({ atMs }: BackendLine) =>
    atMs !== undefined &&
    sentAtMs !== undefined &&
    gaveUpAtMs !== undefined &&
    atMs > sentAtMs &&
    atMs < gaveUpAtMs;
  const isCalledServers = ({ atMs, line }: BackendLine) =>
    atMs !== undefined &&
    sentAtMs !== undefined &&
    gaveUpAtMs !== undefined &&
    atMs > sentAtMs &&
    atMs <= gaveUpAtMs + longestWorkMs &&
    gatewaysAgent.test(line);
  const lines = backendLog ?? [];
  const grouped = lines.find(
    (line) => line.logGroup !== undefined && !gatewayGroups.test(line.logGroup) && isInTime(line),
  );
  const loose = lines.find(
    (line) =>
      line.logGroup === undefined &&
      line.joinedBy === 'trace-id' &&
      (isMeanwhile(line) || isCalledServers(line)) &&
      !gatewayIds.some((id) => line.line.includes(id)),
  );
  const line = grouped ?? loose;
  if (line === undefined) return [];
  return [
    {
      confidence: grouped === undefined ? 'possible' : 'likely',
      because: [stateFact('backend-line', { joinedBy: line.joinedBy }, 'backendLog', line)],
    },
  ];
}

/** How long after the gateway a server may be at work on the same request, ms: as long as a function may. Our choice. */
const longestWorkMs = 900_000;
/** The user agent of HTTP integrations without proxy (facts 4). */
const gatewaysAgent = /\bAmazonAPIGateway_[a-z0-9]{10}\b/;

/** Logs of the gateway's side that name a request without its having gone on. */
const gatewayGroups = /^(?:aws-waf-logs|API-Gateway-Execution-Logs|\/aws\/apigateway)/;

/** Every connection to the backend's port in those seconds was made, so ours was too; the flow log names no requests. */
function byFlows({ flowLog }: FoundSources, moments: Moments): Delivery[] {
  const connections = connectionsMeanwhile(flowLog, moments);
  const first = connections[0];
  if (first === undefined || connections.some(({ outcome }) => outcome !== 'connected')) return [];
  return [
    {
      confidence: 'possible',
      because: [
        stateFact('flow-connected', { address: first.address, port: first.port }, 'flowLog', {
          atMs: first.row.startMs,
          line: first.row.line,
        }),
      ],
    },
  ];
}
