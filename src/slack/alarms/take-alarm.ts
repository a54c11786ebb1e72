import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Alarm } from '../../inquiry/alarms/alarm.ts';
import { audit } from '../ask/audit.ts';
import { authorisePlace } from '../ask/authorise.ts';
import type { Bot } from '../bot.ts';
import { type AlarmJob, alarmKind } from './alarm-job.ts';

/** Slack may deliver the same message again for this long, seconds. */
const deliveredAgainSeconds = 3600;
/** Within this time the same alarm in the same channel is one episode, answered once, seconds. Our choice. */
const episodeSeconds = 30 * 60;
/** Replies without being asked: at most so many in one channel within this time, ms. Our choice; more is a storm. */
export const mostReplies = 5;
export const stormMs = 10 * 60_000;
/** How far before the datapoint that crossed the threshold the window begins, ms: what led to it, not only the peak. */
const beforeMs = 15 * 60_000;
/** The gateway's timeout, the ingestion lag and clocks that differ: so far does the window reach past the period, ms. */
const afterMs = 5 * 60_000;

export type TakenAlarm =
  | { status: 'accepted' }
  /** Answered already, or delivered again. */
  | { status: 'known' }
  | { status: 'muted' }
  | { status: 'denied'; why: string };

const stormSchema = z.object({ sinceMs: z.number(), replies: z.number(), skipped: z.number() });

/** Stores an alarm to be answered in its thread, unless it is muted, known, or one of too many. */
export async function takeAlarm(
  bot: Bot,
  alarm: Alarm,
  message: {
    team: string | undefined;
    channel: string;
    ts: string;
    user?: string;
    eventId?: string | undefined;
  },
): Promise<TakenAlarm> {
  const { channel, team, ts, user } = message;
  const permission = await authorisePlace(bot, { team, channel });
  const entry = 'alarm';
  if (permission.status === 'denied') {
    audit(bot, { decision: 'denied', entry, user: user ?? '', team, channel, why: permission.why });
    return { status: 'denied', why: permission.why };
  }
  if (user === undefined && (await isMuted(bot, channel, alarm.name))) return { status: 'muted' };
  const nowMs = bot.now();
  const atMs = Math.min(alarm.atMs ?? nowMs, nowMs);
  const job: AlarmJob = {
    answerId: randomUUID(),
    team: bot.self.teamId,
    channel,
    threadTs: ts,
    ...(user === undefined ? {} : { user }),
    name: alarm.name.slice(0, 300),
    scope: {
      ...(alarm.account && isConfigured(bot, alarm.account) ? { account: alarm.account } : {}),
      ...(alarm.region ? { region: alarm.region } : {}),
      ...(alarm.api ? { api: alarm.api } : {}),
      ...(alarm.stage ? { stage: alarm.stage } : {}),
    },
    fromMs: atMs - beforeMs,
    toMs: Math.min(nowMs, atMs + (alarm.periodSeconds ?? 300) * 1000 + afterMs),
    takenAtMs: nowMs,
  };
  const { isNew } = await bot.jobs.accept({
    kind: alarmKind,
    data: job,
    dedupeKeys: [
      { key: `alarm-message:${channel}:${ts}`, ttlSeconds: deliveredAgainSeconds },
      ...(message.eventId ? [{ key: `event:${message.eventId}`, ttlSeconds: deliveredAgainSeconds }] : []),
      ...(user === undefined
        ? [{ key: `alarm:${channel}:${alarm.region ?? ''}:${alarm.name}`, ttlSeconds: episodeSeconds }]
        : []),
    ],
  });
  if (!isNew) return { status: 'known' };
  audit(bot, { decision: 'accepted', entry, user: user ?? '', team, channel, answerId: job.answerId });
  return { status: 'accepted' };
}

/**
 * Counts one more reply that nobody asked for; `skip` once there are too many, `skip-first` for the first of those.
 * Read, changed and written at once, so that replicas count together.
 */
export async function countReply(bot: Bot, channel: string): Promise<'answer' | 'skip-first' | 'skip'> {
  const nowMs = bot.now();
  const after = await bot.jobs.state.change('storms', channel, (before) => {
    const read = stormSchema.safeParse(before);
    const storm =
      read.success && nowMs - read.data.sinceMs < stormMs
        ? read.data
        : { sinceMs: nowMs, replies: 0, skipped: 0 };
    return storm.replies < mostReplies
      ? { ...storm, replies: storm.replies + 1 }
      : { ...storm, skipped: storm.skipped + 1 };
  });
  const storm = stormSchema.parse(after);
  if (storm.skipped === 0) return 'answer';
  return storm.skipped === 1 ? 'skip-first' : 'skip';
}

const mutedSchema = z.object({ untilMs: z.number() });
const muteKey = (channel: string, name: string) => `${channel}:${name}`;

/** One hour, as the button says. */
const mutedMs = 60 * 60_000;

export async function muteAlarm(bot: Bot, channel: string, name: string, user: string): Promise<void> {
  await bot.jobs.state.put('mutes', muteKey(channel, name), { untilMs: bot.now() + mutedMs, user });
}

async function isMuted(bot: Bot, channel: string, name: string): Promise<boolean> {
  const read = mutedSchema.safeParse(await bot.jobs.state.get('mutes', muteKey(channel, name)));
  return read.success && read.data.untilMs > bot.now();
}

/** An account that is not configured cannot be looked into; the search then goes where the channel may. */
function isConfigured(bot: Bot, account: string): boolean {
  return bot.config.accounts.some(({ id }) => id === account);
}
