import { gatewaySegment, isGateway, type Trace, type TraceSegment } from '../../evidence/readings/trace.ts';
import { skewMs } from './own-rows.ts';

/** What the gateway called: a function by name, an address, or nobody says; and whether a Lambda authorizer may be in it. */
export interface Target {
  functionName?: string;
  isAddress: boolean;
  hasAuthorizer: boolean;
}

/**
 * The integration's own segment: of the named function where there is a name, else the only one behind the gateway. An
 * authorizer's function is in the trace too, so a Lambda segment without a name is not taken where there may be one; nor is
 * whoever called the API, and what that one called besides.
 */
export function integrationSegment(trace: Trace, target: Target): TraceSegment | undefined {
  const { functionName, isAddress, hasAuthorizer } = target;
  const behind = trace.segments.filter(
    (segment) => !segment.isCall && !isGateway(segment) && !isBesideGateway(trace, segment),
  );
  const named =
    functionName === undefined
      ? behind.filter(
          ({ origin }) => !(isAddress || hasAuthorizer) || origin?.startsWith('AWS::Lambda') !== true,
        )
      : behind.filter(({ name }) => name === functionName);
  const code = named.filter(({ origin }) => origin === 'AWS::Lambda::Function');
  const candidates = code.length > 0 ? code : named;
  return candidates.length === 1 ? candidates[0] : undefined;
}

/** Whether a segment's parents lead to whoever called the API, and not to the API itself. */
function isBesideGateway(trace: Trace, segment: TraceSegment): boolean {
  const gateway = gatewaySegment(trace);
  if (gateway === undefined) return false;
  const callers = new Set(upFrom(trace, gateway).slice(1));
  const way = upFrom(trace, segment);
  return !way.includes(gateway) && way.some((each) => callers.has(each));
}

/** A segment and its parents, as far as the trace holds them. */
function upFrom(trace: Trace, segment: TraceSegment): TraceSegment[] {
  const way: TraceSegment[] = [];
  for (
    let at: TraceSegment | undefined = segment;
    at !== undefined && !way.includes(at);
    at = parentOf(trace, at)
  )
    way.push(at);
  return way;
}

const parentOf = ({ segments }: Trace, { parentId }: TraceSegment) =>
  parentId === undefined ? undefined : segments.find(({ id }) => id === parentId);

/** The gateway's own call of the integration: the last that its segment made, for an authorizer is asked before. */
export function integrationCall(trace: Trace): TraceSegment | undefined {
  const gateway = gatewaySegment(trace);
  return trace.segments.findLast(({ isCall, parentId }) => isCall && parentId === gateway?.id);
}

/** Calls that a segment made to something behind it, however deep; X-Ray's own stages of Lambda are none. */
export function callsOf(trace: Trace, segment: TraceSegment): TraceSegment[] {
  const inside = new Set([segment.id]);
  // Parents stand before their children only by start time, and two may start together: look until nothing is added.
  for (let size = 0; size !== inside.size; ) {
    size = inside.size;
    for (const each of trace.segments)
      if (each.parentId !== undefined && each.isCall && inside.has(each.parentId)) inside.add(each.id);
  }
  return trace.segments.filter(
    ({ id, name, isCall }) =>
      isCall &&
      id !== segment.id &&
      inside.has(id) &&
      !/^(?:Initialization|Invocation|Overhead|Dwell Time|Attempt #\d+)$/.test(name),
  );
}

/** How long the function's environment was made ready within the request, ms; undefined where X-Ray shows none that began after sending. */
export function initialisationOf(
  trace: Trace,
  segment: TraceSegment,
  sentAtMs: number | undefined,
): number | undefined {
  const init = trace.segments.find(
    ({ name, parentId }) => name === 'Initialization' && parentId === segment.id,
  );
  if (init?.endMs === undefined) return undefined;
  const isBefore = sentAtMs !== undefined && init.startMs < sentAtMs - skewMs;
  return isBefore ? undefined : init.endMs - init.startMs;
}
