import { formatCount, type Templates } from '../templates.ts';
import { drawPng, type Picture } from './draw-png.ts';
import { layOutMinutes, type MinutesLayout, sizes } from './minutes-layout.ts';
import { cutToWidth, round, widthOf } from './picture-text.ts';
import type { Window } from './window-output.ts';

/** Told apart by lightness as well as by hue; the last is for what has no colour of its own. */
const colours = ['#0969da', '#bc4c00', '#1b7c83', '#8250df', '#bf3989', '#8c959f'];

/** Failures a minute by cause. Undefined where there was no failure. */
export function drawMinutes(window: Window, templates: Templates): Picture | undefined {
  const layout = layOutMinutes(window);
  return layout && drawPng(minutesSvg(window, layout, templates), describe(window, layout, templates));
}

/** The drawing itself; exported to be tested as text. */
export function minutesSvg(window: Window, layout: MinutesLayout, templates: Templates): string {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    templates.fill(`pictures/minutes:${key}`, values);
  const { plot, legend } = layout;
  const inner = layout.width - 2 * sizes.margin;
  return templates.fill('pictures/minutes.svg', {
    ...plot,
    margin: sizes.margin,
    width: layout.width,
    height: layout.height,
    title: cutToWidth(titleOf(window, templates), inner, 19, 'bold'),
    subtitle: cutToWidth(subtitleOf(window, layout, templates), inner, 15, 'regular'),
    axisTextY: plot.bottom + 22,
    numbersRight: plot.left - 8,
    rows: layout.rows.map((row) => ({ ...row, value: formatCount(row.value), textY: row.y + 4.5 })),
    ticks: layout.ticks.map((tick) => ({ ...tick, label: timeOf(tick.atMs, layout) })),
    slices: layout.bars.flatMap((bar) =>
      bar.stack.map((slice) => ({
        ...slice,
        x: bar.x,
        width: bar.width,
        colour: colourOf(slice.index, legend),
      })),
    ),
    legend: legend.map((item, row) => ({
      ...item,
      requests: formatCount(item.requests),
      colour: colourOf(item.index, legend),
      boxY: plot.bottom + 42 + row * sizes.legendRow,
      textY: plot.bottom + 55 + row * sizes.legendRow,
      label: cutToWidth(causeName(item.cause, templates), inner - 120, 15, 'regular'),
    })),
    legendLeft: sizes.margin + 24,
    change: drawChange(window, layout, say),
  });
}

function drawChange(
  window: Window,
  { change, plot }: MinutesLayout,
  say: (key: string, values: Record<string, unknown>) => string,
) {
  if (!change || !window.lastChange) return undefined;
  const label = say(`change.${window.lastChange.what}`, { at: clock(change.atMs) });
  const half = widthOf(label, 12.5, 'regular') / 2;
  const middle = Math.min(Math.max(change.x, plot.left + half), plot.right - half);
  return { ...change, label, labelMiddle: round(middle) };
}

function colourOf(index: number, legend: MinutesLayout['legend']): string {
  return (legend[index]?.cause === 'other' ? colours.at(-1) : colours[index]) ?? '#8c959f';
}

function describe(window: Window, layout: MinutesLayout, templates: Templates): string {
  const highest = layout.bars.reduce((most, bar) => (bar.requests > most.requests ? bar : most));
  return templates.fill('pictures/minutes:alt', {
    title: titleOf(window, templates),
    subtitle: subtitleOf(window, layout, templates),
    most: highest.requests,
    at: clock(highest.atMs),
    causes: layout.legend
      .map(({ cause, requests }) => `${causeName(cause, templates)} ${requests}`)
      .join(', '),
    bars: layout.bars.map((bar) => `${clock(bar.atMs)} ${bar.requests}`).join(', '),
    change: window.lastChange
      ? templates.fill(`pictures/minutes:change.${window.lastChange.what}`, {
          at: clock(Date.parse(window.lastChange.at)),
        })
      : '',
  });
}

function titleOf(window: Window, templates: Templates): string {
  return templates.fill('pictures/minutes:title', {
    failures: window.failures,
    count: formatCount(window.failures),
    isLeast: !window.complete,
  });
}

function subtitleOf(window: Window, layout: MinutesLayout, templates: Templates): string {
  return templates.fill('pictures/minutes:subtitle', {
    from: stamp(Date.parse(window.from)),
    // The day only once, where the window does not reach over midnight.
    to: (window.from.slice(0, 10) === window.to.slice(0, 10) ? clock : stamp)(Date.parse(window.to)),
    length: layout.barMinutes,
  });
}

/** A day where the picture spans days, otherwise the time. */
function timeOf(atMs: number, layout: MinutesLayout): string {
  return layout.barMinutes >= 240 ? new Date(atMs).toISOString().slice(5, 10) : clock(atMs);
}

function causeName(cause: MinutesLayout['legend'][number]['cause'], templates: Templates): string {
  return cause === 'other'
    ? templates.fill('pictures/minutes:other', {})
    : templates.fill(`messages/causes/${cause}:title`, {});
}

function clock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16);
}

function stamp(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}
