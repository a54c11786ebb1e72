import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseQuestion } from '../../src/inquiry/parse-question.ts';
import { readPaste } from '../../src/inquiry/paste.ts';
import { processorTime } from './processor-time.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const at = Date.parse('2026-11-21T14:42:09.211Z');
const message = `(${id}) Execution failed due to a timeout error`;
const pack = (value: unknown) => gzipSync(JSON.stringify(value)).toString('base64');
const subscription = (messages: string[]) =>
  pack({
    messageType: 'DATA_MESSAGE',
    logGroup: 'g',
    logStream: 's',
    logEvents: messages.map((text, n) => ({ id: `${n}`, timestamp: at + n, message: text })),
  });
const packed = subscription([message]);
const event = { atMs: at, resolutionMs: 1, message, logGroup: 'g', logStream: 's', order: 0 };
const wrap = (text: string, width: number) => text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n');
/** A message whose last line at 76 columns is a whole one. */
const even =
  Array.from({ length: 400 }, (_, n) =>
    subscription([message, [...Array(n).keys()].map((k) => (k * 7919) % 9973).join()]),
  ).find((text) => text.length % 76 === 0 && !text.endsWith('=')) ?? '';

describe('readPaste unpacks a subscription’s message', () => {
  it.each([
    ['alone', packed],
    ['in quotes', `"${packed}"`],
    ['as a member without its braces', `  "data": "${packed}",`],
    ['at 76 columns', wrap(packed, 76)],
    ['at 76 columns, as a member', `"Data": "${wrap(packed, 76)}"`],
    ['at 76 columns with CRLF', wrap(packed, 76).replaceAll('\n', '\r\n')],
  ])('%s', (_name, text) => {
    const { events, recognised, skipped } = readPaste(`see\n${text}\n\nany ideas?`);
    expect(events).toEqual([event]);
    expect(recognised).toEqual([{ shape: 'subscription JSON', records: 1 }]);
    expect(skipped.samples).toEqual(['see', 'any ideas?']);
  });

  it('one behind the other', () => {
    expect(readPaste(`${packed}\n${packed}`).events).toHaveLength(2);
    expect(even).not.toBe('');
    expect(readPaste(`${wrap(even, 76)}\n${wrap(packed, 76)}`).events).toHaveLength(3);
  });

  it('and nothing behind its last whole line', () => {
    const { events, skipped } = readPaste(`${wrap(even, 76)}\nany ideas?`);
    expect([events.length, skipped.samples]).toEqual([2, ['any ideas?']]);
  });

  it('that was pasted as a question', () => {
    expect(parseQuestion(packed, { nowMs: at })).toEqual({
      kind: 'paste',
      text: packed,
      ids: [],
      options: { scope: {} },
    });
  });
});

describe('readPaste leaves aside', () => {
  it.each([
    ['a message that was cut', packed.slice(0, 120)],
    ['packed text of another kind', pack({ hello: 'world' })],
    ['packed words', gzipSync('Execution failed due to a timeout error').toString('base64')],
    ['a line that goes on with other letters', `${packed.slice(0, 80)}?`],
    ['words that begin so', 'H4sI is what base64 of gzip begins with'],
  ])('%s', (_name, text) => {
    expect(readPaste(text)).toMatchObject({ events: [], skipped: { lines: 1 } });
  });
});

it('readPaste takes linear time for packed text of no use', () => {
  const bomb = gzipSync(Buffer.alloc(4_000_000)).toString('base64');
  const ms = (count: number) => {
    const text = Array.from({ length: count }, () => bomb).join('\n');
    return processorTime(() => expect(readPaste(text).events).toEqual([]));
  };
  ms(1);
  // Twenty times the text: 20 if linear, 400 if quadratic.
  expect(ms(300)).toBeLessThan(80 * Math.max(ms(15), 10));
});
