import { isObject, type Json } from './json-object.ts';
import type { PasteRecord } from './shape.ts';
import { readMoment } from './stamp.ts';

/** Headers by which AWS marks an answer; other entries of a browser's recording are other people's. */
const telling = /^(?:x-amzn-requestid|x-amz-apigw-id|apigw-requestid|x-amz-cf-id)$/i;

/**
 * The answers of AWS in a browser's recording (HAR) or in one entry of it, each written as `curl -v` would: request line,
 * status line, headers, blank line, body, and how long it took. Undefined where the value is no recording.
 * http://www.softwareishard.com/blog/har-12-spec/
 */
export function unwrapHar(value: Json): PasteRecord[] | undefined {
  const entries = isEntry(value) ? [value] : isObject(value.log) ? value.log.entries : undefined;
  if (!Array.isArray(entries)) return undefined;
  return entries.flatMap((entry: unknown): PasteRecord[] => {
    const response = isObject(entry) ? entry.response : undefined;
    if (!isObject(entry) || !isObject(response)) return [];
    const headers = headersOf(response.headers);
    if (!headers.some(([name]) => telling.test(name))) return [];
    const content = isObject(response.content) ? response.content.text : undefined;
    const lines = [
      ...requestOf(entry.request),
      ...(typeof entry.time === 'number' ? [`* time_total: ${(entry.time / 1000).toFixed(3)}`] : []),
      `HTTP/1.1 ${String(response.status)} ${typeof response.statusText === 'string' ? response.statusText : ''}`.trimEnd(),
      ...headers.map(([name, text]) => `${name}: ${text}`),
      ...(typeof content === 'string' && content !== '' ? ['', content] : []),
    ];
    return [{ resolutionMs: 1, ...readMoment(entry.startedDateTime), message: lines.join('\n') }];
  });
}

/** One entry copied out of a recording by itself. */
const isEntry = (value: Json) =>
  isObject(value.request) && isObject(value.response) && typeof value.startedDateTime === 'string';

function requestOf(request: unknown): string[] {
  if (!isObject(request) || typeof request.method !== 'string' || typeof request.url !== 'string') return [];
  if (!/^[A-Z]{3,7}$/.test(request.method) || !URL.canParse(request.url)) return [];
  const { host, pathname } = new URL(request.url);
  return [`> ${request.method} ${pathname} HTTP/1.1`, `> Host: ${host}`];
}

/**
 * A client library's own object of an answer (axios, got, Postman, a saved test): status, headers by name with one of AWS's
 * among them, and the body under any of its usual names. Written as `unwrapHar` writes; undefined for anything else.
 */
export function unwrapAnswer(value: Json): PasteRecord[] | undefined {
  const status = value.status ?? value.statusCode;
  if (typeof status !== 'number' || !isObject(value.headers)) return undefined;
  const headers = Object.entries(value.headers).flatMap(([name, text]): [string, string][] =>
    typeof text === 'string' ? [[name, text]] : [],
  );
  if (!headers.some(([name]) => telling.test(name))) return undefined;
  const body = value.data ?? value.body;
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const config = isObject(value.config) ? value.config : {};
  const lines = [
    ...requestOf({ method: String(config.method ?? '').toUpperCase(), url: config.url }),
    `HTTP/1.1 ${status}`,
    ...headers.map(([name, each]) => `${name}: ${each}`),
    ...(text === '' ? [] : ['', text]),
  ];
  return [{ resolutionMs: 1, message: lines.join('\n') }];
}

/** Where an API answers. */
const apiAddress = /^https:\/\/[a-z0-9-]{8,60}\.execute-api\.[a-z0-9-]{5,30}\.amazonaws\.com/;

/**
 * axios' own object of a request that it gave up, at the address of an API; in the words that curl has for it. A log's
 * record of such an object has a level or a time beside it, and is none.
 */
export function unwrapGivenUp(value: Json): PasteRecord[] | undefined {
  const config = isObject(value.config) ? value.config : {};
  const waited = /^timeout of (\d{1,7})ms exceeded$/.exec(String(value.message))?.[1];
  if (value.name !== 'AxiosError' || waited === undefined || 'level' in value || 'timestamp' in value)
    return undefined;
  if (typeof config.url !== 'string' || !apiAddress.test(config.url)) return undefined;
  const lines = [
    `Request URL: ${config.url}`,
    ...(typeof config.method === 'string' ? [`Request Method: ${config.method.toUpperCase()}`] : []),
    `curl: (28) Operation timed out after ${waited} milliseconds`,
  ];
  return [{ resolutionMs: 1, message: lines.join('\n'), written: String(value.message) }];
}

function headersOf(list: unknown): [string, string][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((header: unknown): [string, string][] =>
    isObject(header) && typeof header.name === 'string' && typeof header.value === 'string'
      ? [[header.name, header.value]]
      : [],
  );
}
