import type { Report } from '../../report/report.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';

/** "POST /orders", or what of it is known. */
export function routeOf({ method, path }: Report['request']): string {
  return truncate(oneLine([method, path].filter(Boolean).join(' ')), 90);
}

/** "orders-prod (111122223333) · eu-west-1 · a1b2c3 · prod", as far as known. */
export function placeOf(request: Report['request'], accounts: Record<string, string> = {}): string {
  const alias = request.account === undefined ? undefined : accounts[request.account];
  const account = alias ? `${alias} (${request.account})` : request.account;
  const parts = [account, request.region, request.apiId, request.stage].filter(Boolean);
  return truncate(oneLine(parts.join(' · ')), 200);
}

/** An id as a person can tell it from others at a glance. */
export function shortId(id: string): string {
  const shown = oneLine(id);
  return shown.length > 20 ? `${shown.slice(0, 8)}…` : shown;
}
