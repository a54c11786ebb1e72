import { loadTemplates } from '../templates.ts';
import { raisedAlarm } from './incidents/sample-alarms.ts';
import { people, places } from './sample-workspace.ts';
import type { createSlackStandIn } from './slack/create-slack-stand-in.ts';

/** A newcomer shall see the workspace first, and then the alarm come in, ms. */
const calmMs = 4_000;
const minuteMs = 60_000;

/**
 * Raises one alarm once the bot is connected, as CloudWatch and Amazon Q would: the failures behind it are in the logs,
 * and the bot answers in its thread. Returns how to call it off.
 */
export function raiseAlarm(slack: ReturnType<typeof createSlackStandIn>, now: () => number): () => void {
  const abort = new AbortController();
  const raise = async () => {
    // The bot may need longer than one wait to come up on a slow machine.
    for (let tries = 0; tries < 4 && !abort.signal.aborted; tries += 1) {
      const isUp = await slack
        .waitFor(() => slack.socketMode?.isConnected(), 'the bot')
        .then(Boolean)
        .catch(() => false);
      if (isUp) break;
    }
    if (abort.signal.aborted) return;
    const timer = setTimeout(() => slack.postAs(people.alarms, alarmAt(now())), calmMs);
    timer.unref();
    abort.signal.addEventListener('abort', () => clearTimeout(timer));
  };
  void raise();
  return () => abort.abort();
}

/** The message as Amazon Q Developer writes it; datapoints newest first, each at the start of its five minutes. */
function alarmAt(nowMs: number): Parameters<ReturnType<typeof createSlackStandIn>['postAs']>[1] {
  const templates = loadTemplates();
  const say = (name: string, values: Record<string, string> = {}) =>
    templates.render(`sandbox/workspace:alarm.${name}`, { name: raisedAlarm, ...values });
  const newestMs = Math.floor(nowMs / (5 * minuteMs)) * 5 * minuteMs - 5 * minuteMs;
  const datapoints = [4, 3, 2].map(
    (value, index) => `${value}.0 (${datapointTime(newestMs - index * 5 * minuteMs)})`,
  );
  const reason = say('fresh-reason', { datapoints: datapoints.join(', ') });
  return {
    channel: places.alarms,
    text: say('fresh-text'),
    attachments: [{ color: 'd92b2b', fallback: reason, title: say('fresh-title'), text: reason }],
  };
}

/** "21/11/26 14:40:00": day first, UTC, as CloudWatch writes it. */
function datapointTime(atMs: number): string {
  const [date = '', time = ''] = new Date(atMs).toISOString().split(/[T.]/);
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time}`;
}
