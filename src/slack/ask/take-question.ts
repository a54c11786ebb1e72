import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Inquiry } from '../../inquiry/inquiry.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import { denialMessage } from '../deliver/denial.ts';
import { readAnswer } from './answers.ts';
import { audit } from './audit.ts';
import { type Asker, authorise, mayAskAbout, type Permission } from './authorise.ts';
import { type Entry, type Question, questionKind } from './question.ts';

/** How long Slack may deliver the same thing again, seconds: its last retry comes after about five minutes. */
const deliveredAgainSeconds = 3600;
/** So long after its answer the same question in the same channel is led to it, seconds; while it runs, always. */
export const joinSeconds = 300;

export interface Asking {
  asker: Asker;
  entry: Entry;
  inquiries: Inquiry[];
  pasted?: string | undefined;
  /** Thread to answer in; missing: a new root message. */
  threadTs?: string | undefined;
  /** Names this delivery: `message:T1:C1:1700.1`, `trigger:…`. Two deliveries of one thing bear the same name. */
  source: string;
  /** Slack's event id, where there is one. */
  eventId?: string | undefined;
  replaces?: Question['replaces'];
}

export type Taken =
  | { status: 'accepted'; question: Question }
  /** The same was asked a moment ago; `link` leads to that answer where it stands already. */
  | { status: 'joined'; link?: string | undefined; isAnswered: boolean; inquiries: Inquiry[] }
  /** Slack delivered the same thing again: nothing to say. */
  | { status: 'repeated' }
  | { status: 'denied'; why: string; text: string };

/** Authorises, then stores the question. Once this resolves with `accepted`, the question outlives the process. */
export async function takeQuestion(bot: Bot, asking: Asking): Promise<Taken> {
  const permission = await authorise(bot, asking.asker);
  if (permission.status === 'denied') return deny(bot, asking, permission);
  for (const { scope } of asking.inquiries) {
    const mayAsk = mayAskAbout(bot, permission.channel, scope);
    if (mayAsk.status === 'denied') return deny(bot, asking, mayAsk);
  }
  const question: Question = {
    answerId: randomUUID(),
    entry: asking.entry,
    team: bot.self.teamId,
    channel: asking.asker.channel,
    user: asking.asker.user,
    ...(asking.threadTs ? { threadTs: asking.threadTs } : {}),
    inquiries: asking.inquiries.map((inquiry) => ({ ...inquiry, askedBy: asking.asker.user })),
    // The question is kept; what nobody should keep is taken out before.
    ...(asking.pasted === undefined ? {} : { pasted: bot.redact(asking.pasted) }),
    askedAtMs: bot.now(),
    source: asking.source,
    ...(asking.replaces ? { replaces: asking.replaces } : {}),
  };
  const { holder, isNew } = await acceptOrJoin(bot, question, asking.eventId);
  if (isNew) {
    auditAsking(bot, asking, 'accepted', question.answerId);
    return { status: 'accepted', question };
  }
  const isRepeated = holder
    ? holder.source === asking.source
    : asking.entry === 'mention' || asking.entry === 'message';
  if (isRepeated) return { status: 'repeated' };
  auditAsking(bot, asking, 'joined', holder?.answerId);
  return {
    status: 'joined',
    link: holder ? await linkTo(bot, holder) : undefined,
    isAnswered: holder !== undefined && (await readDelivery(bot, holder.answerId))?.state === 'answered',
    inquiries: asking.inquiries,
  };
}

/** Failed and old answers to the same question that are passed over, one after the other. */
const mostFailures = 30;
/** A question may wait and run for longer than its answer is news; the key is kept for so long, seconds. */
const mayRunSeconds = 3600;

async function isOld(bot: Bot, answerId: string): Promise<boolean> {
  const answeredAtMs = (await readAnswer(bot, answerId))?.answeredAtMs;
  return answeredAtMs === undefined || bot.now() - answeredAtMs > joinSeconds * 1000;
}

/**
 * Stores the question, or finds the one that holds its keys. An answer that failed, was stopped or deleted is no answer to join:
 * then the same question is taken once more, by a key that names the one that failed, so that two who ask again meet.
 */
async function acceptOrJoin(
  bot: Bot,
  question: Question,
  eventId: string | undefined,
): Promise<{ isNew: boolean; holder?: Accepted | undefined }> {
  const failed: string[] = [];
  for (;;) {
    const { jobId, isNew } = await bot.jobs.accept({
      kind: questionKind,
      data: question,
      dedupeKeys: dedupeKeys(question, eventId, failed.at(-1)),
    });
    if (isNew) {
      await markAccepted(bot, jobId, question);
      return { isNew };
    }
    const holder = acceptedSchema.safeParse(await bot.jobs.state.get('accepted', jobId)).data;
    const state = holder && (await readDelivery(bot, holder.answerId))?.state;
    const isOver =
      state === 'failed' ||
      state === 'stopped' ||
      state === 'deleted' ||
      (state === 'answered' && holder !== undefined && (await isOld(bot, holder.answerId)));
    if (!holder || !isOver || holder.source === question.source || failed.length >= mostFailures)
      return { isNew, holder };
    if (failed.includes(holder.answerId)) return { isNew, holder };
    failed.push(holder.answerId);
  }
}

/** Remembers which answer a job makes, and the question for the buttons of an answer that never comes. */
export async function markAccepted(bot: Bot, jobId: string, question: Question): Promise<void> {
  const { answerId, channel, source } = question;
  await bot.jobs.state.put('accepted', jobId, { answerId, channel, source } satisfies Accepted);
  await bot.jobs.state.put('questions', answerId, question);
}

const acceptedSchema = z.object({ answerId: z.string(), channel: z.string(), source: z.string() });
type Accepted = z.infer<typeof acceptedSchema>;

function dedupeKeys(question: Question, eventId: string | undefined, failed: string | undefined) {
  const place = `${question.team}:${question.channel}`;
  const asked = question.inquiries
    .map(({ id, scope, aroundMs, windowMs, allowBytes }) =>
      JSON.stringify([
        id.value,
        scope.account,
        scope.region,
        scope.api,
        scope.stage,
        aroundMs,
        windowMs,
        allowBytes,
      ]),
    )
    .sort();
  // Pasted text alone is a question of its own each time; its message is known by its source.
  const content = question.replaces
    ? [`again:${question.replaces.answerId}`]
    : question.pasted === undefined && asked.length > 0
      ? [`same:${place}:${asked.join(',')}`]
      : [];
  return [
    { key: question.source, ttlSeconds: deliveredAgainSeconds },
    ...(eventId ? [{ key: `event:${eventId}`, ttlSeconds: deliveredAgainSeconds }] : []),
    ...content.map((key) => ({
      key: failed === undefined ? key : `${key}:after:${failed}`,
      ttlSeconds: mayRunSeconds,
    })),
  ];
}

/** Where the running answer stands, if its root message is posted already. */
async function linkTo(bot: Bot, holder: { answerId: string; channel: string }): Promise<string | undefined> {
  const delivery = z
    .object({ parts: z.object({ root: z.string().min(1) }) })
    .safeParse(await bot.jobs.state.get('deliveries', holder.answerId));
  if (!delivery.success) return undefined;
  try {
    const { permalink } = await bot.client.chat.getPermalink({
      channel: holder.channel,
      message_ts: delivery.data.parts.root,
    });
    return permalink;
  } catch {
    return undefined;
  }
}

function deny(bot: Bot, asking: Asking, permission: Permission & { status: 'denied' }): Taken {
  auditAsking(bot, asking, 'denied', undefined, permission.why);
  return { status: 'denied', why: permission.why, text: denialMessage(bot, permission).text };
}

function auditAsking(
  bot: Bot,
  { asker, entry, inquiries }: Asking,
  decision: 'accepted' | 'joined' | 'denied',
  answerId?: string,
  why?: string,
): void {
  audit(bot, {
    decision,
    entry,
    user: asker.user,
    team: asker.team,
    channel: asker.channel,
    requestIds: inquiries.map(({ id }) => id.value),
    ...(answerId ? { answerId } : {}),
    ...(why ? { why } : {}),
  });
}
