import { createHash } from 'node:crypto';
import type { StoryIds } from './scenario.ts';

/** Bytes that are always the same for the same text, so that samples keep their ids from day to day. */
export function seededBytes(seed: string): Buffer {
  return createHash('sha256').update(seed).digest();
}

/** A whole number from 0 to below `limit`. */
export function seededNumber(seed: string, limit: number): number {
  return seededBytes(seed).readUInt32BE(0) % limit;
}

/** All ids of one request. The trace id holds the second of its arrival, as X-Ray's do. */
export function makeIds(seed: string, atMs: number): StoryIds {
  return {
    requestId: makeUuid(`${seed} request`),
    extendedRequestId: makeExtendedId(`${seed} extended`),
    traceId: `1-${Math.floor(atMs / 1000)
      .toString(16)
      .padStart(8, '0')}-${seededBytes(`${seed} trace`).toString('hex').slice(0, 24)}`,
    functionRequestId: makeUuid(`${seed} function`),
  };
}

/** A version-4 UUID. */
export function makeUuid(seed: string): string {
  const bytes = seededBytes(seed);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** 11 bytes as base64url: "Vwc2MGFUrPEFV_g=". In every real one seen, the 12th character of a request id is E or F. */
export function makeExtendedId(seed: string): string {
  const text = seededBytes(seed).subarray(0, 11).toString('base64url');
  return `${text.slice(0, 11)}E${text.slice(12)}=`;
}

/** A WebSocket connection id: the same shape, with C in the 12th place. */
export function makeConnectionId(seed: string): string {
  const text = seededBytes(seed).subarray(0, 11).toString('base64url');
  return `${text.slice(0, 11)}C${text.slice(12)}=`;
}

/** CloudFront's own request id, which it passes on as X-Amz-Cf-Id: 40 bytes as base64url. */
export function makeCloudFrontId(seed: string): string {
  const bytes = Buffer.concat([seededBytes(`${seed} 1`), seededBytes(`${seed} 2`)]).subarray(0, 40);
  return `${bytes.toString('base64url')}==`;
}

/** An execution log's stream: 32 lower-case hex characters. */
export function makeStreamName(seed: string): string {
  return seededBytes(seed).toString('hex').slice(0, 32);
}
