import { isInSubnet, isIpAddress } from './ip-address.ts';
import { compareValues, fromJson, isInstant, isStructure, toNumber, toText, type Value } from './value.ts';

export interface FunctionSignature {
  /** Fewest and most arguments. */
  arity: readonly [number, number];
  /** Missing arguments are undefined, and so is the result of most functions then. */
  call(args: readonly Value[], timestampMs: number | undefined, nowMs: number): Value;
}

const many = Number.POSITIVE_INFINITY;

const ofNumber = (work: (value: number) => number): FunctionSignature => ({
  arity: [1, 1],
  call: ([value]) => {
    const number = toNumber(value);
    return number === undefined ? undefined : work(number);
  },
});

const ofText = (work: (value: string) => Value): FunctionSignature => ({
  arity: [1, 1],
  call: ([value]) => {
    const text = toText(value);
    return text === undefined ? undefined : work(text);
  },
});

const extreme = (sign: 1 | -1): FunctionSignature => ({
  arity: [1, many],
  call: (args) =>
    args.reduce((best, value) => {
      const order = compareValues(value, best);
      if (best === undefined) return value;
      return order !== undefined && order * sign > 0 ? value : best;
    }),
});

/** The start (or, upwards, the end) of the period that the time lies in; periods count from the epoch. */
const toPeriod = (round: (periods: number) => number, timeMs: number | undefined, periodMs: Value): Value => {
  const length = toNumber(periodMs);
  return timeMs === undefined || length === undefined
    ? undefined
    : { epochMs: round(timeMs / length) * length };
};

const trimmed = (pattern: (characters: string) => RegExp): FunctionSignature => ({
  arity: [1, 2],
  call: ([value, characters]) => {
    const escaped = (toText(characters) ?? '').replace(/[\\\]^-]/g, '\\$&');
    return toText(value)?.replace(pattern(escaped === '' ? '\\s' : escaped), '');
  },
});

const inSubnet = (family: 'ipv4' | 'ipv6' | 'either'): FunctionSignature => ({
  arity: [2, 2],
  call: ([address, subnet]) => isInSubnet(toText(address) ?? '', toText(subnet) ?? '', family),
});

/** The functions that are implemented, by their exact names. Any other name is a malformed query. */
export const functions: Record<string, FunctionSignature> = {
  ispresent: { arity: [1, 1], call: ([value]) => value !== undefined },
  coalesce: { arity: [1, many], call: (args) => args.find((value) => value !== undefined) },
  isempty: { arity: [1, 1], call: ([value]) => value === undefined || value === '' },
  isblank: { arity: [1, 1], call: ([value]) => (toText(value) ?? '').trim() === '' },
  strlen: ofText((text) => text.length),
  toupper: ofText((text) => text.toUpperCase()),
  tolower: ofText((text) => text.toLowerCase()),
  trim: trimmed((characters) => new RegExp(`^[${characters}]+|[${characters}]+$`, 'g')),
  ltrim: trimmed((characters) => new RegExp(`^[${characters}]+`)),
  rtrim: trimmed((characters) => new RegExp(`[${characters}]+$`)),
  concat: {
    arity: [1, many],
    call: (args) =>
      args.some((value) => value !== undefined)
        ? args.map((value) => toText(value) ?? '').join('')
        : undefined,
  },
  substr: {
    arity: [2, 3],
    call: ([value, from, length]) => {
      const start = toNumber(from);
      if (start === undefined) return undefined;
      const count = toNumber(length);
      return toText(value)?.slice(start, count === undefined ? undefined : start + count);
    },
  },
  replace: {
    arity: [3, 3],
    call: ([value, search, replacement]) =>
      toText(value)?.replaceAll(toText(search) ?? '', toText(replacement) ?? ''),
  },
  // A text that is no JSON object or list gives nothing.
  jsonParse: ofText((text) => {
    try {
      const value = fromJson(JSON.parse(text));
      return isStructure(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }),
  jsonStringify: { arity: [1, 1], call: ([value]) => (isStructure(value) ? toText(value) : undefined) },
  // Epoch seconds, unlike every other time of the language.
  now: { arity: [0, 0], call: (_args, _timestampMs, nowMs) => Math.floor(nowMs / 1000) },
  // A third argument (case-insensitive) is accepted by AWS and has no effect there.
  strcontains: {
    arity: [2, 3],
    call: ([value, search]) => {
      const text = toText(value);
      return text === undefined ? undefined : Number(text.includes(toText(search) ?? ''));
    },
  },
  isValidIp: ofText((text) => isIpAddress(text, 'either')),
  isValidIpv4: ofText((text) => isIpAddress(text, 'ipv4')),
  isValidIpv6: ofText((text) => isIpAddress(text, 'ipv6')),
  isIpInSubnet: inSubnet('either'),
  isIpv4InSubnet: inSubnet('ipv4'),
  isIpv6InSubnet: inSubnet('ipv6'),
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  log: ofNumber(Math.log),
  sqrt: ofNumber(Math.sqrt),
  greatest: extreme(1),
  least: extreme(-1),
  bin: { arity: [1, 1], call: ([period], timestampMs) => toPeriod(Math.floor, timestampMs, period) },
  datefloor: { arity: [2, 2], call: ([time, period]) => toPeriod(Math.floor, toNumber(time), period) },
  dateceil: { arity: [2, 2], call: ([time, period]) => toPeriod(Math.ceil, toNumber(time), period) },
  fromMillis: {
    arity: [1, 1],
    call: ([value]) => {
      const epochMs = toNumber(value);
      return epochMs === undefined ? undefined : { epochMs };
    },
  },
  toMillis: { arity: [1, 1], call: ([value]) => (isInstant(value) ? value.epochMs : toNumber(value)) },
};
