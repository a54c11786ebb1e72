import type { App } from '@slack/bolt';
import { inquire, mostIds, type ParsedQuestion, parseQuestion } from '../../inquiry/parse-question.ts';
import { findIds } from '../../inquiry/request-id.ts';
import { plainSlackText } from '../../inquiry/slack-text.ts';
import { messageText } from '../ask/message-text.ts';
import { takeQuestion } from '../ask/take-question.ts';
import { helpMessage } from '../blocks/ending-messages.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { whisper } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { leftOutMessage, problemMessage, takenMessage } from './asking-words.ts';
import { type MessageEvent, readMessageEvent, sourceOf, written } from './message-event.ts';

/** Replies of a thread that are read for an id when somebody only says our name in it. Our choice. */
const repliesRead = 50;

/** `@gw504 …` in a channel or a thread: the answer comes in the thread of the message that asked. */
export function listenToMentions(app: App, bot: Bot): void {
  app.event('app_mention', async ({ body }) => {
    const event = readMessageEvent(body);
    // Other apps that name us get no answer: two bots that quote each other would never stop.
    if (!event?.user || event.botId || !written.includes(event.subtype)) return;
    const { user } = event;
    const tell = async (message: Message | undefined) => {
      if (message) await whisper(bot, { channel: event.channel, user, threadTs: event.threadTs }, message);
    };
    const { asked, isThreadUnread } = await withThread(
      bot,
      event,
      parseQuestion(messageText({ text: event.text, blocks: event.blocks }), { nowMs: bot.now() }),
    );
    const noId = () =>
      sentence(
        isThreadUnread
          ? bot.say('asking:no-id-thread')
          : event.hasFiles
            ? bot.say('asking:no-id-file')
            : bot.say('asking:no-id-mention'),
      );
    switch (asked.kind) {
      case 'help':
        return tell(helpMessage({ templates: bot.templates }));
      case 'empty':
        return tell(noId());
      case 'unusable':
        return tell(namesNothing(asked) ? noId() : problemMessage(bot, asked));
      case 'ask':
      case 'paste': {
        const taken = await takeQuestion(bot, {
          asker: { team: event.team, channel: event.channel, user },
          entry: 'mention',
          inquiries:
            asked.kind === 'ask' ? asked.inquiries : inquire(asked.ids.slice(0, mostIds), asked.options),
          pasted: asked.kind === 'paste' ? asked.text : undefined,
          threadTs: event.threadTs ?? event.ts,
          source: sourceOf(event),
          eventId: event.eventId,
        });
        // The progress stands in the thread at once; an eye at the message says the same without another message.
        if (taken.status === 'accepted') {
          await markSeen(bot, event);
          return tell(asked.kind === 'ask' ? leftOutMessage(bot, asked.leftOut) : undefined);
        }
        return tell(takenMessage(bot, taken));
      }
    }
  });
}

/** Said in passing ("@gw504 please"), with nothing that was meant as an id. */
function namesNothing(asked: ParsedQuestion): boolean {
  if (asked.kind !== 'unusable') return asked.kind === 'empty';
  return asked.problem === 'no-id' || (asked.problem === 'not-an-id' && !/\d/.test(String(asked.args.value)));
}

/** "@gw504 look at this" in a thread: the newest message of it that names an id is meant. */
async function withThread(
  bot: Bot,
  event: MessageEvent,
  asked: ParsedQuestion,
): Promise<{ asked: ParsedQuestion; isThreadUnread?: boolean }> {
  if (!namesNothing(asked) || !event.threadTs || event.threadTs === event.ts) return { asked };
  try {
    const { messages } = await bot.client.conversations.replies({
      channel: event.channel,
      ts: event.threadTs,
      limit: repliesRead,
    });
    for (const message of [...(messages ?? [])].reverse()) {
      if (message.ts === event.ts || message.user === bot.self.userId) continue;
      const ids = findIds(plainSlackText(messageText(message)));
      const options = asked.kind === 'empty' ? asked.options : { scope: {} };
      if (ids.length > 0)
        return { asked: { kind: 'ask', inquiries: inquire(ids.slice(0, mostIds), options), leftOut: [] } };
    }
  } catch (error) {
    bot.logger.info({ error: String(error) }, 'the thread could not be read for an id');
    return { asked, isThreadUnread: true };
  }
  return { asked };
}

/** Already there counts as done; a missing permission is no reason to fail. */
export async function markSeen(bot: Bot, { channel, ts }: { channel: string; ts: string }): Promise<void> {
  await bot.poster.reactions
    .add({ channel, timestamp: ts, name: 'eyes' })
    .catch((error: unknown) => bot.logger.debug({ error: String(error) }, 'no eye was put at a message'));
}
