import { z } from 'zod';
import { type Alarm, alarmSources } from '../../inquiry/alarms/alarm.ts';
import type { Bot } from '../bot.ts';
import { sortKind } from './kinds.ts';

/** An alarm message as it waits to be sorted. Written before Slack hears that the message arrived. */
export const arrivalSchema = z.strictObject({
  /** Names the reply, should this message get one. */
  answerId: z.string(),
  channel: z.string(),
  /** ts of the alarm's message, and of the thread to answer in. */
  ts: z.string(),
  alarm: z.strictObject({
    source: z.enum(alarmSources),
    name: z.string(),
    state: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
    isRepeat: z.literal(true).optional(),
    region: z.string().optional(),
    account: z.string().optional(),
    atMs: z.number().optional(),
    periodSeconds: z.number().optional(),
    namespace: z.string().optional(),
    metric: z.string().optional(),
    api: z.string().optional(),
    stage: z.string().optional(),
    others: z.array(z.strictObject({ api: z.string(), stage: z.string().optional() })).optional(),
    reason: z.string().optional(),
  }),
  /** When the message was written, epoch ms. */
  atMs: z.number(),
  /** Whoever asked by hand; missing where the message itself was enough. */
  user: z.string().optional(),
});
export type Arrival = z.infer<typeof arrivalSchema>;

const inbox = 'alarm-inbox';
/** Messages that one run of the sorting takes. */
const mostAtOnce = 2_000;
/** Alarms come in swarms: those that arrive within this time are sorted together, seconds. */
const gatherSeconds = 1;

const keyOf = ({ channel, ts, user, answerId }: Arrival) =>
  user === undefined ? `${channel}:${ts}` : `${channel}:${ts}:${answerId}`;

/**
 * Stores the message and sees to it that it is sorted soon. At most one write a message, and in storms one for many; that
 * the same message came before is found when it is sorted.
 */
export async function putInInbox(bot: Bot, arrival: Arrival): Promise<void> {
  await store(bot, arrival);
  await sortSoon(bot, arrival.channel);
}

/** What arrives while a write is under way is written together after it. */
interface Waiting {
  arrivals: Map<string, Arrival>;
  written: Promise<void>;
}
const waiting = new WeakMap<Bot, Waiting>();
const underWay = new WeakMap<Bot, Promise<unknown>>();

function store(bot: Bot, arrival: Arrival): Promise<void> {
  const there = waiting.get(bot);
  if (there) {
    there.arrivals.set(keyOf(arrival), arrival);
    return there.written;
  }
  const arrivals = new Map([[keyOf(arrival), arrival]]);
  const write = () => {
    waiting.delete(bot);
    const work = bot.jobs.state.putAll(inbox, arrivals);
    underWay.set(bot, work);
    return work;
  };
  const before = underWay.get(bot) ?? Promise.resolve();
  const written = before.then(write, write);
  waiting.set(bot, { arrivals, written });
  return written;
}

/** The last second for which this process has asked for a run, by channel: a storm shares one asking. */
const askedFor = new WeakMap<Bot, Map<string, { second: number; work: Promise<unknown> }>>();

/** At most one run a second and channel; it begins when the second is over, so that none of it is left behind. */
export async function sortSoon(bot: Bot, channel: string): Promise<void> {
  const second = Math.floor(bot.now() / (gatherSeconds * 1000));
  const asked = askedFor.get(bot) ?? new Map<string, { second: number; work: Promise<unknown> }>();
  askedFor.set(bot, asked);
  const there = asked.get(channel);
  if (there?.second === second) {
    await there.work;
    return;
  }
  const work = bot.jobs.accept({
    kind: sortKind,
    data: { channel },
    dedupeKeys: [{ key: `alarm-sort:${channel}:${second}`, ttlSeconds: 60 }],
    startAfterSeconds: gatherSeconds,
  });
  asked.set(channel, { second, work });
  work.catch(() => asked.delete(channel));
  await work;
}

/** What waits in a channel, oldest first. */
export async function readInbox(bot: Bot, channel: string): Promise<Arrival[]> {
  const rows = await bot.jobs.state.list(inbox, { prefix: `${channel}:`, limit: mostAtOnce });
  return rows
    .flatMap(({ value }) => arrivalSchema.safeParse(value).data ?? [])
    .sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

/** An alarm as it can be stored, with names and reasons cut to what is shown of them. */
export function storable(alarm: Alarm): Arrival['alarm'] {
  return {
    ...alarm,
    name: alarm.name.slice(0, 255),
    ...(alarm.reason === undefined ? {} : { reason: alarm.reason.slice(0, 500) }),
  };
}

export async function removeFromInbox(bot: Bot, arrivals: readonly Arrival[]): Promise<void> {
  await bot.jobs.state.remove(inbox, ...arrivals.map(keyOf));
}
