import type { Alarm } from './alarm.ts';
import type { FlatMessage } from './flatten-message.ts';
import { labelled } from './labelled.ts';

const unified = /^[^\w[]{0,8}\[(FIRING|RESOLVED)(?::\d+)?[^\]]*\]\s*(.*)$/;
/** Before version 9; brackets alone would be anybody's. */
const legacy = /^\[(Alerting|OK|No Data|Pending|Paused|Unknown)\]\s+(\S.*)$/;

/** Grafana tells of its own trouble under these names; the rule is in a label. */
const ownTrouble = /^Datasource(?:Error|NoData)$/;
/** Alerts of one message whose APIs are told apart. */
const mostAlerts = 5;

/**
 * Grafana and Alertmanager: "[FIRING:1] name (labels)" with labels as "- ApiName = orders" or "• *apiname:* orders";
 * Grafana before version 9: "[Alerting] name".
 */
export function readGrafanaAlarm({ lines, links }: FlatMessage): Alarm | undefined {
  const isGrafana =
    lines.some((line) => /^Grafana v\d/.test(line)) || links.some((link) => /grafana/.test(link));
  const title = lines
    .map((line) => unified.exec(line) ?? (isGrafana ? legacy.exec(line) : null))
    .find(Boolean);
  if (!title) return undefined;
  const alerts = labelSets(firing(lines));
  const [first = new Map<string, string>()] = alerts;
  const alertname = first.get('alertname');
  const isOwn = ownTrouble.test(alertname ?? '');
  const name = (isOwn ? first.get('rulename') : alertname) ?? title[2]?.replace(/\s*\(.*\)$/, '').trim();
  if (!name) return undefined;
  const [told, ...others] = distinct(
    alerts.flatMap((labels) => {
      const api = labels.get('apiid') ?? labels.get('apiname');
      const stage = labels.get('stage');
      return api === undefined ? [] : [{ api, ...(stage === undefined ? {} : { stage }) }];
    }),
  ).slice(0, mostAlerts);
  return {
    source: 'grafana',
    name,
    state: isOwn ? 'INSUFFICIENT_DATA' : stateOf(title[1]),
    ...labelled(told?.api, told?.stage ?? first.get('stage'), first.get('region')),
    ...(others.length === 0 ? {} : { others }),
  };
}

function stateOf(word = ''): Alarm['state'] {
  if (word === 'FIRING' || word === 'Alerting') return 'ALARM';
  return word === 'No Data' || word === 'Unknown' ? 'INSUFFICIENT_DATA' : 'OK';
}

/** A message can tell of alerts that fire and, behind them, of others that are over. */
function firing(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => /^[*_]*Resolved\b[^:=]{0,20}:?[*_]*$/i.test(line));
  return end <= 0 ? lines : lines.slice(0, end);
}

/** The labels of each alert; a name that comes again begins the next one. */
function labelSets(lines: readonly string[]): Map<string, string>[] {
  const sets: Map<string, string>[] = [];
  let labels = new Map<string, string>();
  for (const line of lines) {
    const [, key, value] =
      /^-?\s*(\w{1,64}) ?= ?(.{1,255})$/.exec(line) ??
      /^[-•]\s*[*_]?(\w{1,64}):[*_]?\s*(.{1,255})$/.exec(line) ??
      [];
    if (!key || !value) continue;
    const name = key.toLowerCase();
    if (sets.length === 0 || labels.has(name)) {
      labels = new Map();
      sets.push(labels);
    }
    labels.set(name, value.trim());
  }
  return sets;
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
