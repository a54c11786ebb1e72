import type { Alarm } from './alarm.ts';
import type { FlatMessage } from './flatten-message.ts';

type State = Alarm['state'];

const stateWord = '(ALARM|OK|INSUFFICIENT_DATA)';
/** Titles under which forwarders tell the state that an alarm is in now. */
const titles = ['current state', 'new state', 'new state value', 'alarm state', 'state'];
const stated: readonly RegExp[] = [
  new RegExp(`^${stateWord}: "`),
  new RegExp(`changed state to ${stateWord}`),
  new RegExp(`state is now ${stateWord}`),
  new RegExp(`→ ${stateWord}`),
  new RegExp(`[*_ ]*State[*_ ]*: ${stateWord}`),
];

/** The state that a message says an alarm is in; undefined where no word of it says so. */
export function readStatedState({ lines, fields }: FlatMessage): State | undefined {
  const told = [...titles.map((title) => fields.get(title)), stateChange(fields)?.to];
  for (const text of told) {
    const state = stateOf(text);
    if (state) return state;
  }
  for (const pattern of stated)
    for (const line of lines) {
      const state = stateOf(pattern.exec(line)?.[1]);
      if (state) return state;
    }
  return undefined;
}

/** Was it in alarm before, as far as the message tells? */
export function wasInAlarm({ fields }: FlatMessage): boolean {
  const before = fields.get('old state') ?? fields.get('previous state') ?? stateChange(fields)?.from;
  return stateOf(before) === 'ALARM';
}

/** "OK → ALARM" */
function stateChange(fields: FlatMessage['fields']): { from: string; to: string } | undefined {
  const [from, to] = fields.get('state change')?.split('→') ?? [];
  return from === undefined || to === undefined ? undefined : { from, to };
}

function stateOf(text: string | undefined): State | undefined {
  const word = text
    ?.replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, '')
    .toUpperCase()
    .replaceAll(' ', '_');
  if (word === 'ALARM' || word === 'IN_ALARM') return 'ALARM';
  return word === 'OK' || word === 'INSUFFICIENT_DATA' ? word : undefined;
}

/** Signs, and the words of CloudWatch's own reasons, that tell one state from another; the first that is there counts. */
const signs: readonly [RegExp, State][] = [
  [/✅|🟢|💚|:(?:white_check_mark|large_green_circle|heavy_check_mark|ok):/, 'OK'],
  [/🚨|🔴|❗|:(?:rotating_light|red_circle|large_red_square|exclamation):|Alarm has gone off/, 'ALARM'],
  [/❔|❓|:(?:grey_question|question|white_circle):/, 'INSUFFICIENT_DATA'],
  [/\b(?:was|were) not (?:greater|less|outside|lower)/, 'OK'],
  [/\b(?:was|were) (?:greater|less|outside|lower)/, 'ALARM'],
  [/treated as \[NonBreaching\]/, 'OK'],
  [/Insufficient Data:|Unchecked: Initial|treated as \[Missing\]/, 'INSUFFICIENT_DATA'],
  [/Alarm \S{1,255} triggered|Threshold Crossed:|treated as \[Breaching\]/, 'ALARM'],
];

/**
 * The state of an alarm whose message has no word for it: by its sign, by the reason, by the colour of its bar. An alarm
 * by its title alone counts as raised: a reply too many does less harm than silence.
 */
export function guessState({ lines, colours }: FlatMessage, isTitled: boolean): State | undefined {
  const text = lines.join('\n');
  const [, state] = signs.find(([sign]) => sign.test(text)) ?? [];
  if (state) return state;
  if (!isTitled) return undefined;
  return colours.some(isGreen) ? 'OK' : 'ALARM';
}

function isGreen(colour: string): boolean {
  if (colour === 'good') return true;
  const [red = 0, green = 0, blue = 0] = (/^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour) ?? [])
    .slice(1)
    .map((part) => Number.parseInt(part, 16));
  return green > red * 1.3 && green > blue;
}
