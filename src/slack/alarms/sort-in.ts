import type { AlarmScope } from '../../inquiry/alarms/alarm-subject.ts';
import {
  type Episode,
  isOpen,
  isSameAlarm,
  type Ledger,
  type Skipped,
  type SkipReason,
  stormMs,
} from './ledger.ts';

/** Bounds of what one ledger holds: alarms by name in an episode, messages that were sorted, names that are said. */
const mostAlarms = 20;
const mostSorted = 4_000;
const mostNames = 10;
/** So long the buttons of a reply work, ms. Our choice. */
const keptMs = 24 * 3_600_000;

/** One alarm that may be answered here. */
export interface Sortable {
  answerId: string;
  ts: string;
  name: string;
  region?: string | undefined;
  account?: string | undefined;
  reason?: string | undefined;
  /** What it watches; missing: its name is known from an open episode, or it could not be looked up in such numbers. */
  scopes?: AlarmScope[] | undefined;
  /** It watches how long answers take, and no failures. */
  isLatency?: true | undefined;
  fromMs: number;
  atMs: number;
  user?: string | undefined;
  /** It only reminds: it joins what is open, and opens nothing. */
  isRepeat: boolean;
  isMuted: boolean;
}

type Outcome = 'opened' | 'joined' | 'muted' | 'repeat' | 'skipped' | 'again';

export interface Sorted {
  ledger: Ledger;
  /** Episodes to look at for the first time; also those of an earlier run that broke off. */
  opened: Episode[];
  joined: Episode[];
  /** How many of these were too many. */
  skippedNow: number;
  outcomes: { ts: string; answerId: string; outcome: Outcome }[];
}

/**
 * Sorts a swarm of alarms into the ledger of their channel: each joins the open episode of its name or APIs, opens one
 * while the limits allow it, or is counted as skipped. The same message is never counted twice.
 */
export function sortIn(
  before: Ledger,
  alarms: readonly Sortable[],
  limits: { perChannel: number; left: number; nowMs: number },
): Sorted {
  const { nowMs } = limits;
  const episodes = before.episodes
    .filter((one) => nowMs - Math.max(one.lastMs, one.openedMs) < keptMs)
    .map((one) => ({ ...one }));
  const known = new Set(before.sorted);
  let skipped = before.skipped && nowMs - before.skipped.lastMs < stormMs ? before.skipped : undefined;
  let left = limits.left;
  const opened = new Map<string, Episode>();
  const joined = new Map<string, Episode>();
  const outcomes: Sorted['outcomes'] = [];
  const note = (alarm: Sortable, outcome: Outcome) =>
    outcomes.push({ ts: alarm.ts, answerId: alarm.answerId, outcome });
  let skippedNow = 0;
  for (const alarm of alarms) {
    const key = alarm.user === undefined ? alarm.ts : alarm.answerId;
    if (known.has(key)) {
      const own = episodes.find(({ answerId }) => answerId === alarm.answerId);
      if (own) opened.set(own.answerId, own);
      note(alarm, 'again');
      continue;
    }
    known.add(key);
    const open = episodes.find((one) => isOpen(one, nowMs) && belongs(alarm, one));
    if (open && (alarm.user === undefined || open.threadTs === alarm.ts)) {
      join(open, alarm);
      joined.set(open.answerId, open);
      note(alarm, alarm.isMuted ? 'muted' : 'joined');
      continue;
    }
    if ((alarm.isMuted || alarm.isRepeat) && alarm.user === undefined) {
      if (alarm.isMuted) countMuted(episodes, alarm, nowMs);
      note(alarm, alarm.isMuted ? 'muted' : 'repeat');
      continue;
    }
    const answered = episodes.filter(
      (one) => one.user === undefined && nowMs - one.openedMs < stormMs,
    ).length;
    const bound = answered >= limits.perChannel ? 'channel' : left <= 0 ? 'overall' : undefined;
    const why = bound ?? (alarm.scopes ? undefined : 'swarm');
    if (alarm.user === undefined && why !== undefined) {
      skippedNow += 1;
      skipped = skip(skipped, alarm, why, nowMs);
      note(alarm, 'skipped');
      continue;
    }
    if (!alarm.scopes) continue;
    const episode = openEpisode(alarm, alarm.scopes, nowMs);
    episodes.push(episode);
    opened.set(episode.answerId, episode);
    if (alarm.user === undefined) left -= 1;
    note(alarm, 'opened');
  }
  return {
    ledger: {
      episodes: episodes.slice(-200),
      sorted: [...known].slice(-mostSorted),
      ...(skipped === undefined ? {} : { skipped }),
    },
    opened: [...opened.values()],
    joined: [...joined.values()],
    skippedNow,
    outcomes,
  };
}

function belongs(alarm: Sortable, episode: Episode): boolean {
  if (episode.alarms.some((one) => isSameAlarm(one, alarm))) return true;
  const watched = new Set(episode.scopes.map(apiOf));
  return alarm.scopes?.every((scope) => watched.has(apiOf(scope))) ?? false;
}

const apiOf = ({ account, region, api }: AlarmScope) => JSON.stringify([account, region, api]);

function join(episode: Episode, alarm: Sortable): void {
  const same = episode.alarms.find((one) => isSameAlarm(one, alarm));
  if (same)
    episode.alarms = episode.alarms.map((one) => (one === same ? { ...one, times: one.times + 1 } : one));
  else if (episode.alarms.length < mostAlarms) episode.alarms = [...episode.alarms, noticed(alarm)];
  else episode.more += 1;
  // Alarms over several stages of an API: the API is looked at as a whole.
  episode.scopes = episode.scopes.map((scope) => {
    const other = alarm.scopes?.find((one) => apiOf(one) === apiOf(scope));
    if (!other || other.stage === scope.stage) return scope;
    const { stage: _, ...whole } = scope;
    return whole;
  });
  episode.fromMs = Math.min(episode.fromMs, alarm.fromMs);
  episode.lastMs = Math.max(episode.lastMs, alarm.atMs);
  episode.isOver = false;
  if (alarm.scopes && !alarm.isLatency) delete episode.isLatency;
  if (alarm.isMuted) episode.whileMuted += 1;
}

function openEpisode(alarm: Sortable, scopes: AlarmScope[], nowMs: number): Episode {
  return {
    answerId: alarm.answerId,
    threadTs: alarm.ts,
    scopes,
    alarms: [noticed(alarm)],
    more: 0,
    ...(alarm.reason === undefined ? {} : { reason: alarm.reason }),
    ...(alarm.isLatency ? { isLatency: true } : {}),
    fromMs: alarm.fromMs,
    openedMs: nowMs,
    lastMs: alarm.atMs,
    ...(alarm.user === undefined ? {} : { user: alarm.user }),
    looks: 0,
    isOver: false,
    whileMuted: 0,
  };
}

function noticed({ name, region, account, ts }: Sortable): Episode['alarms'][number] {
  return {
    name,
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ts,
    times: 1,
  };
}

/** A mute may last longer than its episode takes up further alarms; what comes then is counted there all the same. */
function countMuted(episodes: readonly Episode[], alarm: Sortable, nowMs: number): void {
  const muted = episodes.find(
    (one) => (one.muted?.untilMs ?? 0) > nowMs && one.alarms.some((known) => isSameAlarm(known, alarm)),
  );
  if (muted) muted.whileMuted += 1;
}

function skip(before: Skipped | undefined, alarm: Sortable, why: SkipReason, nowMs: number): Skipped {
  if (!before)
    return {
      answerId: alarm.answerId,
      threadTs: alarm.ts,
      sinceMs: nowMs,
      lastMs: nowMs,
      count: 1,
      names: [alarm.name],
      why,
    };
  const isNew = !before.names.includes(alarm.name) && before.names.length < mostNames;
  return {
    ...before,
    lastMs: nowMs,
    count: before.count + 1,
    names: isNew ? [...before.names, alarm.name] : before.names,
    why,
  };
}
