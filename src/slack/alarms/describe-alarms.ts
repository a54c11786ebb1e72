import PQueue from 'p-queue';
import type { ChannelConfig } from '../../config-schema.ts';
import type { AlarmScope, AlarmSubject } from '../../inquiry/alarms/alarm-subject.ts';
import { mayAskAbout } from '../ask/authorise.ts';
import type { Bot } from '../bot.ts';
import { escapeMrkdwn } from '../escape.ts';
import type { Arrival } from './inbox.ts';
import { isOpen, isSameAlarm, type Ledger, mostLookups } from './ledger.ts';
import { readMutes } from './mutes.ts';
import { sayCannotTell } from './say-skipped.ts';
import type { Sortable } from './sort-in.ts';
import { note, tell } from './tell-arrival.ts';
import { beginOf } from './window-of.ts';

const lookupsAtOnce = 4;

/** What each alarm watches, where its name does not belong to an open episode already. Silent about what is no API's. */
export async function describeAlarms(
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
      (episode) => isOpen(episode, nowMs) && episode.alarms.some((one) => isSameAlarm(one, alarm)),
    );
  const subjects = new Map<string, Promise<AlarmSubject>>();
  const queue = new PQueue({ concurrency: lookupsAtOnce });
  const isMuted = await readMutes(bot, channel.id);
  for (const arrival of arrivals) {
    const key = keyOf(arrival);
    if (isKnown(arrival) || subjects.has(key) || subjects.size >= mostLookups) continue;
    if (arrival.user === undefined && (isMuted(arrival.alarm) || arrival.alarm.isRepeat)) continue;
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
      account: alarm.account,
      reason: alarm.reason,
      scopes,
      isLatency: subject?.status === 'gateway' ? subject.isLatency : undefined,
      fromMs: beginOf(alarm, subject?.status === 'gateway' ? subject : {}, atMs),
      atMs,
      user,
      isRepeat: alarm.isRepeat === true,
      isMuted: isMuted(alarm),
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
    alarm.others,
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
