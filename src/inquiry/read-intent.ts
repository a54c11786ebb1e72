import type { Inquiry, RequestId } from './inquiry.ts';
import { findLogLines, isHeader } from './log-marks.ts';
import { inquire, mostIds, subjectsOf } from './parse-question.ts';
import { readOptions } from './read-options.ts';
import { rejoinText } from './rejoin-wrapped.ts';
import { findIds } from './request-id.ts';
import { plainSlackText } from './slack-text.ts';
import { splitWords } from './split-words.ts';

/** How plainly a channel message that was not addressed to us is about a request. */
export type Intent =
  /** Records of a log, or a client's answer. `text` goes to `readPaste` as it is. */
  | { kind: 'log-lines'; text: string; ids: RequestId[] }
  | { kind: 'id-and-504'; inquiries: Inquiry[] }
  /** An id alone may be anybody's order number: to be answered only where the channel has opted in. */
  | { kind: 'id'; inquiries: Inquiry[] }
  | { kind: 'none' };

/** How far a 504 may stand from the id that it is said of, characters; our choice, about two sentences. */
const besideChars = 240;

/**
 * What a plain channel message wants, if anything. Addresses do not count: a UUID in a link is mostly somebody's order or
 * page. More than ten ids and no log line are a list of something else. Never throws; linear time.
 */
export function readIntent(text: string, { nowMs }: { nowMs: number }): Intent {
  const plain = rejoinText(plainSlackText(text));
  const lines = findLogLines(plain);
  const named = subjectsOf(lines.join('\n'));
  const [only] = lines.length === 1 ? lines : [];
  const isPlain = only === undefined ? lines.length > 1 : named.length > 0 && !isHeader(only);
  if (isPlain) return { kind: 'log-lines', text, ids: named };
  const spoken = plain.replace(/https?:\/\/[^\s<>|"`]{1,4000}/g, ' ');
  const ids = findIds(spoken).filter(({ kind }) => kind !== 'test-invoke');
  if (ids.length === 0 || ids.length > mostIds) return { kind: 'none' };
  const read = readOptions(splitWords(spoken), nowMs);
  const inquiries = inquire(ids, 'kind' in read ? { scope: {} } : read.options);
  return { kind: ids.some(({ value }) => isBeside504(spoken, value)) ? 'id-and-504' : 'id', inquiries };
}

/** A 504 as a status: no issue number, amount, duration or count. */
const status504 =
  /(?:^|[^\w#$€£./:-])504(?!\w|[.,-]\d| ?(?:ms|millis|sec|kb|mb|gb|%|rows|items|users|requests|times|errors in)\b)|gateway time-?out|endpoint request timed out|execution failed due to a timeout|integration_timeout/i;

function isBeside504(text: string, value: string): boolean {
  const at = text.indexOf(value);
  const before = text.slice(Math.max(0, at - besideChars), at);
  const behind = text.slice(at + value.length, at + value.length + besideChars);
  return status504.test(before) || status504.test(behind);
}
