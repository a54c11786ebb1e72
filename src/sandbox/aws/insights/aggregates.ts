import { compareValues, isInstant, toNumber, toText, type Value } from './value.ts';

/** One record's part in an aggregate: its arguments, and its time for earliest() and latest(). */
export interface Sample {
  args: readonly Value[];
  timestampMs: number | undefined;
}

export interface AggregateSignature {
  arity: readonly [number, number];
  /** Over the records of one group; undefined where none of them has a usable value. */
  fold(samples: readonly Sample[]): Value;
}

const present = (samples: readonly Sample[]) => samples.filter(({ args }) => args[0] !== undefined);
const numbersOf = (samples: readonly Sample[]) => samples.flatMap(({ args }) => toNumber(args[0]) ?? []);

const ofNumbers = (work: (numbers: readonly number[]) => number): AggregateSignature => ({
  arity: [1, 1],
  fold: (samples) => {
    const numbers = numbersOf(samples);
    return numbers.length === 0 ? undefined : work(numbers);
  },
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length;

/** min() and max() of anything; times come back as epoch ms, as from AWS. */
const extreme = (sign: 1 | -1): AggregateSignature => ({
  arity: [1, 1],
  fold: (samples) =>
    withoutClock(
      present(samples)
        .map(({ args }) => args[0])
        .reduce<Value>(
          (best, value) => ((compareValues(value, best) ?? sign) * sign > 0 ? value : best),
          undefined,
        ),
    ),
});

/** The value of the earliest or latest record of a group, by time. */
const byTime = (sign: 1 | -1): AggregateSignature => ({
  arity: [1, 1],
  fold: (samples) =>
    withoutClock(
      present(samples).reduce<Sample | undefined>(
        (best, sample) =>
          best === undefined || ((sample.timestampMs ?? 0) - (best.timestampMs ?? 0)) * sign > 0
            ? sample
            : best,
        undefined,
      )?.args[0],
    ),
});

/** The value that sorts first or last, as text. */
const bySorting = (sign: 1 | -1): AggregateSignature => ({
  arity: [1, 1],
  fold: (samples) =>
    present(samples)
      .flatMap(({ args }) => toText(args[0]) ?? [])
      .reduce<string | undefined>(
        (best, text) => (best === undefined || (text > best ? 1 : -1) * sign > 0 ? text : best),
        undefined,
      ),
});

function withoutClock(value: Value): Value {
  return isInstant(value) ? value.epochMs : value;
}

/** The aggregates that stats knows, by their exact names. */
export const aggregates: Record<string, AggregateSignature> = {
  count: {
    arity: [0, 1],
    fold: (samples) => samples.filter(({ args }) => args.length === 0 || args[0] !== undefined).length,
  },
  count_distinct: {
    arity: [1, 1],
    fold: (samples) => new Set(samples.flatMap(({ args }) => toText(args[0]) ?? [])).size,
  },
  sum: ofNumbers(sum),
  avg: ofNumbers(mean),
  min: extreme(-1),
  max: extreme(1),
  stddev: ofNumbers((numbers) => {
    const centre = mean(numbers);
    return Math.sqrt(mean(numbers.map((number) => (number - centre) ** 2)));
  }),
  // Nearest rank: a value that occurred, as AWS answers for small groups.
  pct: {
    arity: [2, 2],
    fold: (samples) => {
      const numbers = numbersOf(samples).sort((a, b) => a - b);
      const percent = toNumber(samples[0]?.args[1]) ?? Number.NaN;
      return numbers[Math.max(0, Math.ceil((percent / 100) * numbers.length) - 1)];
    },
  },
  earliest: byTime(-1),
  latest: byTime(1),
  sortsFirst: bySorting(-1),
  sortsLast: bySorting(1),
};
