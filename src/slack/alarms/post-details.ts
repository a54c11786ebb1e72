import { classifyId } from '../../inquiry/request-id.ts';
import { drawMinutes } from '../../report/minutes-picture.ts';
import type { Finding } from '../../report/report.ts';
import type { WindowAnswer } from '../../report/window.ts';
import type { Window } from '../../report/window-output.ts';
import { answerContext } from '../answer/answer-context.ts';
import { keepAnswer } from '../ask/answers.ts';
import type { Question } from '../ask/question.ts';
import { remark } from '../blocks/elements.ts';
import { rootMessage } from '../blocks/root-message.ts';
import type { Bot } from '../bot.ts';
import { changeDelivery, readDelivery } from '../deliver/delivery.ts';
import { postOnce } from '../deliver/post-once.ts';
import { postPicture } from '../deliver/post-picture.ts';
import { sentence } from '../deliver/sentence.ts';
import { escapeMrkdwn } from '../escape.ts';
import type { Episode } from './ledger.ts';
import { hasThread } from './take-alarm.ts';

/** The request to look at first, once, with the buttons of any other answer. */
export async function postExample(
  bot: Bot,
  answerId: string,
  channel: string,
  episode: Episode,
  { example, window }: { example: Finding; window: Window },
): Promise<void> {
  if ((await readDelivery(bot, answerId))?.parts.root) return;
  const { request } = example.report;
  const id = classifyId(request.id) ?? classifyId(request.extendedRequestId ?? '');
  const [scope = {}] = episode.scopes;
  const { apiName: _, ...asked } = scope;
  const question: Question = {
    answerId,
    entry: 'alarm',
    team: bot.self.teamId,
    channel,
    user: episode.user ?? bot.self.userId,
    threadTs: episode.threadTs,
    inquiries: id ? [{ id, scope: asked }] : [],
    askedAtMs: bot.now(),
    source: `alarm:${answerId}`,
  };
  await bot.jobs.state.put('questions', answerId, question);
  const answer = { findings: [example], notes: [] };
  await keepAnswer(bot, question, answer, { evidences: [], notes: [] });
  const thread = { channel, threadTs: episode.threadTs };
  const message = rootMessage(answer, await answerContext(bot, question));
  const [worth] = window.worthDiagnosing;
  const intro = bot.say('alarms:example', { count: window.failures, why: worth?.why ?? 'most-frequent' });
  await postOnce(bot, answerId, 'root', thread, { ...message, blocks: [remark(intro), ...message.blocks] });
  await changeDelivery(bot, answerId, (before) => ({ ...before, state: 'answered' }));
}

/** Failures a minute by cause, at the first look and once more when it is over; the message says the same in words. */
export async function postMinutes(
  bot: Bot,
  answerId: string,
  to: { channel: string; threadTs: string },
  answers: readonly WindowAnswer[],
  when: 'first' | 'between' | 'last',
): Promise<void> {
  const [answer] = answers;
  if (!answer || answer.window.byMinute.length < 2) return;
  const posted = (await readDelivery(bot, answerId))?.parts ?? {};
  const part = posted.minutes === undefined ? 'minutes' : 'minutes-last';
  if (part === 'minutes-last' && when !== 'last') return;
  await postPicture(bot, answerId, part, to, {
    draw: () => drawMinutes(answer.window, bot.templates),
    filename: 'failures.png',
    title: bot.say('alarms:picture-title'),
  });
}

/** Threads of other alarms that are led to the one reply; a storm shall not become a storm of these. */
const mostPointers = 3;

/** In the thread of an alarm that joined under another name: where its answer stands. */
export async function postPointers(bot: Bot, channel: string, episode: Episode): Promise<void> {
  const root = (await readDelivery(bot, episode.answerId))?.parts.root;
  const others = episode.alarms.slice(1, 1 + mostPointers);
  if (!root || others.length === 0) return;
  try {
    const { permalink } = await bot.client.chat.getPermalink({ channel, message_ts: root });
    for (const [index, { ts }] of others.entries()) {
      if (ts === episode.threadTs || !hasThread(ts)) continue;
      const name = escapeMrkdwn(episode.alarms[0]?.name ?? '');
      const words = bot.say('alarms:pointer', { link: permalink ?? '', name });
      await postOnce(bot, episode.answerId, `pointer-${index}`, { channel, threadTs: ts }, sentence(words));
    }
  } catch (error) {
    bot.logger.warn({ error: String(error) }, 'an alarm was not led to its answer');
  }
}
