import type { Alarm } from './alarm.ts';
import { readEventAlarm } from './event-alarm.ts';
import { readNotificationAlarm } from './notification-alarm.ts';

/**
 * A CloudWatch alarm in AWS's own JSON, wherever in the text it stands: a notification of SNS, an event of EventBridge,
 * or either of them in SNS's envelope.
 */
export function readAwsAlarm(text: string): Alarm | undefined {
  if (!/alarmName/i.test(text)) return undefined;
  for (const object of objectsIn(text)) {
    const alarm = readObject(object);
    if (alarm) return alarm;
  }
  return undefined;
}

function readObject(object: string): Alarm | undefined {
  let value: unknown;
  try {
    value = JSON.parse(object);
  } catch {
    return undefined;
  }
  const inner: unknown = Reflect.get(Object(value), 'Message');
  if (typeof inner === 'string') return readAwsAlarm(inner);
  return [value, inner].flatMap((one) => readNotificationAlarm(one) ?? readEventAlarm(one) ?? [])[0];
}

/** Objects tried; forwarders put the same one into the text and its fallback. */
const mostObjects = 5;

/** The outermost `{…}` of a text, one after the other; braces inside quotes do not count. Walks the text once. */
function objectsIn(text: string): string[] {
  const objects: string[] = [];
  let depth = 0;
  let from = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length && objects.length < mostObjects; index += 1) {
    const character = text[index];
    if (isQuoted) {
      if (character === '\\') index += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = depth > 0;
    else if (character === '{') {
      if (depth === 0) from = index;
      depth += 1;
    } else if (character === '}' && depth > 0) {
      depth -= 1;
      if (depth === 0) objects.push(text.slice(from, index + 1));
    }
  }
  return objects;
}
