import { renderTerminal } from './terminal.ts';
import {
  bullet,
  clean,
  clip,
  paint,
  row,
  scanned,
  section,
  type TerminalOptions,
  wrap,
} from './terminal-text.ts';
import type { WindowAnswer } from './window.ts';
import type { Window } from './window-output.ts';

/** Most rows of a table and of the chart of minutes; JSON has them all. */
const mostRows = 8;
const mostMinutes = 30;

/** A window of failures for people at a terminal, with the request that was diagnosed in full below it. */
export function renderWindow(
  { window, lines, warning, example, notes }: WindowAnswer,
  options: TerminalOptions,
): string {
  const parts = [
    wrap(window.summary, options.width)
      .map((line) => paint('bold', line, options))
      .join('\n'),
    section(
      'In short',
      lines.flatMap((line) => bullet(line, options)),
      options,
    ),
    section('Finished late', warning === undefined ? [] : bullet(warning, options), options),
    section(
      'Causes',
      shares(
        window.byCause.map((one) => ({ name: one.cause, requests: one.requests })),
        options,
      ),
      options,
    ),
    section('Routes', shares(window.byRoute, options), options),
    section('Served by', shares(window.byTarget, options), options),
    section('Status', shares(window.byStatus, options), options),
    section(titleOfChart(window), chart(window, options), options),
    section(
      'Worth a look',
      window.worthDiagnosing.map((one) => `  ${clean(one.id)}  ${one.cause} (${one.why})`),
      options,
    ),
    section(
      'Notes',
      notes.flatMap((note) => bullet(note, options)),
      options,
    ),
    section('Receipt', [`  ${scanned(window.receipt)}`], options),
  ];
  const whole = parts.filter((part) => part !== '').join('\n\n');
  if (example.length === 0) return `${whole}\n`;
  return `${whole}\n\n${'═'.repeat(Math.min(options.width, 60))}\n\n${renderTerminal({ findings: example, notes: [] }, options)}`;
}

function shares(all: { name: string; requests: number }[], options: TerminalOptions): string[] {
  const most = Math.max(1, ...all.map((one) => one.requests));
  const shown = all.slice(0, mostRows).map((one) => {
    const bar = '█'.repeat(Math.max(1, Math.round((one.requests / most) * 20)));
    return `  ${String(one.requests).padStart(7)}  ${clip(clean(one.name), options.width - 34).padEnd(Math.min(44, options.width - 34))} ${bar}`;
  });
  return all.length > mostRows ? [...shown, row('', `  ${all.length - mostRows} more`)] : shown;
}

function chart(window: Window, options: TerminalOptions): string[] {
  const minutes = window.byMinute.filter((one) => one.requests > 0);
  const most = Math.max(1, ...minutes.map((one) => one.requests));
  // The day too, where there is more than one.
  const label: [number, number] = isOfOneDay(window) ? [11, 16] : [5, 16];
  const cells = Math.max(10, options.width - 36);
  const shown = minutes.slice(0, mostMinutes).map((one) => {
    const bar = '█'.repeat(Math.max(1, Math.round((one.requests / most) * cells)));
    return `  ${one.minute.slice(...label).replace('T', ' ')} ${String(one.requests).padStart(7)}  ${bar}`;
  });
  return minutes.length > mostMinutes ? [...shown, `  ${minutes.length - mostMinutes} more minutes`] : shown;
}

function isOfOneDay({ byMinute: minutes }: Window): boolean {
  return minutes[0]?.minute.slice(0, 10) === minutes.at(-1)?.minute.slice(0, 10);
}

function titleOfChart({ byMinute: [first, second] }: Window): string {
  const minutes = first && second ? (Date.parse(second.minute) - Date.parse(first.minute)) / 60_000 : 1;
  return minutes > 1 ? `Failures every ${minutes} minutes` : 'Failures a minute';
}
