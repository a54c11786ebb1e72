import type { PasteRecord } from './shape.ts';
import { readMoment } from './stamp.ts';

type Json = { [key: string]: unknown };

/** Headers by which AWS marks an answer; other entries of a browser's recording are other people's. */
const telling = /^(?:x-amzn-requestid|x-amz-apigw-id|apigw-requestid|x-amz-cf-id)$/i;

/**
 * The answers of AWS in a browser's recording (HAR), each written as `curl -i` would: status line, headers, blank line,
 * body. Undefined where the value is no recording. http://www.softwareishard.com/blog/har-12-spec/
 */
export function unwrapHar(value: Json): PasteRecord[] | undefined {
  const entries = isObject(value.log) ? value.log.entries : undefined;
  if (!Array.isArray(entries)) return undefined;
  return entries.flatMap((entry: unknown): PasteRecord[] => {
    const response = isObject(entry) ? entry.response : undefined;
    if (!isObject(entry) || !isObject(response)) return [];
    const headers = headersOf(response.headers);
    if (!headers.some(([name]) => telling.test(name))) return [];
    const content = isObject(response.content) ? response.content.text : undefined;
    const lines = [
      `HTTP/1.1 ${String(response.status)} ${typeof response.statusText === 'string' ? response.statusText : ''}`.trimEnd(),
      ...headers.map(([name, text]) => `${name}: ${text}`),
      ...(typeof content === 'string' && content !== '' ? ['', content] : []),
    ];
    return [{ resolutionMs: 1, ...readMoment(entry.startedDateTime), message: lines.join('\n') }];
  });
}

function headersOf(list: unknown): [string, string][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((header: unknown): [string, string][] =>
    isObject(header) && typeof header.name === 'string' && typeof header.value === 'string'
      ? [[header.name, header.value]]
      : [],
  );
}

const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
