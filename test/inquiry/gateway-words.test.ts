import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';

const messages = (text: string) => readPaste(text).events.map(({ message }) => message);
const timedOut = '{"message": "Endpoint request timed out"}';

describe('the gateway’s words on a line of their own', () => {
  it.each([
    ['bare', 'Endpoint request timed out', timedOut],
    ['quoted, with a full stop', '  "Endpoint request timed out".', timedOut],
    ['behind a status', '504 Endpoint request timed out', `HTTP/1.1 504\n\n${timedOut}`],
    ['behind a status and its name', `504 Gateway Timeout: ${timedOut}`, `HTTP/1.1 504\n\n${timedOut}`],
    [
      'of the other failure',
      'HTTP error 504: Network error communicating with endpoint',
      'HTTP/1.1 504\n\n{"message": "Network error communicating with endpoint"}',
    ],
  ])('%s', (_name, line, message) => {
    expect(messages(line)).toEqual([message]);
  });

  it.each([
    'We saw Endpoint request timed out today',
    'Endpoint request timed out, again',
    '504 Gateway Timeout',
  ])('not in a sentence: %s', (line) => {
    expect(messages(line)).toEqual([]);
  });

  it('two of them are two answers', () => {
    expect(messages('Endpoint request timed out\nNetwork error communicating with endpoint')).toHaveLength(2);
  });
});

describe('an answer as a client library keeps it', () => {
  const headers = { 'x-amzn-requestid': '914bad5e-1840-41e9-83f1-efc9a0398ffc', retries: 3 };
  const head = 'HTTP/1.1 504\nx-amzn-requestid: 914bad5e-1840-41e9-83f1-efc9a0398ffc';
  const config = { method: 'post', url: 'https://api.example.com/orders' };
  it.each([
    [
      'with what was asked',
      { status: 504, headers, config },
      `> POST /orders HTTP/1.1\n> Host: api.example.com\n${head}`,
    ],
    ['with a body of its own', { statusCode: 504, headers, body: 'no' }, `${head}\n\nno`],
    ['with a body that was read', { status: 504, headers, data: { a: 1 } }, `${head}\n\n{"a":1}`],
  ])('%s', (_name, value, message) => {
    expect(messages(JSON.stringify(value))).toEqual([message]);
  });

  it.each([
    ['without a status', { headers }],
    ['without headers', { status: 504, data: {} }],
    ['of somebody else', { status: 504, headers: { server: 'nginx' } }],
  ])('none %s', (_name, value) => {
    expect(messages(JSON.stringify(value))).not.toContainEqual(expect.stringMatching(/^(?:> |HTTP)/));
  });
});
