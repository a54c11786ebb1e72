import type { Alarm } from './alarm.ts';
import type { FlatMessage } from './flatten-message.ts';
import { readRegion } from './regions.ts';

/** Grafana's default template: "[FIRING:1] name (labels)", labels as "- ApiName = orders". */
export function readGrafanaAlarm({ lines }: FlatMessage): Alarm | undefined {
  const title = lines
    .map((line) => /^\[(FIRING|RESOLVED)(?::\d+)?[^\]]*\]\s*(.*)$/.exec(line))
    .find((one) => one);
  if (!title) return undefined;
  const labels = new Map(
    lines.flatMap((line) => {
      const [, key, value] = /^-?\s*(\w{1,64}) ?= ?(.{1,255})$/.exec(line) ?? [];
      return key && value ? [[key.toLowerCase(), value.trim()]] : [];
    }),
  );
  const name = labels.get('alertname') ?? title[2]?.replace(/\s*\(.*\)$/, '').trim();
  if (!name) return undefined;
  return {
    source: 'grafana',
    name,
    state: title[1] === 'FIRING' ? 'ALARM' : 'OK',
    ...labelled(labels.get('apiid') ?? labels.get('apiname'), labels.get('stage'), labels.get('region')),
  };
}

/** Datadog: "[Triggered on {apiname:orders}] name" or "Triggered: name", tags as "apiname:orders". */
export function readDatadogAlarm({ lines, links }: FlatMessage): Alarm | undefined {
  if (
    !links.some((link) => /datadoghq\.(?:com|eu)/.test(link)) &&
    !lines.some((line) => /datadoghq/.test(line))
  )
    return undefined;
  const title = lines
    .map(
      (line) =>
        /^\[?(Triggered|Re-Triggered|Warn|No data|Recovered)(?: on \{[^}]*\})?(?:\]|:)\s*(.+)$/i.exec(line) ??
        /^(✅|:white_check_mark:)\s*(.+)$/.exec(line),
    )
    .find((one) => one);
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

/** PagerDuty and Opsgenie tell little more than the alarm's name. */
export function readPagerAlarm({ lines, links }: FlatMessage): Alarm | undefined {
  const text = [...links, ...lines].join('\n');
  const source = /pagerduty\.com/.test(text)
    ? 'pagerduty'
    : /opsgenie\.com|\[Opsgenie\]/i.test(text)
      ? 'opsgenie'
      : undefined;
  if (source === undefined) return undefined;
  const titled = lines
    .map(
      (line) =>
        /^(?:\W{0,3})?(Triggered|Acknowledged|Resolved|Open(?:ed)?|Closed?|New alert|Alert)[\s:]*(?:#?\d{1,12}[\s:-]*)?"?(\S.{0,254}?)"?$/i.exec(
          line,
        ) ?? /^(?:New )?(Alert|Incident)[ #\d]*: ?(\S.{0,254})$/i.exec(line),
    )
    .find((one) => one);
  const [, word = '', title] = titled ?? [];
  if (!title) return undefined;
  const isOver =
    /acknowledged|resolved|clos/i.test(word) ||
    lines.some((line) => /^(?:Status: )?(?:Resolved|Closed|Acknowledged)\b/i.test(line));
  const named = /ALARM: "([^"]+)"/.exec(title)?.[1];
  return {
    source,
    name: named ?? title.trim(),
    state: isOver ? 'OK' : 'ALARM',
    ...labelled(undefined, undefined, text),
  };
}

function labelled(
  api: string | undefined,
  stage: string | undefined,
  regionText: string | undefined,
): Pick<Alarm, 'api' | 'stage' | 'region'> {
  const region = readRegion(regionText ?? '');
  return {
    ...(api === undefined ? {} : { api }),
    ...(stage === undefined ? {} : { stage }),
    ...(region === undefined ? {} : { region }),
  };
}
