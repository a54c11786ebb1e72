import { describe, expect, it } from 'vitest';
import type { DownstreamWait, Invocation } from '../../src/evidence/readings/function-log.ts';
import type { LoadBalancerRow } from '../../src/evidence/readings/load-balancer-log.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import type { FoundSources } from '../../src/verdict/found-sources.ts';
import type { Cause } from '../../src/verdict/verdict.ts';
import {
  answer,
  balancerRow,
  evidenceWith,
  invocation,
  log,
  row,
  sending,
  sentAtMs,
  timedOutFunctionLog,
  timedOutLog,
  timeout,
  traceId,
} from './evidence-with.ts';

const judge = (found: FoundSources, request = {}) => decideVerdict(evidenceWith(found, request));
/** What speaks against one cause, in one line. */
const against = (cause: Cause, found: FoundSources) => {
  const fact = judge(found).ruledOut.find((each) => each.cause === cause)?.because;
  if (fact === undefined) return undefined;
  const args = Object.entries(fact.args).map(([name, value]) => `${name}=${value}`);
  return [fact.fact, ...args, fact.source, ...(fact.quote === undefined ? [] : [`“${fact.quote}”`])].join(
    ' ',
  );
};
/** A function that an id ties and that ran on, so that its family is asked. */
const ranOn = (fields: Partial<Invocation> = {}, found: FoundSources = {}) => ({
  executionLog: timedOutFunctionLog(),
  functionLog: { functionName: 'orders', invocations: [invocation(100, { durationMs: 41_000, ...fields })] },
  ...found,
});
const wait = (fields: Partial<DownstreamWait>): DownstreamWait => ({
  target: 'db',
  failed: false,
  line: 'x',
  ...fields,
});

describe('a connection that was not made', () => {
  const balanced = (ms: number, fields: Partial<LoadBalancerRow> = {}) => ({
    executionLog: timedOutLog(),
    loadBalancerLog: [
      balancerRow({
        traceId,
        targetStatus: 200,
        loadBalancerStatus: 200,
        atMs: sentAtMs + ms,
        requestProcessingMs: 0,
        targetProcessingMs: 0,
        ...fields,
      }),
    ],
  });
  const spoke = 'balancer-passed-on-early status=200 loadBalancerLog “the balancer row”';
  it.each<[string, FoundSources, string | undefined]>([
    ['the balancer had an answer meanwhile', balanced(5000), spoke],
    ['begun a second before sending', balanced(-1000), spoke],
    ['begun earlier', balanced(-1001), undefined],
    ['begun earlier, by its own length', balanced(500, { targetProcessingMs: 1501 }), undefined],
    ['by another trace’s row', balanced(5000, { traceId: 'other' }), undefined],
    [
      'nobody knows when it was sent',
      {
        ...balanced(5000),
        executionLog: log([undefined, sending[1]], timeout, [29_001, `X-ray Tracing ID : ${traceId}`]),
      },
      undefined,
    ],
    [
      'nobody knows when it ended',
      {
        ...balanced(5000),
        executionLog: log(sending, [undefined, timeout[1]], [29_001, `X-ray Tracing ID : ${traceId}`]),
      },
      undefined,
    ],
  ])('%s', (_name, found, expected) => {
    expect(against('connect-timeout', found)).toBe(expected);
  });

  it('is ruled out by an answer that had begun', () => {
    const executionLog = log(
      sending,
      [4000, 'Received response. Status: 200, Integration latency: 4000 ms'],
      timeout,
    );
    expect(against('connect-timeout', { executionLog })).toBe(`was-connected executionLog “${timeout[1]}”`);
  });
});

describe('a cold start', () => {
  const report = 'REPORT RequestId: x';
  const reported = (fields: Partial<Invocation>) =>
    ranOn({ reportAtMs: sentAtMs + 41_200, lines: [{ text: 'START' }, { text: report }], ...fields });
  it.each<[string, FoundSources, string | undefined]>([
    ['no initialisation', reported({}), `no-init functionLog “${report}”`],
    [
      'a shorter one than it was late',
      reported({ initDurationMs: 50 }),
      `late-without-init initMs=50 functionLog “${report}”`,
    ],
    ['one that took no time', reported({ initDurationMs: 0 }), undefined],
    ['one that took no time, and no start', reported({ initDurationMs: 0, startAtMs: undefined }), undefined],
    ['one that two clocks may have put before sending', reported({ initDurationMs: 1100 }), undefined],
    [
      'one that ran before',
      reported({ initDurationMs: 1101 }),
      `init-ran-before initMs=1101 betweenMs=100 functionLog “${report}”`,
    ],
    ['no report yet', ranOn(), undefined],
    ['by time alone', reported({ joinedBy: 'time' }), undefined],
  ])('%s', (_name, found, expected) => {
    expect(against('cold-start', found)).toBe(expected);
  });
});

describe('a slow dependency', () => {
  it.each<[string, DownstreamWait[], string | undefined]>([
    ['no waits', [], undefined],
    [
      'short ones',
      [
        wait({ startAtMs: sentAtMs + 200, durationMs: 30.4 }),
        wait({ startAtMs: sentAtMs + 300, durationMs: 20 }),
      ],
      'waits-were-short totalMs=50 functionLog',
    ],
  ])('%s', (_name, downstreamWaits, expected) => {
    expect(against('slow-dependency', ranOn({ downstreamWaits }))).toBe(expected);
  });
});

describe('a function that hit its own limit', () => {
  const settings = (timeoutMs: number) => ({
    functionSettings: {
      functionName: 'orders',
      timeoutMs,
      logGroup: '/aws/lambda/orders',
      logFormat: 'Text' as const,
      inVpc: false,
    },
  });
  const lines = [{ text: 'at it', atMs: sentAtMs + 29_001 }, { text: 'a line without a time' }];
  it.each<[string, FoundSources, string | undefined]>([
    [
      'its limit is longer',
      ranOn({}, settings(29_001)),
      'function-limit-longer functionMs=29001 functionSettings',
    ],
    ['its limit is as long', ranOn({}, settings(29_000)), undefined],
    [
      'it still wrote lines',
      ranOn({ lines }, settings(29_000)),
      'function-still-running functionLog “at it”',
    ],
    ['it wrote none after', ranOn({ lines: [{ text: 'x', atMs: sentAtMs + 29_000 }] }), undefined],
    ['by time alone', ranOn({ lines, joinedBy: 'time' }), undefined],
  ])('%s', (_name, found, expected) => {
    expect(against('lambda-timeout', found)).toBe(expected);
  });
});

describe('an edge in front', () => {
  it.each<[string, FoundSources, string | undefined]>([
    [
      'the client saw the gateway’s answer',
      { executionLog: log(sending, timeout), clientResponse: answer({ madeBy: 'gateway', status: 504 }) },
      'gateway-made-it clientResponse',
    ],
    [
      'the gateway answered 504',
      { executionLog: log(sending, timeout, [29_001, 'Method completed with status: 504']) },
      'gateway-made-it executionLog “Method completed with status: 504”',
    ],
    [
      'the gateway answered otherwise',
      { executionLog: log(sending, timeout, [29_001, 'Method completed with status: 500']) },
      undefined,
    ],
    [
      'the row has 504',
      { executionLog: log(sending, timeout), accessLog: row({ status: 504 }) },
      'gateway-made-it accessLog “the row”',
    ],
    [
      'the row has another',
      { executionLog: log(sending, timeout), accessLog: row({ status: 200 }) },
      undefined,
    ],
    ['nothing says', { executionLog: log(sending, timeout) }, undefined],
  ])('%s', (_name, found, expected) => {
    expect(against('edge-timeout', found)).toBe(expected);
  });
});

describe('an authorizer, and a throttle', () => {
  it.each<[string, FoundSources, string | undefined, string | undefined]>([
    [
      'passed',
      {
        executionLog: log(
          [-400, 'Starting authorizer: a'],
          [-300, 'Successfully completed authorizer execution'],
          sending,
          timeout,
        ),
      },
      'authorizer-passed executionLog “Successfully completed authorizer execution”',
      `sent-on executionLog “${sending[1]}”`,
    ],
    [
      'sent on',
      { executionLog: log(sending, timeout) },
      `sent-on executionLog “${sending[1]}”`,
      `sent-on executionLog “${sending[1]}”`,
    ],
    ['nothing says', { executionLog: log(timeout) }, undefined, undefined],
  ])('%s', (_name, found, authorizer, throttle) => {
    expect([against('authorizer-failure', found), against('request-throttled', found)]).toEqual([
      authorizer,
      throttle,
    ]);
  });
});

describe('what another log says against the deciding one', () => {
  const said = (found: FoundSources, request = {}) =>
    judge(found, request).because.flatMap(({ fact, args, quote }) =>
      /^(?:row-disagrees|balancer-ended-early|balancer-not-dispatched)$/.test(fact)
        ? [`${fact} ${Object.values(args).join(' ')} “${quote}”`]
        : [],
    );
  const completed = (status: number) => [29_002, `Method completed with status: ${status}`] as const;
  it.each<[string, FoundSources, string[]]>([
    [
      'the row has the same status',
      { executionLog: log(sending, timeout, completed(504)), accessLog: row({ status: 504 }) },
      [],
    ],
    [
      'the row has another',
      { executionLog: log(sending, timeout, completed(504)), accessLog: row({ status: 200 }) },
      ['row-disagrees 200 “the row”'],
    ],
    [
      'the row has another, of two answers',
      {
        executionLog: log(sending, timeout, completed(500), [29_003, 'Method completed with status: 504']),
        accessLog: row({ status: 500 }),
      },
      ['row-disagrees 500 “the row”'],
    ],
    [
      'no status in the log: an error',
      { executionLog: log(sending, timeout), accessLog: row({ status: 400 }) },
      [],
    ],
    [
      'no status in the log: no error',
      { executionLog: log(sending, timeout), accessLog: row({ status: 399 }) },
      ['row-disagrees 399 “the row”'],
    ],
    ['no status in the row', { executionLog: log(sending, timeout, completed(504)), accessLog: row({}) }, []],
    [
      'the row decided',
      {
        executionLog: log(sending, completed(503)),
        accessLog: row({ status: 500, errorResponseType: 'INTEGRATION_TIMEOUT' }),
      },
      [],
    ],
  ])('%s', (_name, found, expected) => {
    expect(said(found)).toEqual(expected);
  });

  const balanced = (ms: number, fields: Partial<LoadBalancerRow> = {}, executionLog = timedOutLog()) => ({
    executionLog,
    loadBalancerLog: [
      balancerRow({ traceId, loadBalancerStatus: 200, targetStatus: 200, atMs: sentAtMs + ms, ...fields }),
    ],
  });
  it.each<[string, FoundSources, string[]]>([
    ['ended as much before as clocks differ', balanced(27_999), []],
    ['ended before that', balanced(27_998), ['balancer-ended-early 200 1002 “the balancer row”']],
    [
      'never dispatched',
      balanced(29_000, { loadBalancerStatus: 460, requestProcessingMs: null }),
      ['balancer-not-dispatched  “the balancer row”'],
    ],
    [
      'dispatched, and its client left',
      balanced(29_000, { loadBalancerStatus: 460, requestProcessingMs: 1 }),
      [],
    ],
    [
      'never dispatched, and answered by the balancer',
      balanced(29_000, { loadBalancerStatus: 503, requestProcessingMs: null }),
      [],
    ],
    [
      'never dispatched, by time alone',
      {
        executionLog: log(sending, timeout),
        loadBalancerLog: [balancerRow({ loadBalancerStatus: 460, requestProcessingMs: null })],
      },
      [],
    ],
    [
      'nothing timed out',
      balanced(
        5000,
        {},
        log(
          sending,
          [29_000, 'Execution failed due to a network error'],
          [29_001, `X-ray Tracing ID : ${traceId}`],
        ),
      ),
      [],
    ],
    [
      'nobody knows when it ended',
      balanced(5000, {}, log(sending, [undefined, timeout[1]], [29_001, `X-ray Tracing ID : ${traceId}`])),
      [],
    ],
  ])('a balancer that %s', (_name, found, expected) => {
    expect(said(found)).toEqual(expected);
  });

  it('a balancer by the exactness of the log', () => {
    expect(said(balanced(27_000), { resolutionMs: 1000 })).toEqual([]);
    expect(said(balanced(26_999), { resolutionMs: 1000 })).toEqual([
      'balancer-ended-early 200 2001 “the balancer row”',
    ]);
  });
});
