import type { Alarm } from './alarm.ts';
import type { FlatMessage } from './flatten-message.ts';
import { labelled } from './labelled.ts';
import { readRegion } from './regions.ts';

/** "Triggered #4711: name", "*Triggered:* [#4711] name" */
const incident =
  /^[^\w[]{0,8}(Triggered|Acknowledged|Reassigned|Escalated|Resolved|Open(?:ed)?|Closed?)[*_]{0,2}(?=[:\s]*\[?#|:)[*_:\s]*(?:\[?#?\d{1,12}\]?[\s:-]*)?(.{0,255})$/i;
/** "New alert: #46353", "Alert #12: name", "ana acknowledged alert: #46353", "New Incident: name" */
const alert =
  /^(.{0,120}?)(?<![\w/-])(?:alert|incident)(?![\w/-]):? ?(?:\[?#\d{1,12}\]?)?[\s:-]*(.{0,255})$/i;

/** PagerDuty and Opsgenie tell little more than the alarm's name; what is not new is no turn to ALARM. */
export function readPagerAlarm({ lines, links }: FlatMessage): Alarm | undefined {
  const text = [...links, ...lines].join('\n');
  const source = /pagerduty\.com/.test(text)
    ? 'pagerduty'
    : /opsgenie\.com|\bopsg\.in\b|\[Opsgenie\]/i.test(text)
      ? 'opsgenie'
      : undefined;
  if (source === undefined) return undefined;
  const found = readTitle(lines);
  if (!found) return undefined;
  const { title, isNew } = found;
  const isOver = lines.some((line) => /^(?:Status: )?(?:Resolved|Closed|Acknowledged)\b/i.test(line));
  const [, named, place = ''] = /ALARM: "([^"]+)"(?: in ([^"]+))?/.exec(title) ?? [];
  return {
    source,
    name: named ?? title,
    state: isNew && !isOver ? 'ALARM' : 'OK',
    ...labelled(undefined, undefined, readRegion(place) ?? text),
  };
}

function readTitle(lines: readonly string[]): { title: string; isNew: boolean } | undefined {
  for (const [index, line] of lines.entries()) {
    if (/^https?:\/\/\S+$/.test(line)) continue;
    const told = incident.exec(line) ?? alert.exec(line);
    if (!told) continue;
    const [, word = '', rest = ''] = told;
    // Opsgenie's title is a number alone; the alarm stands in the line below.
    const title = unquoted(rest) || unquoted(lines[index + 1] ?? '');
    if (title === '') return undefined;
    return { title, isNew: /^(?:triggered|open(?:ed)?|new)?$/i.test(word.replace(/[^\p{L}]+/gu, '')) };
  }
  return undefined;
}

/** Quotes around the whole, and only those. */
function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1');
}
