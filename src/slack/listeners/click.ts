import type { App } from '@slack/bolt';
import { z } from 'zod';
import { audit } from '../ask/audit.ts';
import { type Asker, authorise } from '../ask/authorise.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { denialMessage } from '../deliver/denial.ts';
import { whisperOr } from '../deliver/replies.ts';
import { sentence } from '../deliver/sentence.ts';
import { speedily } from './speedily.ts';

const clickSchema = z.object({
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({ id: z.string(), team_id: z.string().optional() }),
  channel: z.object({ id: z.string() }).optional(),
  message: z.object({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  trigger_id: z.string().optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string().optional(),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

export interface Click {
  asker: Asker;
  /** What the button carries. Untrusted. */
  value: string | undefined;
  messageTs: string;
  /** The thread that the message stands in, or would begin. */
  threadTs: string;
  triggerId: string;
  /** Names this very press. */
  source: string;
}

/**
 * A button under a message: whoever presses is authorised again, as if they had asked themselves. What `handle` returns
 * is said privately; what it throws becomes a private sentence too.
 */
export function onClick(
  app: App,
  bot: Bot,
  actionId: string,
  handle: (click: Click) => Promise<Message | undefined>,
): void {
  // The plainer form of a block numbers the buttons that it makes of one: `gw504_feedback:0`.
  app.action(new RegExp(`^${actionId}(?::\\d)?$`), async ({ ack, body, respond }) => {
    const click = readClick(body);
    if (!click) return ack();
    const work = allowed(bot, actionId, click, handle).catch((error: unknown) => {
      bot.logger.error({ action: actionId, error: String(error) }, 'a click failed');
      return sentence(bot.say('clicks:failed'));
    });
    await speedily(work);
    await ack();
    const reply = await work;
    if (!reply) return;
    const { channel, user } = click.asker;
    await whisperOr(bot, { channel, user, threadTs: threadOf(click) }, reply, respond);
  });
}

/** A private word about a root message stands in the channel, one about a reply in its thread. */
export const threadOf = (click: Click) => (click.threadTs === click.messageTs ? undefined : click.threadTs);

async function allowed(
  bot: Bot,
  actionId: string,
  click: Click,
  handle: (click: Click) => Promise<Message | undefined>,
): Promise<Message | undefined> {
  const permission = await authorise(bot, click.asker);
  const { team, channel, user } = click.asker;
  if (permission.status === 'denied') {
    audit(bot, { decision: 'denied', entry: actionId, user, team, channel, why: permission.why });
    return denialMessage(bot, permission);
  }
  audit(bot, { decision: 'clicked', entry: actionId, user, team, channel });
  return handle(click);
}

/** What a press says of itself; undefined where it is not under a message. */
export function readClick(body: unknown): Click | undefined {
  const read = clickSchema.safeParse(body);
  if (!read.success) return undefined;
  const { team, user, channel, message, trigger_id, actions } = read.data;
  const [action] = actions;
  if (!action || !channel || !message) return undefined;
  return {
    asker: { team: user.team_id ?? team?.id, channel: channel.id, user: user.id },
    value: action.selected_option?.value ?? action.value,
    messageTs: message.ts,
    threadTs: message.thread_ts ?? message.ts,
    triggerId: trigger_id ?? '',
    source: `click:${channel.id}:${message.ts}:${user.id}:${action.action_ts ?? trigger_id ?? ''}`,
  };
}
