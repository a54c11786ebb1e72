import { setTimeout as pause } from 'node:timers/promises';
import type { SlackStandIn } from '../../src/sandbox/slack/create-slack-stand-in.ts';
import type { Asker } from './soak-workspace.ts';

/** One question of a person, and how often it had to be put. */
export interface Asked {
  id: string;
  channel: string;
  way: 'command' | 'mention';
  firstMs: number;
  /** When the bot promised an answer, or the first sign of one was seen. */
  takenMs?: number;
  tries: number;
}

/** Words by which the bot promises an answer to a command. */
const promise = /\bOn it\b|asked here a moment ago/;
/** Pause of a person between two tries, ms. */
const againMs = 1_500;

/**
 * Puts one question as a person would: a command that nobody acknowledged, or that was refused for now, is typed again;
 * a mention is left to Slack's own deliveries. Resolves when the question was taken.
 */
export async function ask(
  slack: SlackStandIn,
  asked: Asked,
  by: Asker,
  see: { isThere: () => boolean; isOver: () => boolean },
): Promise<void> {
  while (!see.isOver() && !see.isThere()) {
    asked.tries += 1;
    const isTaken =
      asked.way === 'command' ? await command(slack, asked, by) : await mention(slack, asked, by, see);
    if (isTaken) break;
    await pause(againMs);
  }
  asked.takenMs = Date.now();
}

async function command(slack: SlackStandIn, { id, channel }: Asked, { user }: Asker): Promise<boolean> {
  const outcome = await slack.command(user, channel, `/gw504 ${id}`);
  return outcome?.status === 'acked' && promise.test(JSON.stringify(outcome.payload ?? ''));
}

/** Waits for a sign of the answer, for a private refusal, or until Slack gives up. */
async function mention(
  slack: SlackStandIn,
  { id, channel }: Asked,
  { user }: Asker,
  see: { isThere: () => boolean; isOver: () => boolean },
): Promise<boolean> {
  const ts = slack.say(user, channel, `@gw504 ${id}`)?.ts ?? '';
  for (;;) {
    await pause(250);
    if (see.isThere() || see.isOver()) return true;
    const isRefused = slack.state.messages.some(
      (message) => message.ephemeralTo === user && message.channel === channel && message.ts > ts,
    );
    if (isRefused) return false;
    const isGivenUp = slack.deliveries.some(
      ({ payload, retry, outcome }) =>
        retry?.attempt === 3 && outcome?.status === 'failed' && isAbout(payload, ts),
    );
    if (isGivenUp) return false;
  }
}

function isAbout(payload: Record<string, unknown>, ts: string): boolean {
  const event = Object(payload.event);
  return event.type === 'app_mention' && event.ts === ts;
}
