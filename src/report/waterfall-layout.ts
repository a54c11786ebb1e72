import { round } from './picture-text.ts';
import type { Report } from './report.ts';

type Part = Report['latency'][number];

/** All numbers of the drawing, in its own pixels; the template only puts them in place. */
export interface WaterfallLayout {
  width: number;
  height: number;
  plot: { left: number; right: number; top: number; bottom: number };
  rows: WaterfallRow[];
  ticks: { x: number; ms: number; anchor: 'start' | 'middle' | 'end' }[];
  /** The moment of the gateway's answer. Missing where no part lies within the request. */
  answer?: { x: number; ms: number };
}

interface WaterfallRow {
  part: Part;
  /** Within the request's length, per cent; missing for what ran on after it. */
  sharePercent?: number;
  /** solid: measured; dashed: unexplained; hatched: ran on after the answer. */
  look: 'solid' | 'dashed' | 'hatched';
  textY: number;
  barY: number;
  x: number;
  width: number;
  /** The bar goes on beyond the picture. */
  isCut: boolean;
}

/** Sizes of the drawing, px. The picture is shown about 360 px wide on a phone, so type is large and bars take the whole width. */
export const sizes = {
  width: 640,
  margin: 28,
  /** Above the rows: title, subtitle and the label of the answer's moment. */
  head: 122,
  row: 48,
  bar: 15,
  /** Below the rows: axis and footnote. */
  foot: 66,
  /** Column of the shares, right of the durations. */
  share: 62,
  /** A part that is shorter than a pixel is still there. */
  leastBar: 3,
} as const;

/** What ran on may take this much of the request's own length before it is cut off with an arrow. Our choice. */
const mostAfter = 0.6;
/** A year; times beyond it are broken, not measured. */
const longestMs = 365 * 86_400_000;
/** More parts than a picture can show; the table has them all. */
export const mostRows = 16;

/** Undefined where there is no part to draw. Tolerates parts that end before they begin or have no number. */
export function layOutWaterfall(latency: Part[]): WaterfallLayout | undefined {
  const parts = latency.filter(({ startMs }) => Math.abs(startMs) < longestMs).slice(0, mostRows);
  if (parts.length === 0) return undefined;
  const endOf = (part: Part) => part.startMs + lengthOf(part);
  const within = parts.filter((part) => !part.segment.startsWith('after-'));
  const answerMs = within.length === 0 ? undefined : Math.max(...within.map(endOf));
  const firstMs = Math.min(0, ...parts.map((part) => part.startMs));
  const endMs = Math.max(...parts.map(endOf));
  const lengthMs = (answerMs ?? endMs) - firstMs;
  const lastMs = Math.max(
    1,
    answerMs === undefined ? endMs : Math.min(endMs, answerMs + lengthMs * mostAfter),
  );
  const { margin, width, head, row, foot } = sizes;
  const plot = { left: margin, right: width - margin, top: head, bottom: head + parts.length * row };
  const x = (ms: number) =>
    plot.left +
    ((Math.min(Math.max(ms, firstMs), lastMs) - firstMs) / (lastMs - firstMs)) * (plot.right - plot.left);
  const rows = parts.map((part, index): WaterfallRow => {
    const top = plot.top + index * row;
    const [from, to] = [x(part.startMs), x(endOf(part))];
    const barWidth = Math.max(sizes.leastBar, to - from);
    const isAfter = part.segment.startsWith('after-');
    return {
      part,
      look: isAfter ? 'hatched' : part.segment === 'unexplained' ? 'dashed' : 'solid',
      textY: round(top + 19),
      barY: round(top + 27),
      x: round(Math.min(from, plot.right - barWidth)),
      width: round(barWidth),
      isCut: endOf(part) > lastMs,
      ...(isAfter || lengthMs <= 0 ? {} : { sharePercent: (lengthOf(part) / lengthMs) * 100 }),
    };
  });
  return {
    width,
    height: plot.bottom + foot,
    plot,
    rows,
    ticks: ticksOf(firstMs, lastMs, x, plot),
    ...(answerMs === undefined ? {} : { answer: { x: round(x(answerMs)), ms: answerMs } }),
  };
}

/** Round numbers along the axis, five or so. */
function ticksOf(
  firstMs: number,
  lastMs: number,
  x: (ms: number) => number,
  plot: WaterfallLayout['plot'],
): WaterfallLayout['ticks'] {
  const rough = (lastMs - firstMs) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((nice) => nice * power >= rough) ?? 10);
  const ticks: WaterfallLayout['ticks'] = [];
  for (let ms = Math.ceil(firstMs / step) * step; ms <= lastMs; ms += step) {
    const at = x(ms);
    const anchor = at - plot.left < 12 ? 'start' : plot.right - at < 24 ? 'end' : 'middle';
    ticks.push({ x: round(at), ms: Number(ms.toPrecision(12)), anchor });
  }
  return ticks;
}

/** A length that is missing or negative counts as none. */
export function lengthOf({ durationMs }: Part): number {
  return durationMs > 0 && durationMs < longestMs ? durationMs : 0;
}
