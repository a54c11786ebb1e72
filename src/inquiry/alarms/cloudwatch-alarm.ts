import type { Alarm } from './alarm.ts';
import { readDatapointMs } from './datapoint.ts';
import type { FlatMessage } from './flatten-message.ts';
import { readRegion } from './regions.ts';

const stateWord = '(ALARM|OK|INSUFFICIENT_DATA)';
/** Ways in which forwarders name the alarm, each with the group of the name. */
const namedBy: readonly RegExp[] = [
  /CloudWatch Alarm \| ([^|]{1,255}?) \|/,
  new RegExp(`^${stateWord}: "(?<name>[^"]{1,255})" in `),
  new RegExp(`\\b[Tt]he alarm (?<name>\\S{1,255}) changed state to ${stateWord}`),
  new RegExp(`^(?<name>\\S.{0,254}?) state is now ${stateWord}`),
  /^Alarm (?<name>\S{1,255}) triggered$/,
  /^AWS CloudWatch notification - (?<name>\S.{0,254})$/,
  /Alert Triggered\*?: (?<name>\S{1,255})/,
];
const stateBy: readonly RegExp[] = [
  new RegExp(`^${stateWord}: "`),
  new RegExp(`changed state to ${stateWord}`),
  new RegExp(`state is now ${stateWord}`),
  new RegExp(`→ ${stateWord}`),
  new RegExp(`[*_ ]*State[*_ ]*: ${stateWord}`),
];

/** A CloudWatch alarm in the words of Amazon Q Developer (AWS Chatbot) or of one of the common forwarders. */
export function readCloudwatchAlarm(flat: FlatMessage): Alarm | undefined {
  const { lines, fields, links } = flat;
  const consoleLink = links.find((link) => /cloudwatch\/home.*#(?:alarms?V2:alarm\/|alarm:)/.test(link));
  const name = fields.get('alarm name') ?? firstMatch(lines, namedBy) ?? nameInLink(consoleLink);
  if (name === undefined) return undefined;
  const isTitled = lines.some((line) => /CloudWatch Alarm \|/.test(line));
  const told = fields.get('current state') ?? fields.get('state change')?.split('→').at(-1)?.trim();
  const state = readState(told) ?? readState(firstMatch(lines, stateBy)) ?? guessState(lines, isTitled);
  if (state === undefined) return undefined;
  const reason =
    fields.get('alarm reason') ??
    fields.get('reason') ??
    lines.find((line) =>
      /Threshold Crossed|Unchecked: Initial|Insufficient Data|no datapoints were received/.test(line),
    );
  const title = lines.find((line) => /CloudWatch Alarm \|/.test(line)) ?? '';
  const region =
    readRegion(title) ??
    readRegion(consoleLink?.match(/region=([a-z0-9-]+)/)?.[1] ?? '') ??
    readRegion(fields.get('region') ?? '') ??
    readRegion(lines.map((line) => /^\w+: "[^"]+" in (.+)$/.exec(line)?.[1]).find((one) => one) ?? '');
  const account =
    title.match(/Account: (\d{12})/)?.[1] ??
    lines.map((line) => /\((\d{12})\)/.exec(line)?.[1]).find((one) => one);
  const atMs = readDatapointMs(reason ?? '');
  const period = fields.get('trigger')?.match(/of (\d{2,5}) seconds/)?.[1];
  const metric = fields.get('trigger')?.match(/^[A-Za-z0-9.]+ (\w+) /)?.[1];
  return {
    source: 'cloudwatch',
    name: name.trim(),
    state,
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ...(atMs === undefined ? {} : { atMs }),
    ...(period === undefined ? {} : { periodSeconds: Number(period) }),
    ...(metric === undefined ? {} : { metric }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function firstMatch(lines: readonly string[], patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns)
    for (const line of lines) {
      const found = pattern.exec(line);
      if (found) return found.groups?.name ?? found[1];
    }
  return undefined;
}

function nameInLink(link: string | undefined): string | undefined {
  const found =
    link?.match(/#alarmsV2:alarm\/([^?&]+)/)?.[1] ?? link?.match(/[#;?&](?:alarm:)?name=([^;&]+)/)?.[1];
  if (found === undefined) return undefined;
  try {
    return decodeURIComponent(found.replaceAll('+', ' '));
  } catch {
    return found;
  }
}

function readState(text: string | undefined): Alarm['state'] | undefined {
  return text === 'ALARM' || text === 'OK' || text === 'INSUFFICIENT_DATA' ? text : undefined;
}

/** Amazon Q's title carries no state word; its sign does, and so does the reason. */
function guessState(lines: readonly string[], isTitled: boolean): Alarm['state'] | undefined {
  const text = lines.join('\n');
  if (/✅|:white_check_mark:|was not (?:greater|less)/.test(text)) return 'OK';
  if (isTitled || /🚨|:rotating_light:|Alarm has gone off|Alarm \S+ triggered/.test(text)) return 'ALARM';
  return undefined;
}
