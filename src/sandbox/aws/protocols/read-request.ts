import type { IncomingMessage } from 'node:http';
import type { WireRequest } from './protocol.ts';

/** Longest body that is read, bytes; nothing that is asked here comes near. */
const mostBodyBytes = 1_000_000;

/** Reads a request off the socket, whole; undefined where its body is longer than anything here could need. */
export async function readRequest(incoming: IncomingMessage): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > mostBodyBytes) return undefined;
    chunks.push(part);
  }
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?', 2);
  return {
    method: incoming.method ?? 'GET',
    path,
    query,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(',') : (value ?? ''),
      ]),
    ),
    body: Buffer.concat(chunks),
  };
}
