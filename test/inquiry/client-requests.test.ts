import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const answer = ['HTTP/1.1 504 Gateway Timeout', `x-amzn-RequestId: ${id}`].join('\n');
const asked = ['GET /orders HTTP/1.1', 'Accept: */*', 'Host: api.example.com'];
const marked = asked.map((line) => `> ${line}`).join('\n');
const messages = (text: string) => {
  const { events, skipped } = readPaste(text);
  return { messages: events.map(({ message }) => message), skipped: skipped.samples };
};

describe('a request before its answer', () => {
  it.each<[string, string[], unknown]>([
    ['is the answer’s', [...asked, '', answer], { messages: [marked, answer], skipped: [] }],
    [
      'keeps its body to itself',
      [...asked, '', 'name=secret', '', answer],
      { messages: [marked, answer], skipped: [] },
    ],
    [
      'is none without a host',
      [...asked.slice(0, 2), '', answer],
      { messages: [answer], skipped: asked.slice(0, 2) },
    ],
    [
      'is none where another one stands before the answer',
      [...asked, '', 'POST /other HTTP/1.1', 'Accept: */*', '', answer],
      { messages: [answer], skipped: [...asked, 'POST /other HTTP/1.1', 'Accept: */*'] },
    ],
    ['is none without an answer', asked, { messages: [], skipped: asked }],
  ])('%s', (_name, lines, expected) => {
    expect(messages(lines.join('\n'))).toEqual(expected);
  });
});

describe('headers that nobody writes so', () => {
  it('are left to the reader', () => {
    const line = `x-amzn-RequestId : ${id}`;
    expect(messages(line)).toEqual({ messages: [], skipped: [line] });
  });
});

describe('an entry of a browser’s recording', () => {
  const entry = (request: object) =>
    JSON.stringify({
      startedDateTime: '2026-11-21T14:42:09.211Z',
      time: 29_000,
      request,
      response: { status: 504, statusText: '', headers: [{ name: 'x-amzn-RequestId', value: id }] },
    });
  const told = ['* time_total: 29.000', 'HTTP/1.1 504', `x-amzn-RequestId: ${id}`].join('\n');
  it.each<[string, object, string]>([
    [
      'with its request',
      { method: 'GET', url: 'https://api.example.com/orders?name=secret' },
      `> GET /orders HTTP/1.1\n> Host: api.example.com\n${told}`,
    ],
    ['with a method that is none', { method: 'get it', url: 'https://api.example.com/orders' }, told],
    ['with an address that is none', { method: 'GET', url: 'orders' }, told],
    ['without either', {}, told],
  ])('%s', (_name, request, expected) => {
    expect(messages(entry(request)).messages).toEqual([expected]);
  });
});

describe('what a tool wrote before a record', () => {
  const record = `(${id}) Method completed with status: 504`;
  it.each([
    ['21 Nov 2026 14:42:09', Date.parse('2026-11-21T14:42:09Z')],
    ['Nov 1, 2026 14:42:09.5', Date.parse('2026-11-01T14:42:09.5Z')],
    ['Nix 1, 2026 14:42:09', 'skipped'],
    ['2026-11-21 14:42:09.211 UTC [pod/orders]', Date.parse('2026-11-21T14:42:09.211Z')],
    ['2026-11-21 14:42:09.211 IST [pod/orders]', undefined],
  ])('%s', (prefix, expected) => {
    const { events } = readPaste(`${prefix} ${record}`);
    const [one] = events;
    expect(one === undefined ? 'skipped' : [one.atMs, one.message]).toEqual(
      expected === 'skipped' ? 'skipped' : [expected, record],
    );
  });
});
