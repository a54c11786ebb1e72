import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence, Observations } from '../../src/evidence/evidence.ts';
import { evidenceFromText } from '../../src/evidence/evidence-from-text.ts';
import { tickGuide } from '../../src/guide/tick-guide.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import { confidences } from '../../src/verdict/verdict.ts';
import { askedAtMs, readCases } from './read-cases.ts';

const cases = readCases();
const evidences = cases.flatMap((each) => each.evidences);
const redaction = { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] };
const folder = fileURLToPath(new URL('../cases/', import.meta.url));

const judged = (text: string, options: { statedTimeoutMs?: number } = {}) =>
  evidenceFromText(text, { nowMs: askedAtMs, redaction, ...options }).evidences.map((evidence) => {
    const { cause, phase, confidence, completion } = decideVerdict(evidence);
    return { id: evidence.request.id, cause, phase, confidence, completed: completion.answer };
  });
/** Requests that share an id are told one by one, in no order that is promised. */
const byId = (verdicts: ReturnType<typeof judged>) =>
  [...verdicts].sort((a, b) => (`${a.id} ${a.cause}` < `${b.id} ${b.cause}` ? -1 : 1));

/** Cases in which every line bears its time and every request its id, so that no order is lost by shuffling. */
const stamped = cases.flatMap(({ name, options }) => {
  let text: string;
  try {
    text = readFileSync(`${folder}${name}/input.log`, 'utf8');
  } catch {
    return [];
  }
  const lines = text.trimEnd().split('\n');
  const isStamped = lines.every((line) => /^20\d\d-\d\d-\d\dT[\d:.]+Z \([0-9A-Za-z=_-]+\) /.test(line));
  return isStamped && options === undefined ? [{ name, lines }] : [];
});

const chatter = fc.constantFrom(
  'has anyone deployed something?',
  'looking',
  '> seen at 14:42, customers complain about timeouts',
  'Execution failed, says the dashboard',
  'I think it was a network error',
  '| request | status |',
  '504 again',
  '',
);

describe('what pasting does to a text does not change the verdict', () => {
  it('has texts to try', () => {
    expect(stamped.length).toBeGreaterThan(20);
  });

  it.each(stamped)('$name: lines in any order', ({ lines }) => {
    const expected = byId(judged(lines.join('\n')));
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        expect(byId(judged(shuffled.join('\n')))).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });

  it.each(stamped)('$name: with chatter around and between, in CRLF, each line twice', ({ lines }) => {
    const expected = byId(judged(lines.join('\n')));
    fc.assert(
      fc.property(fc.array(chatter, { minLength: lines.length, maxLength: lines.length }), (talk) => {
        const mixed = lines.flatMap((line, index) => [talk[index] ?? '', line]);
        expect(byId(judged(mixed.join('\n')))).toEqual(expected);
      }),
      { numRuns: 3 },
    );
    expect(byId(judged(lines.join('\r\n')))).toEqual(expected);
    expect(byId(judged(lines.flatMap((line) => [line, line]).join('\n')))).toEqual(expected);
  });

  it.each(stamped)('$name: in every shape that people paste', ({ lines }) => {
    const expected = byId(judged(lines.join('\n')));
    for (const [shape, text] of Object.entries(shapesOf(lines)))
      expect({ shape, verdicts: byId(judged(text)) }).toEqual({ shape, verdicts: expected });
  });

  it('requests that are interleaved with others keep their own verdicts', () => {
    // Cases that share an id would be requests with one id, which is another matter.
    const differing = fc.uniqueArray(fc.constantFrom(...stamped), {
      minLength: 2,
      maxLength: 4,
      selector: ({ lines }) => /\(([\w=-]{8,})\)/.exec(lines.join('\n'))?.[1] ?? lines.join('\n'),
    });
    fc.assert(
      fc.property(differing, (several) => {
        const alone = byId(several.flatMap(({ lines }) => judged(lines.join('\n'))));
        const lines = several.flatMap((each) => each.lines);
        const together = lines
          .map((line, index) => ({ line, index }))
          .sort((a, b) => (a.line < b.line ? -1 : 1));
        expect(byId(judged(together.map(({ line }) => line).join('\n')))).toEqual(alone);
      }),
      { numRuns: 30 },
    );
  });
});

/** The same records as CloudWatch, its console, its API and people write them down. */
function shapesOf(lines: readonly string[]): Record<string, string> {
  const records = lines.map((line) => {
    const [stamp = '', ...words] = line.split(' ');
    return { atMs: Date.parse(stamp), stamp, message: words.join(' ') };
  });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return {
    'CSV export': [
      'timestamp,message',
      ...records.map(({ atMs, message }) => `${atMs},${quoted(message)}`),
    ].join('\n'),
    subscription: JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup: 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod',
      logStream: 'e369853df766fa44e1ed0ff613f563bd',
      logEvents: records.map(({ atMs, message }, index) => ({ id: String(index), timestamp: atMs, message })),
    }),
    'filter-log-events': JSON.stringify({
      events: records.map(({ atMs, message }, index) => ({
        logStreamName: 'e369853df766fa44e1ed0ff613f563bd',
        timestamp: atMs,
        message,
        ingestionTime: atMs + 900,
        eventId: String(index),
      })),
    }),
    'Insights rows': JSON.stringify({
      status: 'Complete',
      results: records.map(({ stamp, message }) => [
        { field: '@timestamp', value: stamp.replace('T', ' ').replace('Z', '') },
        { field: '@message', value: message },
      ]),
    }),
    'with an offset': records
      .map(
        ({ atMs, message }) =>
          `${new Date(atMs + 7_200_000).toISOString().replace('Z', '+02:00')} ${message}`,
      )
      .join('\n'),
    'without a zone': records
      .map(({ stamp, message }) => `${stamp.replace('T', ' ').replace('Z', '')} ${message}`)
      .join('\n'),
    'Slack code block': `\`\`\`${lines.join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}\`\`\``,
  };
}

const sources = [
  'executionLog',
  'accessLog',
  'functionLog',
  'authorizerLog',
  'gatewaySettings',
  'functionSettings',
  'trace',
  'loadBalancerLog',
  'flowLog',
  'backendLog',
  'clientResponse',
  'metrics',
  'deployments',
] as const satisfies readonly (keyof Observations)[];
const without = (evidence: Evidence, gone: readonly string[]): Evidence => {
  const observations = { ...evidence.observations };
  for (const name of gone)
    Reflect.set(observations, name, { status: 'unavailable', reason: 'not-given', searches: [] });
  return { ...evidence, observations };
};
const rank = (confidence: (typeof confidences)[number]) => confidences.indexOf(confidence);

describe('removing evidence', () => {
  it.each(cases)('$name: never raises the confidence in the same cause', ({ evidences: own }) => {
    for (const evidence of own) {
      const full = decideVerdict(evidence);
      const there = sources.filter((name) => evidence.observations[name].status !== 'unavailable');
      fc.assert(
        fc.property(fc.subarray(there), (gone) => {
          const less = decideVerdict(without(evidence, gone));
          if (less.cause === full.cause)
            expect(rank(less.confidence)).toBeGreaterThanOrEqual(rank(full.confidence));
        }),
        { numRuns: 10 },
      );
    }
  });

  it.each(cases)('$name: without any log nothing is accused', ({ evidences: own }) => {
    for (const evidence of own) expect(decideVerdict(without(evidence, sources)).cause).toBe('inconclusive');
  });
});

/** Sources of different requests thrown together: nothing fits, and nothing may break. */
const muddle: fc.Arbitrary<Evidence> = fc
  .record({
    of: fc.constantFrom(...evidences),
    parts: fc.array(fc.tuple(fc.constantFrom(...sources), fc.constantFrom(...evidences)), { maxLength: 8 }),
    shiftMs: fc.integer({ min: -60_000, max: 60_000 }),
    statedTimeoutMs: fc.option(fc.integer({ min: 50, max: 900_000 }), { nil: undefined }),
  })
  .map(({ of, parts, shiftMs, statedTimeoutMs }) => {
    const observations = { ...of.observations };
    for (const [name, from] of parts) Reflect.set(observations, name, from.observations[name]);
    const { atMs } = of.request;
    return {
      ...of,
      request: { ...of.request, ...(atMs === undefined ? {} : { atMs: atMs + shiftMs }) },
      observations,
      ...(statedTimeoutMs === undefined ? {} : { statedTimeoutMs }),
    };
  });

describe('any evidence', () => {
  it('is judged without throwing, the same way twice, and adds up', () => {
    fc.assert(
      fc.property(muddle, (evidence) => {
        const verdict = decideVerdict(evidence);
        expect(decideVerdict(structuredClone(evidence))).toEqual(verdict);
        expect(tickGuide(evidence, verdict)).toHaveLength(15);
        expect([verdict.cause, ...verdict.alsoMatched]).toEqual([
          ...new Set([verdict.cause, ...verdict.alsoMatched]),
        ]);
        for (const { cause } of verdict.ruledOut)
          expect([verdict.cause, ...verdict.alsoMatched]).not.toContain(cause);
        if (verdict.cause !== 'inconclusive') expect(verdict.because).not.toEqual([]);
        addsUp(verdict.ledger);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(cases)('$name: its ledger adds up', ({ evidences: own }) => {
    for (const evidence of own) addsUp(decideVerdict(evidence).ledger);
  });
});

/** No gaps, no overlaps, nothing negative; the parts before the end sum to the length, the rest begins there. */
function addsUp({ segments, lengthMs }: ReturnType<typeof decideVerdict>['ledger']): void {
  let reached = 0;
  for (const { segment, startMs, durationMs } of segments) {
    expect(durationMs).toBeGreaterThan(0);
    expect(startMs).toBeCloseTo(segment.startsWith('after-') ? (lengthMs ?? Number.NaN) : reached, 3);
    if (!segment.startsWith('after-')) reached = startMs + durationMs;
  }
  if (segments.some(({ segment }) => !segment.startsWith('after-')))
    expect(reached).toBeCloseTo(lengthMs ?? Number.NaN, 3);
}
