import type { App } from '@slack/bolt';
import { inquire, mostIds } from '../../inquiry/parse-question.ts';
import { type Intent, readIntent } from '../../inquiry/read-intent.ts';
import { messageText } from '../ask/message-text.ts';
import { takeQuestion } from '../ask/take-question.ts';
import type { Bot } from '../bot.ts';
import { hasAnswer } from '../deliver/threads.ts';
import { markSeen } from './mention.ts';
import { readMessageEvent, sourceOf, written } from './message-event.ts';

/**
 * A message that names nobody: answered where it holds log lines or a 504 beside an id, and where the channel opted in
 * any id. Everything else, and everybody who may not ask, meets silence: nobody spoke to us.
 */
export function listenToMessages(app: App, bot: Bot): void {
  app.event('message', async ({ body }) => {
    const event = readMessageEvent(body);
    if (!event?.user || event.botId || !written.includes(event.subtype)) return;
    if (event.user === bot.self.userId) return;
    const channel = bot.config.channels.find(({ id }) => id === event.channel);
    if (!channel) return;
    const text = messageText({ text: event.text, blocks: event.blocks });
    // A mention comes as an event of its own.
    if (text.includes(`<@${bot.self.userId}`)) return;
    const intent = readIntent(text, { nowMs: bot.now() });
    if (intent.kind === 'none' || (intent.kind === 'id' && channel.pasted === 'off')) return;
    // People who talk about an answer in its thread quote its id; they do not ask again.
    if (event.threadTs && (await hasAnswer(bot, event.channel, event.threadTs))) return;
    const taken = await takeQuestion(bot, {
      asker: { team: event.team, channel: event.channel, user: event.user },
      entry: 'message',
      ...asked(intent),
      threadTs: event.threadTs ?? event.ts,
      source: sourceOf(event),
      eventId: event.eventId,
    });
    if (taken.status === 'accepted') await markSeen(bot, event);
  });
}

function asked(intent: Exclude<Intent, { kind: 'none' }>) {
  return intent.kind === 'log-lines'
    ? { inquiries: inquire(intent.ids.slice(0, mostIds), { scope: {} }), pasted: intent.text }
    : { inquiries: intent.inquiries };
}
