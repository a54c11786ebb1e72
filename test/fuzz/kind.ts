import type { Corpus } from './corpus.ts';
import type { Random } from './random.ts';

/** A way in, and what must hold whatever comes by it. */
export interface Kind {
  name: string;
  /** How many of 100 inputs. */
  share: number;
  make(corpus: Corpus, random: Random): string;
  /** What is wrong with what the product makes of the input; empty when all is well. May throw: that is a fault. */
  check(input: string): string[];
}

/** The redaction of a configuration that says nothing about it. */
export const redaction = {
  emails: true,
  ipAddresses: false,
  phoneNumbers: true,
  cardNumbers: true,
  fields: [],
};
export const nowMs = Date.UTC(2026, 10, 20, 15);
