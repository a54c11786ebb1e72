import { startSlackStandIn } from '../../../src/sandbox/slack/start-slack-stand-in.ts';
import type { Overrides } from './start-bolt.ts';
import { manifest, seed, tokens } from './workspace.ts';

/** The stand-in alone, and a caller that speaks plain HTTP to it. */
export async function startBare(overrides: Overrides = {}) {
  const slack = await startSlackStandIn({
    manifest,
    seed,
    now: Date.now,
    mode: { kind: 'socket' },
    tokens,
    ...overrides,
  });
  return {
    slack,
    /** As WebClient calls: a form, JSON in its fields. */
    async call(method: string, args: Record<string, unknown> = {}, token: string | undefined = tokens.bot) {
      const form = Object.entries(args).map(([key, value]): [string, string] => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      const response = await fetch(`${slack.url}/api/${method}`, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
      return { status: response.status, headers: response.headers, body: await response.json() };
    },
    async ui(path: string, body?: unknown, headers: Record<string, string> = {}) {
      const response = await fetch(`${slack.url}/ui/${path}`, {
        ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      });
      return { status: response.status, body: await response.json() };
    },
  };
}
