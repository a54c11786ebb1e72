import { remember } from '../remember.ts';
import type { Slack } from '../slack.ts';
import type { Envelope, Outcome, Retry } from './transport.ts';

/** When Slack tries an event again, ms after each failure (https://docs.slack.dev/apis/events-api/#retries). */
export const retryAfterMs = [0, 60_000, 5 * 60_000] as const;

/** One try, written down. */
export async function deliverOnce(slack: Slack, envelope: Envelope, retry?: Retry): Promise<Outcome> {
  const delivery: Slack['deliveries'][number] = {
    ...envelope,
    ...(retry ? { retry } : {}),
    atMs: slack.now(),
  };
  remember(slack.deliveries, delivery);
  const outcome = await slack.transport.send(envelope, retry);
  delivery.outcome = outcome;
  slack.changes.touch();
  return outcome;
}

/** An event, tried again three times as Slack does: at once, after a minute, after five. */
export async function deliverEvent(slack: Slack, envelope: Envelope): Promise<void> {
  let outcome = await deliverOnce(slack, envelope);
  for (const [index, delayMs] of retryAfterMs.entries()) {
    if (outcome.status === 'acked') return;
    const { reason } = outcome;
    if (delayMs > 0) {
      const waited = new Promise<void>((resolve) => slack.schedule(delayMs, resolve));
      slack.changes.touch();
      await waited;
    }
    outcome = await deliverOnce(slack, envelope, { attempt: index + 1, reason });
  }
}
