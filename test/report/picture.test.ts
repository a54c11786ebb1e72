import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSvg, drawWaterfall } from '../../src/report/picture.ts';
import type { Finding, Report } from '../../src/report/report.ts';
import { layOutWaterfall, mostRows } from '../../src/report/waterfall-layout.ts';
import { lateFinding, templates } from '../slack/blocks/samples.ts';

type Part = Report['latency'][number];

const part = (segment: string, startMs: number, durationMs: number, source = 'executionLog'): Part => ({
  segment,
  startMs,
  durationMs,
  source,
});

function withParts(latency: Part[], request: Partial<Report['request']> = {}): Finding {
  const { report } = lateFinding;
  return { ...lateFinding, report: { ...report, latency, request: { ...report.request, ...request } } };
}

describe('drawWaterfall', () => {
  it('draws a PNG, twice as large as the drawing, and says every number in words', () => {
    const picture = drawWaterfall(lateFinding, templates);
    expect(picture?.png.subarray(1, 4).toString()).toBe('PNG');
    expect([picture?.png.readUInt32BE(16), picture?.png.readUInt32BE(20)]).toStrictEqual([1280, 760]);
    expect(picture?.altText).toBe(
      'Waterfall of the request POST /orders/{id}/pay. 504 at 29.012 s. Gateway 12 ms from 0 ms; ' +
        'Hand-over 38 ms from 12 ms; Function 28.962 s from 50 ms; Ran on after the 504 3.200 s from 29.012 s.',
    );
  });

  it('draws nothing where there are no times', () => {
    expect(drawWaterfall(withParts([]), templates)).toBeUndefined();
  });

  it('keeps the words within what Slack takes', () => {
    const parts = Array.from({ length: 16 }, (_, index) => part('x'.repeat(200), index * 10, 10));
    expect(drawWaterfall(withParts(parts), templates)?.altText).toHaveLength(2000);
  });
});

describe('drawSvg', () => {
  it('hatches what ran on, dashes what is unexplained, marks the 504', () => {
    const svg = drawSvg(
      withParts([
        part('gateway', 0, 12),
        part('function', 12, 20_000, 'functionLog'),
        part('unexplained', 20_012, 8988, 'arithmetic'),
        part('after-504', 29_000, 4000, 'functionLog'),
      ]),
      templates,
    );
    expect(svg).toMatchSnapshot();
  });

  it.each([
    [{ status: 502 }, '502 at 29.000 s', '29.000 s until the 502'],
    [{ status: 200 }, 'Gave up at 29.000 s', '29.000 s until the gateway gave up'],
    [{ status: undefined }, 'Gave up at 29.000 s', '29.000 s until the gateway gave up'],
  ])('names the moment of the answer: %j', (request, label, subtitle) => {
    const svg = drawSvg(withParts([part('integration', 0, 29_000)], request), templates);
    expect(svg).toContain(`>${label}<`);
    expect(svg).toContain(`>${subtitle}<`);
  });

  it('a request that was answered has no red mark', () => {
    const { report } = lateFinding;
    const answered = withParts([part('function', 0, 800)], { status: 200 });
    const verdict = { ...report.verdict, cause: 'succeeded' as const };
    const svg = drawSvg({ ...answered, report: { ...answered.report, verdict } }, templates);
    expect(svg).toContain('>Answered at 800 ms<');
    expect([svg?.includes('#cf222e'), svg?.includes('#1a7f37')]).toStrictEqual([false, true]);
  });

  it('turns names from logs into text, never into markup', () => {
    const svg = drawSvg(
      withParts([part('<script>', 0, 1, '"/><image href="http://evil.example"/>')], {
        path: '/<b>&\u0000\u202Ex',
      }),
      templates,
    );
    expect(svg).toContain('POST /&lt;b&gt;&amp; x');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).not.toMatch(/<script|<image|<b>/);
  });
});

const anyNumber = fc.oneof(
  fc.double({ min: -1e5, max: 1e7 }),
  fc.double({ noNaN: false }),
  fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, -1, 29_000),
);
const anyParts = fc.array(
  fc.record({
    segment: fc.oneof(
      fc.constantFrom('gateway', 'integration', 'unexplained', 'after-504'),
      fc.string({ unit: 'binary', maxLength: 60 }),
    ),
    startMs: anyNumber,
    durationMs: anyNumber,
    source: fc.string({ unit: 'binary', maxLength: 60 }),
  }),
  { maxLength: 30 },
);

describe('whatever the ledger holds', () => {
  it('every bar lies within the picture and has a width', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const layout = layOutWaterfall(parts);
        if (!layout) return;
        const { plot, rows, ticks } = layout;
        expect(rows.length).toBeLessThanOrEqual(mostRows);
        expect(ticks.length).toBeLessThanOrEqual(12);
        for (const { x, width } of rows) {
          expect(width).toBeGreaterThanOrEqual(3);
          expect(x).toBeGreaterThanOrEqual(plot.left);
          expect(x + width).toBeLessThanOrEqual(plot.right + 0.02);
        }
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });

  it('the drawing is well-formed and holds only numbers that are numbers', () => {
    fc.assert(
      fc.property(anyParts, fc.string({ unit: 'binary' }), (parts, path) => {
        const svg = drawSvg(withParts(parts, { path }), templates) ?? '';
        expect(svg).not.toMatch(/="[^"]*(NaN|Infinity|undefined)[^"]*"/);
        if (svg !== '')
          expect(drawWaterfall(withParts(parts, { path }), templates)?.png.length).toBeGreaterThan(0);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});
