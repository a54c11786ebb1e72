import { readConsoleLink } from './console-link.ts';
import type { Inquiry, RequestId, Scope } from './inquiry.ts';
import { commonLog, findLogLines } from './log-marks.ts';
import { type Options, readOptions, type Unusable, unusable } from './read-options.ts';
import { rejoinText } from './rejoin-wrapped.ts';
import { findIds } from './request-id.ts';
import { linksOf, plainSlackText } from './slack-text.ts';
import { splitWords } from './split-words.ts';
import { textAt } from './text-at.ts';
import { withoutUnseen } from './without-unseen.ts';

export type { Options, QuestionProblem, Unusable } from './read-options.ts';

/** What somebody who spoke to us wants. */
export type ParsedQuestion =
  | { kind: 'help' }
  /** Nothing but options, or not even those: they prefill the form. */
  | { kind: 'empty'; options: Options }
  /** One inquiry for each id. `leftOut`: words that were meant as an id and are none. */
  | { kind: 'ask'; inquiries: Inquiry[]; leftOut: string[] }
  /** Log text. `ids`: the requests it speaks of, for the live look; may be none. `text` goes to `readPaste` as it is. */
  | { kind: 'paste'; text: string; ids: RequestId[]; options: Options }
  | Unusable;

/** Most ids that one question may name; our choice, one answer stays readable. Pasted log text may name any number. */
export const mostIds = 10;

/**
 * What a `/gw504` command or a mention asks for (with the mention in it or without, escaped by Slack or not). Never
 * throws; linear time.
 */
export function parseQuestion(text: string, { nowMs }: { nowMs: number }): ParsedQuestion {
  const plain = rejoinText(plainSlackText(withoutUnseen(text)).replace(/^\s*\/?gw504\b[:,]?/i, ''));
  if (findLogLines(plain).length > 0) return parsePaste(text, plain, nowMs);
  const read = readOptions(splitWords(plain), nowMs);
  if ('kind' in read) {
    return read.problem === 'unknown-option' && /^(?:help|h)$/.test(String(read.args.option))
      ? { kind: 'help' }
      : read;
  }
  const { rest } = read;
  const links = linksOf(text).map((link) => readConsoleLink(link) ?? { text: link, scope: {} });
  // What a console's address shows is meant, unless somebody says otherwise.
  const shown: Scope = {};
  for (const { scope } of links) Object.assign(shown, scope);
  const options: Options = { ...read.options, scope: { ...shown, ...read.options.scope } };
  const ids = orElse(findIds(rest.join('\n')), () => findIds(links.map((link) => link.text).join('\n')));
  if (ids.length > mostIds) return unusable('too-many-ids', { ids: ids.length, most: mostIds });
  if (ids.length > 0) return { kind: 'ask', inquiries: inquire(ids, options), leftOut: brokenIds(rest) };
  const first = rest.find((word) => /[\p{L}\p{N}?]/u.test(word));
  if (first === undefined) return { kind: 'empty', options };
  if (/^(?:help|usage|hilfe|\?)[.!?]*$/i.test(first)) return { kind: 'help' };
  const [broken = rest.length === 1 ? first : undefined] = brokenIds(rest);
  return broken === undefined ? unusable('no-id', {}) : unusable('not-an-id', { value: broken });
}

/** One inquiry for each id, all with the same options. */
export function inquire(ids: readonly RequestId[], { scope, aroundMs, windowMs }: Options): Inquiry[] {
  return ids.map((id) => ({
    id,
    scope: { ...scope },
    ...(aroundMs === undefined ? {} : { aroundMs }),
    ...(windowMs === undefined ? {} : { windowMs }),
  }));
}

/** The options of a paste are those of its first line, before any record; a record's own dashes are none. */
function parsePaste(text: string, plain: string, nowMs: number): ParsedQuestion {
  const first = textAt(plain.split(/\n|`{3}/, 1), 0);
  const isRecord = findLogLines(first).length > 0;
  const read = isRecord ? undefined : readOptions(splitWords(first), nowMs);
  if (read !== undefined && 'kind' in read) return read;
  return { kind: 'paste', text, ids: subjectsOf(plain), options: read?.options ?? { scope: {} } };
}

/** Where the gateway itself names a request: in parentheses, as an access log's `requestId`, in its answer's header. */
const names =
  /\(([\w-]{8,40}=?)\) |"requestId"\s{0,4}:\s{0,4}"([\w=-]{8,64})"|(?:x-amzn-requestid|apigw-requestid)\s?: ?([\w=-]{8,64})/gi;

/**
 * The requests that a log text is about: those that the gateway names, else the first id of each row in common log format;
 * where there is neither, every id counts, for a Lambda log's ids lead to the request too.
 */
export function subjectsOf(text: string): RequestId[] {
  const named = [...text.matchAll(names)].map((found) => found[1] ?? found[2] ?? textAt(found, 3));
  const rows = text.split('\n').filter((line) => commonLog.test(line.slice(0, 600)));
  const subjects = findIds([...named, ...rows.flatMap((row) => findIds(row)[0]?.value ?? [])].join('\n'));
  return orElse(subjects, () => findIds(text));
}

/** The ids, or where there is none the others. */
const orElse = (ids: RequestId[], others: () => RequestId[]) => (ids.length > 0 ? ids : others());

/** Words that were meant as an id and are none: long, of an id's characters, with a digit and a dash or padding. */
function brokenIds(words: readonly string[]): string[] {
  return words
    .filter((word) => word.length <= longestWord)
    .map((word) => word.replace(/^[^\w]+|[^\w=]+$/g, ''))
    .filter((word) => /^(?=\D*\d)(?:[0-9a-fA-F]{4,}-[\w-]{4,}|[\w-]{10,60}={1,3})$/.test(word))
    .filter((word) => findIds(word).length === 0);
}

/** Longest word that can have been meant as an id, with what stands around it, characters. */
const longestWord = 200;
