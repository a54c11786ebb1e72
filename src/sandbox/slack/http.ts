import type { IncomingMessage, ServerResponse } from 'node:http';

/** Largest body that is taken, bytes: a picture fits, a mistake does not fill the memory. */
const mostBodyBytes = 25_000_000;

/** The path of a request, without its query. Whatever was sent, this never throws. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?')[0] ?? '/';
}

/** The query of a request. */
export function queryOf({ url = '/' }: IncomingMessage): URLSearchParams {
  return new URLSearchParams(url.split('?')[1] ?? '');
}

/** Throws when the body is too large or breaks off. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > mostBodyBytes) throw new Error(`The body is larger than ${mostBodyBytes} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

/** Breaks the connection without an answer. */
export function hangUp(response: ServerResponse): void {
  response.socket?.destroy();
}
