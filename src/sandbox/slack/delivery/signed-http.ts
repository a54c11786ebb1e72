import { createHmac } from 'node:crypto';
import type { Changes } from '../changes.ts';
import type { Schedule } from '../clock.ts';
import { isFields, parseJson } from '../fields.ts';
import { ackWithinMs, type Envelope, type Outcome, type Retry, type Transport } from './transport.ts';

export interface SignedHttpOptions {
  /** Where the app listens, "http://127.0.0.1:3000/slack/events"; read anew each time, for an app that moves. */
  target: { requestUrl: string; signingSecret: string };
  now: () => number;
  schedule: Schedule;
  changes: Changes;
}

export interface SignedHttp extends Transport {
  /** Slack's url_verification: true when the app answers the challenge. */
  verify(): Promise<boolean>;
  /** Sends these bytes under this signature, however wrong, and gives the app's status. */
  sendRaw(body: string, headers: Record<string, string>): Promise<number>;
  /** Lets the next payloads fail on the way, as if the app had answered with an error. */
  refuse(times: number): void;
  /** The headers that Slack would send with this body, now or at another time (epoch ms). */
  sign(body: string, atMs?: number): Record<string, string>;
}

/** Signed HTTP: each payload is a POST to the app's request URL, with Slack's v0 signature. */
export function createSignedHttp(options: SignedHttpOptions): SignedHttp {
  const { target, now, schedule, changes } = options;
  let connected = false;
  let refusals = 0;
  const mark = (isConnected: boolean) => {
    if (connected === isConnected) return;
    connected = isConnected;
    changes.emit({ type: 'bot-connection', connected });
  };

  const sign = (body: string, atMs: number = now()) => {
    const timestamp = String(Math.floor(atMs / 1000));
    const hash = createHmac('sha256', target.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${hash}` };
  };

  const post = async (body: string, headers: Record<string, string>) => {
    const abort = new AbortController();
    const cancel = schedule(ackWithinMs, () => abort.abort());
    try {
      const response = await fetch(target.requestUrl, {
        method: 'POST',
        body,
        headers: { 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)', ...headers },
        signal: abort.signal,
        redirect: 'manual',
      });
      return { status: response.status, text: await response.text() };
    } catch {
      return abort.signal.aborted ? ('http_timeout' as const) : ('connection_failed' as const);
    } finally {
      cancel();
    }
  };

  const verify = async () => {
    const body = JSON.stringify({ type: 'url_verification', token: 'verification', challenge: 'sandbox' });
    const answer = await post(body, { 'content-type': 'application/json', ...sign(body) });
    const verified = typeof answer !== 'string' && answer.status === 200 && answer.text.includes('sandbox');
    mark(verified);
    return verified;
  };

  return {
    sign,
    verify,
    async look() {
      await verify();
    },
    refuse(times) {
      refusals = times;
    },
    isConnected: () => connected,
    async sendRaw(body, headers) {
      const answer = await post(body, headers);
      return typeof answer === 'string' ? 0 : answer.status;
    },

    async send(envelope, retry) {
      if (refusals > 0) {
        refusals -= 1;
        return { status: 'failed', reason: 'http_error' };
      }
      const { body, contentType } = written(envelope);
      const answer = await post(body, {
        'content-type': contentType,
        ...sign(body),
        ...(retry
          ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason }
          : {}),
      });
      const outcome = read(answer);
      mark(outcome.status === 'acked' || outcome.reason !== 'connection_failed');
      return outcome;
    },

    close: () => Promise.resolve(),
  };
}

/** The content type stands bare: Bolt compares it word for word. */
function written({ type, payload }: Envelope): { body: string; contentType: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const form =
    type === 'slash_commands'
      ? Object.entries(payload).map(([key, value]): [string, string] => [key, String(value)])
      : [['payload', JSON.stringify(payload)]];
  return { body: new URLSearchParams(form).toString(), contentType: 'application/x-www-form-urlencoded' };
}

function read(answer: { status: number; text: string } | Retry['reason']): Outcome {
  if (typeof answer === 'string') return { status: 'failed', reason: answer };
  if (answer.status !== 200) return { status: 'failed', reason: 'http_error' };
  if (answer.text === '') return { status: 'acked' };
  const parsed = parseJson(answer.text);
  return { status: 'acked', payload: isFields(parsed) ? parsed : { text: answer.text } };
}
