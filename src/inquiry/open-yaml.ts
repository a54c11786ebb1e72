import { parse } from 'yaml';
import { isObject, type Json } from './shapes/json-object.ts';
import { textAt } from './text-at.ts';

/** Where an event, a row of results or a console test's log begins in what the AWS CLI prints as YAML. */
const opening =
  /^(\s{0,20})(?:- (?=(?:eventId|ingestionTime|logStreamName|logGroupName|message|timestamp): )|- (?=- field: )|(?=log:(?:\s{1,4}["']?Execution log for request |\s{1,4}[|>][-+]?\s*$|\s*$)))/;
/** What stands around them in the same document. */
const around =
  /^(?:- )?\s{0,20}(?:(?:events|results|statistics|searchedLogStreams):(?: \[\])?|(?:queryLanguage|status|encryptionKey|next(?:Forward|Backward)?Token): [\w"'/+=-]{1,2000}|(?:bytes|records|logGroups|estimated)\w{5,16}: [\d.e+]{1,20})\s*$/;
/** Longest item, characters and lines. An event of CloudWatch has 1 MB at most; most have one KB. */
const [longestItem, mostLines] = [1_200_000, 20_000] as const;

/**
 * What `aws logs` and `aws apigateway test-invoke-method` print with `--output yaml`, each item as JSON on one line, so that
 * it is read as theirs; the members of the answer around the items go. Items count one by one: a copy may begin and end
 * anywhere. All else stays as it is. Never throws; each line is looked at once.
 */
export function openYaml(text: string): string {
  if (!/^\s{0,20}(?:- (?:- field|eventId|ingestionTime|log\w+Name|message|timestamp)|log):/m.test(text))
    return text;
  const lines = text.split(/\r?\n/);
  const open: string[] = [];
  let hasItem = false;
  for (let at = 0; at < lines.length; ) {
    const line = textAt(lines, at);
    const item = readItem(lines, at);
    if (item !== undefined) {
      hasItem = true;
      open.push(item.json);
      at = item.end;
    } else {
      open.push(line);
      at += 1;
    }
  }
  return hasItem ? open.filter((line) => !around.test(line)).join('\n') : text;
}

function readItem(lines: readonly string[], at: number): { json: string; end: number } | undefined {
  const found = opening.exec(textAt(lines, at));
  if (found === null) return undefined;
  const end = itemEnd(lines, at, textAt(found, 1).length);
  const item = lines.slice(at, end).join('\n');
  if (item.length > longestItem) return undefined;
  try {
    const value = envelope(parse(item, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' }));
    return value === undefined ? undefined : { json: JSON.stringify(value), end };
  } catch {
    return undefined;
  }
}

/** The answer that the item was a part of: a list of one row or event, or the member of a console test's answer. */
function envelope(value: unknown): Json | undefined {
  const item: unknown = [value].flat()[0];
  if (Array.isArray(item)) return { results: [item] };
  if (isObject(item) && typeof item.message === 'string') return { events: [item] };
  return isObject(item) && /^Execution log for request /.test(String(item.log)) ? item : undefined;
}

/** Behind the last line that is indented more than the item; blank lines inside of it are line ends of its message. */
function itemEnd(lines: readonly string[], at: number, indent: number): number {
  let end = at + 1;
  for (let line = end; line < Math.min(lines.length, at + mostLines); line += 1) {
    const next = textAt(lines, line);
    const column = next.search(/\S/);
    if (column < 0) continue;
    if (column <= indent) break;
    end = line + 1;
  }
  return end;
}
