import type { JobHandler } from '../../jobs/jobs.ts';
import { alarmsOf, countUnanswered } from '../ask/alarm-switches.ts';
import { authorisePlace } from '../ask/authorise.ts';
import { forgetChannel } from '../ask/directory.ts';
import type { Bot } from '../bot.ts';
import { denialMessage } from '../deliver/denial.ts';
import { describeAlarms } from './describe-alarms.ts';
import { type Arrival, readInbox, removeFromInbox, sortSoon } from './inbox.ts';
import type { SortJob } from './kinds.ts';
import { readLedger, stormMs } from './ledger.ts';
import { sayCannotTell, saySkipped } from './say-skipped.ts';
import { scheduleExtraLook, scheduleLook } from './schedule-looks.ts';
import { showEpisode } from './show-episode.ts';
import { sortIn } from './sort-in.ts';
import { note, tell } from './tell-arrival.ts';

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
  const left = new Set(wanted);
  for (const arrival of waiting.filter((one) => !left.has(one))) {
    await countUnanswered(bot, channel);
    note(bot, arrival, 'denied', 'switched-off');
  }
  const ledger = readLedger(await bot.jobs.state.get('alarm-ledger', channel));
  const sortable = await describeAlarms(bot, place.channel, wanted, ledger, signal);
  const nowMs = bot.now();
  const { perChannel } = bot.config.alarmReplies;
  let sorted: ReturnType<typeof sortIn> | undefined;
  const repliesToGive = await repliesLeft(bot);
  await bot.jobs.state.change('alarm-ledger', channel, (before) => {
    sorted = sortIn(readLedger(before), sortable, { perChannel, left: repliesToGive, nowMs });
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
  const byAnswer = new Map(wanted.map((arrival) => [arrival.answerId, arrival]));
  for (const { answerId, outcome } of sorted.outcomes) {
    const arrival = byAnswer.get(answerId);
    if (!arrival) continue;
    if (outcome === 'joined') await tell(bot, arrival, bot.say('alarms:known'));
    if (outcome !== 'again')
      note(bot, arrival, decisions[outcome], outcome === 'skipped' ? 'storm' : outcome);
  }
}

const decisions = {
  opened: 'accepted',
  joined: 'joined',
  muted: 'denied',
  repeat: 'denied',
  skipped: 'denied',
} as const;

async function giveUp(bot: Bot, waiting: readonly Arrival[]): Promise<void> {
  for (const arrival of waiting) {
    note(bot, arrival, 'failed', 'gave-up');
    await tell(bot, arrival, bot.say('alarms:failed'));
  }
  const [first] = waiting.filter(({ user }) => user === undefined);
  if (first) await sayCannotTell(bot, first, 'gave-up');
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
