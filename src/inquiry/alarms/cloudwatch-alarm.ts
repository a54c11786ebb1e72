import type { Alarm } from './alarm.ts';
import { readAmazonQTitle } from './amazon-q-title.ts';
import { guessState, readStatedState, wasInAlarm } from './cloudwatch-state.ts';
import { readDatapointMs } from './datapoint.ts';
import type { FlatMessage } from './flatten-message.ts';
import { readRegion } from './regions.ts';

const stateWord = '(?:ALARM|OK|INSUFFICIENT_DATA)';
/** Ways in which forwarders name the alarm. */
const namedBy: readonly RegExp[] = [
  new RegExp(`^${stateWord}: "(?<name>[^"]{1,255})" in `),
  new RegExp(`\\b[Tt]he alarm (?<name>\\S{1,255}) changed state to ${stateWord}`),
  new RegExp(`^(?<name>\\S.{0,254}?) state is now ${stateWord}`),
  /^Alarm (?<name>\S{1,255}) triggered$/,
  /^AWS CloudWatch notification - (?<name>\S.{0,254})$/,
  /Alert Triggered\*?: (?<name>\S{1,255})/,
];

/** A CloudWatch alarm in the words of Amazon Q Developer (AWS Chatbot) or of one of the common forwarders. */
export function readCloudwatchAlarm(flat: FlatMessage): Alarm | undefined {
  const { lines, fields, links } = flat;
  const title = lines.map(readAmazonQTitle).find((one) => one);
  const consoleLink = links.find((link) =>
    /cloudwatch\/(?:home|deeplink).*#(?:alarms?V2:alarm\/|alarm:)/.test(link),
  );
  const name = fields.get('alarm name') ?? title?.name ?? firstName(lines) ?? nameInLink(consoleLink);
  if (name === undefined) return undefined;
  const state = readStatedState(flat) ?? guessState(flat, title !== undefined);
  if (state === undefined) return undefined;
  const reason =
    fields.get('alarm reason') ??
    fields.get('reason') ??
    fields.get('state reason') ??
    lines.find((line) =>
      /Threshold Crossed|Unchecked: Initial|Insufficient Data|no datapoints were received|transitioned to ALARM/.test(
        line,
      ),
    );
  const region =
    title?.region ??
    readRegion(consoleLink?.match(/region=([a-z0-9-]+)/)?.[1] ?? '') ??
    readRegion(fields.get('region') ?? '') ??
    readRegion(lines.map((line) => /^\w+: "[^"]+" in (.+)$/.exec(line)?.[1]).find((one) => one) ?? '');
  const account =
    title?.account ??
    fields.get('account')?.match(/\b\d{12}\b/)?.[0] ??
    lines.map((line) => /\((\d{12})\)/.exec(line)?.[1]).find((one) => one);
  const atMs = readDatapointMs(reason ?? '');
  const period = fields.get('trigger')?.match(/of (\d{2,5}) seconds/)?.[1];
  const metric = fields.get('trigger')?.match(/^[A-Za-z0-9.]+ (\w+) /)?.[1];
  return {
    source: 'cloudwatch',
    name: name.trim(),
    state,
    ...(state === 'ALARM' && wasInAlarm(flat) ? { isRepeat: true } : {}),
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ...(atMs === undefined ? {} : { atMs }),
    ...(period === undefined ? {} : { periodSeconds: Number(period) }),
    ...(metric === undefined ? {} : { metric }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function firstName(lines: readonly string[]): string | undefined {
  for (const pattern of namedBy)
    for (const line of lines) {
      const name = pattern.exec(line)?.groups?.name;
      if (name) return name;
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
