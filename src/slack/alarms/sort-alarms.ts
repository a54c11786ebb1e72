import PQueue from 'p-queue';
import type { ChannelConfig } from '../../config-schema.ts';
import type { AlarmScope, AlarmSubject } from '../../inquiry/alarms/alarm-subject.ts';
import type { JobHandler } from '../../jobs/jobs.ts';
import { alarmsOf } from '../ask/alarm-switches.ts';
import { audit } from '../ask/audit.ts';
import { authorisePlace, mayAskAbout } from '../ask/authorise.ts';
import { forgetChannel } from '../ask/directory.ts';
import type { Bot } from '../bot.ts';
import { denialMessage } from '../deliver/denial.ts';
import { tellAsker } from '../deliver/replies.ts';
import { sentence } from '../deliver/sentence.ts';
import { escapeMrkdwn } from '../escape.ts';
import { type Arrival, readInbox, removeFromInbox, sortSoon } from './inbox.ts';
import type { SortJob } from './kinds.ts';
import { isOpen, type Ledger, readLedger, type Sortable, sortIn, stormMs } from './ledger.ts';
import { scheduleExtraLook, scheduleLook } from './look-at-episode.ts';
import { isMuted } from './mutes.ts';
import { sayCannotTell, saySkipped } from './say-skipped.ts';
import { showEpisode } from './show-episode.ts';
import { beginOf } from './window-of.ts';

/** Alarms of one swarm that are looked up by name; with more, the swarm is not about single alarms. Our choice. */
const mostLookups = 100;
const lookupsAtOnce = 4;

/**
 * Sorts what waits in a channel: alarms that are answered, that join an answer, or that are too many. Runs again after a
 * crash: the ledger knows which messages it has sorted, and a message leaves the inbox last of all.
 */
export function sortAlarms(bot: Bot): JobHandler<SortJob> {
  const busy = new Set<string>();
  return async ({ data: { channel }, isExhausted, signal }) => {
    // Whoever is at it looks into the inbox once more before they are done.
    if (busy.has(channel)) return;
    busy.add(channel);
    try {
      const waiting = await readInbox(bot, channel);
      if (waiting.length === 0) return;
      if (isExhausted) await giveUp(bot, waiting);
      else await sort(bot, channel, waiting, signal);
      await removeFromInbox(bot, waiting);
    } finally {
      busy.delete(channel);
    }
    if ((await readInbox(bot, channel)).length > 0) await sortSoon(bot, channel);
  };
}

async function sort(bot: Bot, channel: string, waiting: Arrival[], signal: AbortSignal): Promise<void> {
  forgetChannel(bot, channel);
  const place = await authorisePlace(bot, { team: bot.self.teamId, channel });
  if (place.status === 'denied') {
    if (place.why === 'cannot-check')
      throw new Error(`Permission in ${channel} could not be checked (${place.args.error}).`);
    for (const arrival of waiting) {
      await tell(bot, arrival, denialMessage(bot, place).text);
      note(bot, arrival, 'denied', place.why);
    }
    return;
  }
  const isOn = (await alarmsOf(bot, channel)) === 'on';
  const wanted = waiting.filter((arrival) => isOn || arrival.user !== undefined);
  for (const arrival of waiting) if (!wanted.includes(arrival)) note(bot, arrival, 'denied', 'switched-off');
  const ledger = readLedger(await bot.jobs.state.get('alarm-ledger', channel));
  const sortable = await describe(bot, place.channel, wanted, ledger, signal);
  const nowMs = bot.now();
  const { perChannel } = bot.config.alarmReplies;
  let sorted: ReturnType<typeof sortIn> | undefined;
  const left = await repliesLeft(bot);
  await bot.jobs.state.change('alarm-ledger', channel, (before) => {
    sorted = sortIn(readLedger(before), sortable, { perChannel, left, nowMs });
    return sorted.ledger;
  });
  if (!sorted) return;
  await countReplies(
    bot,
    sorted.opened.filter(({ user, looks }) => user === undefined && looks === 0).length,
  );
  for (const episode of sorted.opened) await scheduleLook(bot, channel, episode, 0);
  // A muted one only counts on.
  for (const episode of sorted.joined)
    if ((episode.muted?.untilMs ?? 0) > nowMs) await showEpisode(bot, channel, episode);
    else await scheduleExtraLook(bot, channel, episode);
  if (sorted.skippedNow > 0 && sorted.ledger.skipped) await saySkipped(bot, channel, sorted.ledger.skipped);
  for (const { answerId, outcome } of sorted.outcomes) {
    const arrival = wanted.find((one) => one.answerId === answerId);
    if (!arrival) continue;
    if (outcome === 'joined') await tell(bot, arrival, bot.say('alarms:known'));
    if (outcome !== 'again')
      note(bot, arrival, decisions[outcome], outcome === 'skipped' ? 'storm' : outcome);
  }
}

const decisions = { opened: 'accepted', joined: 'joined', muted: 'denied', skipped: 'denied' } as const;

/** What each alarm watches, where its name does not belong to an open episode already. Silent about what is no API's. */
async function describe(
  bot: Bot,
  channel: ChannelConfig,
  arrivals: readonly Arrival[],
  ledger: Ledger,
  signal: AbortSignal,
): Promise<Sortable[]> {
  const nowMs = bot.now();
  const isKnown = ({ alarm, user }: Arrival) =>
    user === undefined &&
    ledger.episodes.some(
      (episode) =>
        isOpen(episode, nowMs) &&
        episode.alarms.some(({ name, region }) => name === alarm.name && region === alarm.region),
    );
  const subjects = new Map<string, Promise<AlarmSubject>>();
  const queue = new PQueue({ concurrency: lookupsAtOnce });
  const muted = new Map<string, boolean>();
  for (const arrival of arrivals) {
    const key = keyOf(arrival);
    const { name } = arrival.alarm;
    if (!muted.has(name)) muted.set(name, await isMuted(bot, channel.id, name));
    if (isKnown(arrival) || subjects.has(key) || subjects.size >= mostLookups) continue;
    if (arrival.user === undefined && muted.get(name)) continue;
    subjects.set(
      key,
      queue.add(() => findSubject(bot, arrival, channel, signal)),
    );
  }
  const found: Sortable[] = [];
  for (const arrival of arrivals) {
    const subject = isKnown(arrival) ? undefined : await subjects.get(keyOf(arrival));
    const scopes = subject?.status === 'gateway' ? subject.scopes.filter(allowedIn(bot, channel)) : undefined;
    if (subject && !scopes?.length) {
      await leaveAlone(bot, arrival, subject);
      continue;
    }
    const { alarm, answerId, ts, atMs, user } = arrival;
    found.push({
      answerId,
      ts,
      name: alarm.name,
      region: alarm.region,
      reason: alarm.reason,
      scopes,
      fromMs: beginOf(alarm, subject?.status === 'gateway' ? subject : {}, atMs),
      atMs,
      user,
      isMuted: muted.get(alarm.name) ?? false,
    });
  }
  return found;
}

const keyOf = ({ alarm }: Arrival) =>
  JSON.stringify([
    alarm.name,
    alarm.region,
    alarm.account,
    alarm.namespace,
    alarm.metric,
    alarm.api,
    alarm.stage,
  ]);

async function findSubject(
  bot: Bot,
  { alarm, user }: Arrival,
  channel: ChannelConfig,
  signal: AbortSignal,
): Promise<AlarmSubject> {
  if (bot.findAlarm) return bot.findAlarm(alarm, { signal, channel, askedBy: user ?? 'alarm' });
  if (alarm.api === undefined) return { status: 'unknown', why: 'not-found', detail: alarm.name };
  const { account, region, api, stage } = alarm;
  return {
    status: 'gateway',
    scopes: [
      {
        api,
        ...(account === undefined ? {} : { account }),
        ...(region === undefined ? {} : { region }),
        ...(stage === undefined ? {} : { stage }),
      },
    ],
    periodSeconds: alarm.periodSeconds ?? 60,
    evaluationPeriods: 1,
    timeoutMs: 29_000,
  };
}

/** May this channel ask about that API? An API is allowed by its id or by its name. */
function allowedIn(bot: Bot, channel: ChannelConfig) {
  return ({ account, stage, api, apiName }: AlarmScope) =>
    mayAskAbout(bot, channel, {
      ...(account === undefined ? {} : { account }),
      ...(stage === undefined ? {} : { stage }),
    }).status === 'allowed' &&
    (channel.apis.length === 0 ||
      api === undefined ||
      channel.apis.includes(api) ||
      (apiName !== undefined && channel.apis.includes(apiName)));
}

/** An alarm that is no API's meets silence, unless somebody asked. What cannot be told for lack of a permission is said. */
async function leaveAlone(bot: Bot, arrival: Arrival, subject: AlarmSubject): Promise<void> {
  const why =
    subject.status === 'gateway' ? 'api' : subject.status === 'elsewhere' ? 'elsewhere' : subject.why;
  note(bot, arrival, 'denied', why);
  const name = escapeMrkdwn(arrival.alarm.name);
  const detail = subject.status === 'elsewhere' ? escapeMrkdwn(subject.what) : '';
  if (arrival.user !== undefined)
    await tell(bot, arrival, bot.say(`alarms:not-asked.${why}`, { name, detail }));
  else if (why === 'denied' || why === 'unreachable') await sayCannotTell(bot, arrival, why);
}

async function giveUp(bot: Bot, waiting: readonly Arrival[]): Promise<void> {
  for (const arrival of waiting) {
    note(bot, arrival, 'failed', 'gave-up');
    await tell(bot, arrival, bot.say('alarms:failed'));
  }
  const [first] = waiting.filter(({ user }) => user === undefined);
  if (first) await sayCannotTell(bot, first, 'gave-up');
}

async function tell(bot: Bot, { answerId, channel, user, ts }: Arrival, words: string): Promise<void> {
  if (user !== undefined) await tellAsker(bot, { answerId, channel, user, threadTs: ts }, sentence(words));
}

function note(
  bot: Bot,
  { answerId, channel, user }: Arrival,
  decision: 'accepted' | 'joined' | 'denied' | 'failed',
  why: string,
): void {
  const team = bot.self.teamId;
  audit(bot, { decision, entry: 'alarm', user: user ?? '', team, channel, answerId, why });
}

/** Replies that all channels together may still give. */
async function repliesLeft(bot: Bot): Promise<number> {
  const given = readTimes(await bot.jobs.state.get('alarm-replies', 'all'), bot.now());
  return bot.config.alarmReplies.overall - given.length;
}

async function countReplies(bot: Bot, replies: number): Promise<void> {
  const nowMs = bot.now();
  if (replies > 0)
    await bot.jobs.state.change('alarm-replies', 'all', (before) => [
      ...readTimes(before, nowMs),
      ...Array.from({ length: replies }, () => nowMs),
    ]);
}

function readTimes(stored: unknown, nowMs: number): number[] {
  return Array.isArray(stored) ? stored.map(Number).filter((atMs) => nowMs - atMs < stormMs) : [];
}
