import { textAt } from '../text-at.ts';
import type { ClientReport } from './client-report.ts';

const command = /^\s{0,4}(?:[$%#>] )?curl\s/;
const format = /\s(?:-w|--write-out)[ =]?(?:'([^']{1,400})'|"([^"]{1,400})")/;
const variable = /%\{(\w{1,40})\}/g;
/** Figures that curl prints under its own names, as people lay them out. */
const named =
  /^\s{0,8}((?:http_code|response_code|remote_ip|url_effective|errormsg|exitcode|content_type)|(?:time|size|speed|num)_\w{1,30})\s{0,8}[:=]\s{0,8}(\S{1,400})\s*$/;
/** Most lines of figures. */
const longest = 20;

/**
 * The figures of `curl -w`: behind the command, whose format says what they are, or under curl's own names. Only where the
 * status is among them; 000 is curl's word for no answer.
 */
export function readWriteOut(lines: readonly string[], at: number): ClientReport | undefined {
  const first = textAt(lines, at);
  const isCommand = command.test(first);
  const template = isCommand ? format.exec(first) : null;
  const behind =
    template === null ? undefined : readFormatted(`${template[1] ?? template[2]}`, lines, at + 1);
  const read = behind ?? readNamed(lines, isCommand ? at + 1 : at);
  if (read === undefined) return undefined;
  const { figures, written, end } = read;
  const status = figures.get('http_code') ?? figures.get('response_code');
  if (status === undefined || !/^[1-5]\d\d$/.test(status)) return undefined;
  const total = figures.get('time_total')?.replace(/s$/, '');
  return {
    lines: [
      ...(isCommand ? [first] : []),
      `HTTP/1.1 ${status}`,
      ...(total === undefined ? [] : ['', `time_total: ${total}`]),
    ],
    written,
    end,
  };
}

interface Figures {
  figures: Map<string, string>;
  written: string;
  end: number;
}

function readNamed(lines: readonly string[], at: number): Figures | undefined {
  const figures = new Map<string, string>();
  let end = at;
  for (; end < Math.min(lines.length, at + longest); end += 1) {
    const [, name, value] = named.exec(textAt(lines, end)) ?? [];
    if (name === undefined || value === undefined) break;
    figures.set(name, value);
  }
  return figures.size < 2 ? undefined : { figures, written: lines.slice(at, end).join('\n'), end };
}

/** The lines behind the command, read by its own format. */
function readFormatted(template: string, lines: readonly string[], at: number): Figures | undefined {
  const names = [...template.matchAll(variable)].map(([, name]) => `${name}`);
  const parts = template
    .split(/%\{\w{1,40}\}/)
    .map((part) => part.replaceAll('\\n', '\n').replaceAll('\\t', '\t'));
  const height = parts.join('').trimEnd().split('\n').length;
  const written = lines.slice(at, at + height).join('\n');
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('(\\S{0,400})');
  const found = new RegExp(`^${pattern.trimEnd()}\\s*$`).exec(written);
  if (found === null) return undefined;
  const figures = new Map(names.map((name, index) => [name, textAt(found, index + 1)]));
  return { figures, written, end: at + height };
}
