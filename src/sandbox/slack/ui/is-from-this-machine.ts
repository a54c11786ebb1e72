import type { IncomingMessage } from 'node:http';

/**
 * Whether a request names this machine, and comes from a page of it or from no page at all. A foreign page can reach
 * 127.0.0.1 through a name of its own (DNS rebinding), but then Host and Origin carry that name.
 */
export function isFromThisMachine({ headers }: IncomingMessage): boolean {
  if (!isLocal(`http://${headers.host ?? ''}`)) return false;
  if (headers['sec-fetch-site'] === 'cross-site') return false;
  return headers.origin === undefined || isLocal(headers.origin);
}

function isLocal(address: string): boolean {
  if (!URL.canParse(address)) return false;
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
}
