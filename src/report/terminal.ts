import { formatSeconds } from '../templates.ts';
import type { Answer, Finding, Report } from './report.ts';
import {
  bullet,
  clean,
  cut,
  paint,
  row,
  scanned,
  section,
  type TerminalOptions,
  wrap,
} from './terminal-text.ts';

/** An answer for people at a terminal. Nothing of a log reaches the terminal as a control sequence. */
export function renderTerminal(answer: Answer, options: TerminalOptions): string {
  const parts = answer.findings.map((finding) => renderFinding(finding, options));
  if (answer.notes.length > 0)
    parts.push(
      section(
        'Notes',
        answer.notes.flatMap((note) => bullet(note, options)),
        options,
      ),
    );
  return `${parts.join(`\n\n${'═'.repeat(Math.min(options.width, 60))}\n\n`)}\n`;
}

function renderFinding({ report, words, evidence, hiddenValues }: Finding, options: TerminalOptions): string {
  const { verdict, request } = report;
  const where = [request.method, request.path, request.stage, request.region, request.account]
    .filter(Boolean)
    .join(' ');
  const head = [
    paint('bold', `${words.mark} ${words.title}`, options),
    ...wrap(verdict.summary, options.width),
    '',
    row('request', [request.id, request.at, where].filter(Boolean).join('  ')),
    row('cause', `${verdict.cause}  phase ${verdict.phase}  confidence ${verdict.confidence}`),
    ...(words.whoGaveUp ? [row('gave up', words.whoGaveUp)] : []),
    ...(words.warning
      ? ['', ...wrap(`⚠ ${words.warning}`, options.width).map((line) => paint('yellow', line, options))]
      : []),
  ];
  const because = verdict.because.flatMap((item) => [
    ...bullet(item.fact, options),
    ...(item.quote
      ? [`      ${paint('dim', cut(clean(item.quote), options.width - 8, options), options)}`]
      : []),
  ]);
  const gaps = together(verdict.notChecked).flatMap(({ what, why, fix }) => [
    ...bullet(`${what} ${why}`, options),
    ...wrap(`→ ${fix}`, options.width - 4).map((line) => `    ${line}`),
  ]);
  const shown = evidence.filter((item) => item.lines.length > 0);
  const sections = [
    head.join('\n'),
    section(
      'Connection made?',
      wrap(words.phase, options.width - 2).map((line) => `  ${line}`),
      options,
    ),
    section('Because', because, options),
    section(
      'Ruled out',
      verdict.ruledOut.flatMap((item) => bullet(`${item.cause}: ${item.because}`, options)),
      options,
    ),
    section(
      'Do first',
      [...words.doFirst, words.retry].filter(Boolean).flatMap((item) => bullet(item, options)),
      options,
    ),
    section('Time', renderLatency(report.latency, options), options),
    section(
      'Timeouts',
      report.budget.findings.flatMap((item) => bullet(item, options)),
      options,
    ),
    section('AWS guide', renderChecklist(report.checklist, options), options),
    section(
      'Evidence',
      shown.flatMap((item) => [
        `  ${paint('bold', clean(item.title), options)}${item.link ? paint('dim', `  ${item.link}`, options) : ''}`,
        ...item.lines.map(
          (line) => `    ${cut(`${line.at ?? ''} ${clean(line.text)}`.trim(), options.width - 4, options)}`,
        ),
      ]),
      options,
    ),
    section(
      'Searched to the end, nothing there',
      evidence.flatMap(({ status, title, detail }) =>
        status === 'absent' ? bullet(detail === '' ? title : `${title}: ${detail}`, options) : [],
      ),
      options,
    ),
    section('Not checked', gaps, options),
    section('Receipt', renderReceipt(report, hiddenValues), options),
  ];
  return sections.filter((text) => text !== '').join('\n\n');
}

/** Gaps with one reason and one cure as one: "Lambda log, X-Ray trace could not …". */
function together(gaps: Report['verdict']['notChecked']): Report['verdict']['notChecked'] {
  const merged = new Map<string, Report['verdict']['notChecked'][number]>();
  for (const gap of gaps) {
    const there = merged.get(`${gap.why} ${gap.fix}`);
    merged.set(`${gap.why} ${gap.fix}`, there ? { ...there, what: `${there.what}, ${gap.what}` } : gap);
  }
  return [...merged.values()];
}

function renderLatency(latency: Report['latency'], options: TerminalOptions): string[] {
  const end = Math.max(1, ...latency.map((item) => item.startMs + item.durationMs));
  const cells = Math.max(10, Math.min(40, options.width - 36));
  return latency.map((item) => {
    const from = Math.round((item.startMs / end) * cells);
    const length = Math.max(1, Math.round((item.durationMs / end) * cells));
    const fill = item.segment.startsWith('after-') ? '░' : item.segment === 'unexplained' ? '?' : '█';
    const bar = `${' '.repeat(Math.min(from, cells - 1))}${fill.repeat(Math.min(length, cells - Math.min(from, cells - 1)))}`;
    return `  ${item.segment.padEnd(12)} ${formatSeconds(item.durationMs).padStart(9)}  ${bar}`;
  });
}

const marks = { passed: '✓', failed: '✗', 'to-do': '•', 'not-applicable': '–', unknown: '?' } as const;

function renderChecklist(checklist: Report['checklist'], options: TerminalOptions): string[] {
  return checklist.flatMap((step) => {
    const first = `${marks[step.status]} ${String(step.step).padStart(2)}. ${step.title}: ${step.note}`;
    const commands = (step.commands ?? []).flatMap((command) =>
      command.split('\n').map((line) => `        ${clean(line)}`),
    );
    return [
      ...wrap(first, options.width - 2).map((line, index) => (index === 0 ? `  ${line}` : `      ${line}`)),
      ...commands,
    ];
  });
}

function renderReceipt({ receipt }: Report, hiddenValues: number): string[] {
  const cost = `${scanned(receipt)}, about $${receipt.estimatedUsd.toFixed(4)}`;
  const hidden =
    hiddenValues > 0 ? `, ${hiddenValues} ${hiddenValues === 1 ? 'value' : 'values'} hidden` : '';
  return [`  ${cost}${hidden}, rules ${receipt.rulesVersion}`];
}
