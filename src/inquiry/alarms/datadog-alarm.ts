import type { Alarm } from './alarm.ts';
import type { FlatMessage } from './flatten-message.ts';
import { labelled } from './labelled.ts';

const site = /\b(?:datadoghq\.(?:com|eu)|ddog-gov\.com)\b/;
/** A sign, an emoji by its name, and the monitor's priority may stand before the word. */
const before = '^[^\\w[:]{0,8}(?::[\\w+-]{1,40}: ?)?(?:\\[P[1-5]\\] ?)?';
const titles: readonly RegExp[] = [
  new RegExp(
    `${before}\\[?(Triggered|Re-Triggered|Warn|Re-Warn|No data|Recovered)(?: on \\{[^}]*\\})?(?:\\]|:)\\s*(.+)$`,
    'i',
  ),
  /^(✅|:white_check_mark:)\s*(.+)$/,
];

/** Datadog: "[P2] [Triggered on {apiname:orders}] name" or "Triggered: name", tags as "apiname:orders". */
export function readDatadogAlarm({ lines, links }: FlatMessage): Alarm | undefined {
  if (![...links, ...lines].some((one) => site.test(one))) return undefined;
  const title = lines.map((line) => titles.map((one) => one.exec(line)).find(Boolean)).find(Boolean);
  const [, word = '', name] = title ?? [];
  if (!name) return undefined;
  const text = lines.join(' ');
  const tag = (key: string) => new RegExp(`\\b${key}:([\\w.$/-]{1,128})`, 'i').exec(text)?.[1];
  return {
    source: 'datadog',
    name: name.trim(),
    state: /trigger/i.test(word) ? 'ALARM' : /no data/i.test(word) ? 'INSUFFICIENT_DATA' : 'OK',
    ...(/^re-/i.test(word) ? { isRepeat: true } : {}),
    ...labelled(tag('apiid') ?? tag('apiname'), tag('stage'), tag('region')),
  };
}
