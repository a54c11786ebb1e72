import type { Templates } from '../templates.ts';
import { drawPng, type Picture } from './draw-png.ts';
import { cutToWidth, round, visible, widthOf } from './picture-text.ts';
import type { Finding, Report } from './report.ts';
import { layOutWaterfall, lengthOf, sizes, type WaterfallLayout } from './waterfall-layout.ts';

/** A waterfall of the latency ledger. Undefined where the evidence shows no times. */
export function drawWaterfall(finding: Finding, templates: Templates): Picture | undefined {
  const svg = drawSvg(finding, templates);
  if (svg === undefined) return undefined;
  return drawPng(svg, describeWaterfall(finding, templates));
}

/** The drawing itself; exported to be tested as text. */
export function drawSvg(finding: Finding, templates: Templates): string | undefined {
  const { report } = finding;
  const layout = layOutWaterfall(report.latency);
  if (!layout) return undefined;
  const say = (key: string, values: Record<string, unknown> = {}) =>
    templates.fill(`pictures/waterfall:${key}`, values);
  const inner = layout.plot.right - layout.plot.left;
  const answer = drawAnswer(layout, report, templates);
  return templates.fill('pictures/waterfall.svg', {
    ...layout.plot,
    width: layout.width,
    height: layout.height,
    barHeight: sizes.bar,
    axisTextY: layout.plot.bottom + 22,
    footY: layout.plot.bottom + 48,
    title: cutToWidth(titleOf(report) || say('untitled'), inner, 19, 'bold'),
    subtitle: cutToWidth(subtitleOf(layout, report, templates), inner, 15, 'regular'),
    foot: cutToWidth(say('foot', { id: report.request.id }), inner, 12.5, 'regular'),
    ticks: layout.ticks.map((tick) => ({ ...tick, label: axisTime(tick.ms, layout) })),
    rows: layout.rows.map((row) => drawRow(row, layout, templates)),
    answer,
    // Beside the rows, where the template asks whether there is an answer or not.
    hasGaps: answer?.hasGaps ?? false,
    gapLeft: answer?.gapLeft ?? 0,
  });
}

function drawAnswer(layout: WaterfallLayout, report: Report, templates: Templates) {
  const { answer, plot } = layout;
  if (!answer) return undefined;
  const label = templates.fill(`pictures/waterfall:answer.${answerKind(report)}`, {
    status: String(report.request.status),
    at: exactTime(answer.ms),
  });
  const labelWidth = widthOf(label, 14, 'bold') + 24;
  // The label may reach into the margin, so that its line does not stand at its edge.
  const reach = 12;
  const labelLeft = Math.min(
    Math.max(answer.x - labelWidth / 2, plot.left - reach),
    plot.right + reach - labelWidth,
  );
  // Where the line meets the numbers it is left out beside every row, so that it looks the same all the way down.
  const hasGaps = answer.x > plot.right - sizes.share - widthOf('28.962 s', 15.5, 'bold') - 8;
  return {
    ...answer,
    hasGaps,
    gapLeft: round(answer.x - 4),
    label,
    labelWidth: round(labelWidth),
    labelLeft: round(labelLeft),
    labelMiddle: round(labelLeft + labelWidth / 2),
    colour: answerKind(report) === 'answered' ? '#1a7f37' : '#cf222e',
  };
}

/** Colours by what a part is: the gateway's own work, the integration's, what lies behind it. Told apart by lightness too. */
const colours: Record<string, string> = {
  waf: '#8c959f',
  authorizer: '#6e7781',
  gateway: '#57606a',
  'hand-over': '#8c959f',
  init: '#8250df',
  function: '#0969da',
  downstream: '#1b7c83',
  integration: '#0969da',
  response: '#57606a',
};

function drawRow(row: WaterfallLayout['rows'][number], layout: WaterfallLayout, templates: Templates) {
  const { part, sharePercent } = row;
  const right = row.x + row.width;
  const tookRight = layout.plot.right - sizes.share;
  const took = Number.isFinite(part.durationMs) && part.durationMs >= 0 ? exactTime(part.durationMs) : '–';
  const share = sharePercent === undefined || took === '–' ? '' : percent(sharePercent);
  const label = cutToWidth(segmentName(part.segment, templates), 300, 15.5, 'bold');
  const room = layout.plot.right - layout.plot.left - widthOf(label, 15.5, 'bold') - 190;
  return {
    ...row,
    isSolid: row.look === 'solid',
    isDashed: row.look === 'dashed',
    isHatched: row.look === 'hatched',
    colour: colours[part.segment] ?? '#57606a',
    label,
    source: room < 40 ? '' : cutToWidth(sourceName(part.source, templates), room, 13, 'regular'),
    took,
    tookRight,
    share,
    gapY: round(row.textY - 17),
    arrow: `${right - 1},${row.barY - 3} ${right + 11},${row.barY + sizes.bar / 2} ${right - 1},${row.barY + sizes.bar + 3}`,
  };
}

/** The numbers of the picture as a sentence, for people who do not see it. */
export function describeWaterfall({ report }: Finding, templates: Templates): string {
  const layout = layOutWaterfall(report.latency);
  const parts = (layout?.rows ?? []).map(({ part }) =>
    templates.fill('pictures/waterfall:altPart', {
      part: segmentName(part.segment, templates),
      took: exactTime(lengthOf(part)),
      from: exactTime(part.startMs),
    }),
  );
  return templates.fill('pictures/waterfall:alt', {
    title: titleOf(report),
    at:
      layout?.answer === undefined
        ? ''
        : templates.fill(`pictures/waterfall:answer.${answerKind(report)}`, {
            status: String(report.request.status),
            at: exactTime(layout.answer.ms),
          }),
    parts: parts.join('; '),
  });
}

function titleOf({ request }: Report): string {
  return visible([request.method, request.path].filter(Boolean).join(' '));
}

function subtitleOf(layout: WaterfallLayout, report: Report, templates: Templates): string {
  const after = layout.rows.find((row) => row.look === 'hatched');
  return templates.fill('pictures/waterfall:subtitle', {
    total: layout.answer === undefined ? '' : exactTime(layout.answer.ms),
    until: templates.fill(`pictures/waterfall:until.${answerKind(report)}`, {
      status: String(report.request.status),
    }),
    after: after === undefined ? '' : exactTime(lengthOf(after.part)),
  });
}

/** What the moment of the gateway's answer is called: the status where it is known. */
function answerKind({ request, verdict }: Report): 'status' | 'answered' | 'gaveUp' {
  if (verdict.cause === 'succeeded') return 'answered';
  // A customised gateway response can dress a timeout as any other status.
  return request.status === undefined || request.status < 500 ? 'gaveUp' : 'status';
}

function segmentName(segment: string, templates: Templates): string {
  const name = `messages/segments:${segment}`;
  return templates.has(name) ? templates.fill(name, {}) : visible(segment);
}

function sourceName(source: string, templates: Templates): string {
  const name = `messages/sources:${source}`;
  if (source === 'arithmetic') return templates.fill('pictures/waterfall:arithmetic', {});
  return templates.has(name) ? templates.fill(name, {}) : visible(source);
}

/** 12 → "12 ms", 28962 → "28.962 s". */
function exactTime(ms: number): string {
  return Math.abs(ms) < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(3)} s`;
}

function axisTime(ms: number, layout: WaterfallLayout): string {
  const spanMs = Math.abs((layout.ticks.at(-1)?.ms ?? 0) - (layout.ticks[0]?.ms ?? 0));
  if (ms === 0) return '0';
  return spanMs < 1000 ? `${Number(ms.toFixed(1))} ms` : `${Number((ms / 1000).toFixed(2))} s`;
}

function percent(share: number): string {
  if (share > 0 && share < 0.1) return '<0.1 %';
  return `${share >= 99.95 ? '100' : share.toFixed(1)} %`;
}
