import type { AwsError } from './aws-error.ts';

/** One page of a list. The token is opaque to callers, as AWS's are; a foreign one is refused. */
export function pageOf<Item>(
  items: readonly Item[],
  limit: number,
  mostItems: number,
  token: string | undefined,
  refuse: () => AwsError,
): { items: Item[]; next: string | undefined } {
  const start = token === undefined ? 0 : readToken(token);
  if (start === undefined || start > items.length) throw refuse();
  const end = start + Math.min(Math.max(1, Math.floor(limit)), mostItems);
  return { items: items.slice(start, end), next: end < items.length ? writeToken(end) : undefined };
}

function writeToken(position: number): string {
  return Buffer.from(`page:${position}`).toString('base64');
}

function readToken(token: string): number | undefined {
  const position = Buffer.from(token, 'base64')
    .toString('utf8')
    .match(/^page:(\d+)$/)?.[1];
  return position === undefined ? undefined : Number(position);
}
