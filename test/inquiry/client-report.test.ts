import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';

const host = 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com';
const url = `https://${host}/prod/orders`;
const pool = (kind: string, words: string, at = host) =>
  `requests.exceptions.${kind}: HTTPSConnectionPool(host='${at}', port=443): ${words}`;
const connecting = `Max retries exceeded with url: /prod/orders (Caused by ConnectTimeoutError(<x>, 'Connection to ${host} timed out. (connect timeout=3.05)'))`;
const wget = (...lines: string[]) =>
  [`--2026-11-20 14:42:09--  ${url}`, 'Resolving... 203.0.113.7', ...lines].join('\n');
const asked = 'HTTP request sent, awaiting response...';
const answers = (text: string) =>
  readPaste(text).events.map(({ message, written }) => [message.split('\n'), written]);

describe('what a client printed of its request', () => {
  it.each<[string, string, string[], string]>([
    [
      'a read that timed out in Python',
      pool('ReadTimeout', 'Read timed out. (read timeout=10)'),
      [`Request URL: https://${host}`, 'curl: (28) Operation timed out after 10000 milliseconds'],
      pool('ReadTimeout', 'Read timed out. (read timeout=10)'),
    ],
    [
      'a connection that timed out in Python',
      pool('ConnectTimeout', connecting),
      [`Request URL: ${url}`, 'curl: (28) Connection timed out after 3050 milliseconds'],
      pool('ConnectTimeout', connecting),
    ],
    [
      'a status that Python raised',
      `requests.exceptions.HTTPError: 504 Server Error: Gateway Timeout for url: ${url}`,
      [`Request URL: ${url}`, 'HTTP/1.1 504'],
      `requests.exceptions.HTTPError: 504 Server Error: Gateway Timeout for url: ${url}`,
    ],
    [
      "wget's status",
      wget(`${asked} 504 Gateway Timeout`, '2026-11-20 14:42:38 ERROR 504: Gateway Timeout.'),
      [`Request URL: ${url}`, 'HTTP/1.1 504'],
      `${asked} 504 Gateway Timeout`,
    ],
    [
      "wget's patience",
      wget(`${asked} Read error (Connection timed out) in headers.`),
      [`Request URL: ${url}`, 'curl: (28) Operation timed out'],
      `${asked} Read error (Connection timed out) in headers.`,
    ],
    [
      'figures in a format of their own',
      `$ curl -s -w '%{http_code} %{time_total}\\n' ${url}\n504 29.213`,
      [`$ curl -s -w '%{http_code} %{time_total}\\n' ${url}`, 'HTTP/1.1 504', '', 'time_total: 29.213'],
      '504 29.213',
    ],
    [
      'figures on several lines',
      `curl -w "code %{response_code}\\n\\ttook %{time_total}s\\n" ${url}\ncode 504\n\ttook 29.213s`,
      [
        `curl -w "code %{response_code}\\n\\ttook %{time_total}s\\n" ${url}`,
        'HTTP/1.1 504',
        '',
        'time_total: 29.213',
      ],
      'code 504\n\ttook 29.213s',
    ],
    [
      "figures under curl's names, behind a command that hides its format",
      `curl -w @format.txt ${url}\n  http_code:  504\n time_total = 29.213s`,
      [`curl -w @format.txt ${url}`, 'HTTP/1.1 504', '', 'time_total: 29.213'],
      '  http_code:  504\n time_total = 29.213s',
    ],
    [
      "figures under curl's names alone, without a total",
      'http_code: 504\ntime_connect: 0.02',
      ['HTTP/1.1 504'],
      'http_code: 504\ntime_connect: 0.02',
    ],
  ])('is read from %s', (_what, text, lines, written) => {
    expect(answers(text)).toEqual([[lines, written]]);
  });

  it.each([
    ['another host', pool('ReadTimeout', 'Read timed out. (read timeout=10)', 'payments.internal')],
    ['a pool without a time', pool('ConnectionError', 'Max retries exceeded with url: /')],
    [
      'a status of another host',
      'requests.exceptions.HTTPError: 504 Server Error: X for url: https://payments.internal/',
    ],
    ['wget of another host', wget(`${asked} 504 Gateway Timeout`).replace(host, 'payments.internal')],
    ['wget without an answer', wget('Connecting... failed')],
    ['one figure', 'http_code: 504'],
    ['no status among the figures', 'time_connect: 0.02\nsize_download: 41'],
    ['no answer, which curl writes as 000', 'http_code: 000\ntime_connect: 0.02'],
  ])('is none from %s', (_what, text) => {
    expect(readPaste(text).events.every(({ written }) => written === undefined)).toBe(true);
  });

  it('is none where the output is not in the form of the command', () => {
    const command = `curl -w '%{http_code} %{time_total}' ${url}`;
    expect(answers(`${command}\nsomething else`)).toEqual([[[command], undefined]]);
    expect(answers(`${command}\nsomething`)).toEqual([[[command], undefined]]);
  });

  it.each<[string, object, string[] | undefined]>([
    [
      'given up',
      {},
      [
        `Request URL: ${url}`,
        'Request Method: POST',
        'curl: (28) Operation timed out after 10000 milliseconds',
      ],
    ],
    [
      'given up, and no method',
      { config: { url } },
      [`Request URL: ${url}`, 'curl: (28) Operation timed out after 10000 milliseconds'],
    ],
    ['given up on another host', { config: { url: 'https://payments.internal/' } }, undefined],
    ['without an address', { config: 7 }, undefined],
    ['that failed otherwise', { message: 'Network Error' }, undefined],
    ['of another library', { name: 'Error' }, undefined],
    ["in a log's record", { level: 'error' }, undefined],
    ["in a log's record with its time", { timestamp: '2026-11-20T14:42:38.200Z' }, undefined],
  ])("is told by axios' object of a request %s", (_what, fields, lines) => {
    const error = {
      name: 'AxiosError',
      message: 'timeout of 10000ms exceeded',
      config: { url, method: 'post' },
    };
    const [told] = answers(JSON.stringify({ ...error, ...fields }));
    expect(told?.[1] === undefined ? undefined : told).toEqual(
      lines === undefined ? undefined : [lines, 'timeout of 10000ms exceeded'],
    );
  });

  it("is none beside a function's log, which may call APIs itself", () => {
    const id = '71952965-3b5c-4f3a-9d3e-0a2b1c4d5e6f';
    const line = pool('ReadTimeout', 'Read timed out. (read timeout=10)');
    const text = `START RequestId: ${id} Version: 1\n${line}\nEND RequestId: ${id}`;
    expect(readPaste(text).events.map(({ message }) => message)).toContain(line);
  });
});
