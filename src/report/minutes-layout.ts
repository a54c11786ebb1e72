import type { Cause } from '../verdict/verdict.ts';
import { round } from './picture-text.ts';
import type { Window } from './window-output.ts';

/** All numbers of the drawing, in its own pixels. */
export interface MinutesLayout {
  width: number;
  height: number;
  plot: { left: number; right: number; top: number; bottom: number };
  /** How long one bar is, minutes. */
  barMinutes: number;
  bars: { x: number; width: number; atMs: number; requests: number; stack: Slice[] }[];
  rows: { y: number; value: number }[];
  ticks: { x: number; atMs: number; anchor: 'start' | 'middle' | 'end' }[];
  /** Most frequent first; `other` holds what has no colour of its own. */
  legend: { cause: Cause | 'other'; requests: number; index: number }[];
  change?: { x: number; atMs: number };
}

interface Slice {
  /** Index in the legend, which is the index of the colour. */
  index: number;
  y: number;
  height: number;
}

export const sizes = {
  width: 640,
  margin: 28,
  /** Room for the numbers of the vertical axis. */
  axis: 40,
  head: 96,
  plot: 210,
  legendRow: 25,
  foot: 60,
} as const;

/** Bars narrower than this cannot be told apart on a phone, so minutes are taken together. Our choice. */
const mostBars = 60;
/** Causes with a colour of their own. More cannot be told apart. */
const mostColours = 5;
const minuteMs = 60_000;
const barLengths = [1, 2, 5, 10, 15, 30, 60, 120, 240, 720, 1440];

/** Undefined where there is no failure to draw. */
export function layOutMinutes(window: Window): MinutesLayout | undefined {
  const counted = window.byMinute.filter((one) => one.requests > 0);
  if (counted.length === 0) return undefined;
  const times = counted.map((one) => Date.parse(one.minute));
  const barMinutes = lengthOfBar(Math.min(...times), Math.max(...times), window);
  const barMs = barMinutes * minuteMs;
  const fromMs = Math.floor(Math.min(Date.parse(window.from), ...times) / barMs) * barMs;
  const count = Math.max(
    1,
    Math.ceil((Math.max(Date.parse(window.to), ...times.map((ms) => ms + 1)) - fromMs) / barMs),
  );
  const legend = legendOf(window);
  const plot = {
    left: sizes.margin + sizes.axis,
    right: sizes.width - sizes.margin,
    top: sizes.head,
    bottom: sizes.head + sizes.plot,
  };
  const x = (atMs: number) => plot.left + ((atMs - fromMs) / (count * barMs)) * (plot.right - plot.left);
  const sums = sumBars(counted, legend, fromMs, barMs);
  const most = Math.max(...[...sums.values()].map((one) => one.reduce((sum, part) => sum + part, 0)));
  const rows = rowsOf(most, plot);
  const top = rows.at(-1)?.value ?? most;
  const barWidth = (plot.right - plot.left) / count;
  return {
    width: sizes.width,
    height: plot.bottom + sizes.foot + legend.length * sizes.legendRow,
    plot,
    barMinutes,
    bars: [...sums].map(([index, parts]) => {
      const gap = Math.min(2, barWidth * 0.15);
      return {
        x: round(x(fromMs + index * barMs) + gap / 2),
        width: round(barWidth - gap),
        atMs: fromMs + index * barMs,
        requests: parts.reduce((sum, part) => sum + part, 0),
        stack: stackOf(parts, top, plot),
      };
    }),
    rows,
    ticks: ticksOf(fromMs, fromMs + count * barMs, x, plot),
    legend,
    ...changeOf(window, fromMs, fromMs + count * barMs, x),
  };
}

function lengthOfBar(firstMs: number, lastMs: number, window: Window): number {
  const spanMinutes =
    (Math.max(Date.parse(window.to), lastMs) - Math.min(Date.parse(window.from), firstMs)) / minuteMs;
  return (
    barLengths.find((length) => spanMinutes / length <= mostBars) ??
    Math.ceil(spanMinutes / mostBars / 1440) * 1440
  );
}

function legendOf(window: Window): MinutesLayout['legend'] {
  const sorted = [...window.byCause]
    .filter((one) => one.requests > 0)
    .sort((a, b) => b.requests - a.requests);
  const own = sorted.length > mostColours + 1 ? sorted.slice(0, mostColours) : sorted;
  const rest = sorted.slice(own.length).reduce((sum, one) => sum + one.requests, 0);
  const legend: MinutesLayout['legend'] = own.map((one, index) => ({ ...one, index }));
  if (rest > 0) legend.push({ cause: 'other', requests: rest, index: own.length });
  return legend;
}

/** Requests of each bar by index of the legend; bars without a failure are left out. */
function sumBars(
  counted: Window['byMinute'],
  legend: MinutesLayout['legend'],
  fromMs: number,
  barMs: number,
): Map<number, number[]> {
  const indexOf = (cause: Cause) => {
    const own = legend.findIndex((one) => one.cause === cause);
    return own < 0 ? legend.length - 1 : own;
  };
  const bars = new Map<number, number[]>();
  for (const one of counted) {
    const bar = Math.floor((Date.parse(one.minute) - fromMs) / barMs);
    const parts = bars.get(bar) ?? legend.map(() => 0);
    for (const { cause, requests } of one.causes) {
      const index = indexOf(cause);
      parts[index] = (parts[index] ?? 0) + requests;
    }
    bars.set(bar, parts);
  }
  return bars;
}

function stackOf(parts: number[], top: number, plot: MinutesLayout['plot']): Slice[] {
  let below = 0;
  return parts.flatMap((requests, index) => {
    if (requests === 0) return [];
    const height = (requests / top) * (plot.bottom - plot.top);
    below += height;
    return [{ index, y: round(plot.bottom - below), height: round(height) }];
  });
}

/** Whole numbers along the vertical axis, three or four, the last at or above the highest bar. */
function rowsOf(most: number, plot: MinutesLayout['plot']): MinutesLayout['rows'] {
  const rough = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    Math.ceil(power * ([1, 2, 2.5, 5, 10].find((nice) => nice * power >= rough) ?? 10)),
  );
  const count = Math.ceil(most / step);
  return Array.from({ length: count + 1 }, (_, index) => ({
    value: index * step,
    y: round(plot.bottom - ((index * step) / (count * step)) * (plot.bottom - plot.top)),
  }));
}

function ticksOf(
  fromMs: number,
  toMs: number,
  x: (atMs: number) => number,
  plot: MinutesLayout['plot'],
): MinutesLayout['ticks'] {
  const stepMs =
    (barLengths.find((length) => (toMs - fromMs) / (length * minuteMs) <= 7) ??
      Math.ceil((toMs - fromMs) / minuteMs / 7 / 1440) * 1440) * minuteMs;
  const ticks: MinutesLayout['ticks'] = [];
  for (let atMs = Math.ceil(fromMs / stepMs) * stepMs; atMs <= toMs; atMs += stepMs) {
    const at = x(atMs);
    const anchor = at - plot.left < 20 ? 'start' : plot.right - at < 20 ? 'end' : 'middle';
    ticks.push({ x: round(at), atMs, anchor });
  }
  return ticks;
}

/** A change before the window has no place in the picture; the words name it. */
function changeOf(
  { lastChange }: Window,
  fromMs: number,
  toMs: number,
  x: (atMs: number) => number,
): Pick<MinutesLayout, 'change'> {
  const atMs = lastChange === undefined ? Number.NaN : Date.parse(lastChange.at);
  return atMs >= fromMs && atMs <= toMs ? { change: { x: round(x(atMs)), atMs } } : {};
}
