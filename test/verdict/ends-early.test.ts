import { describe, expect, it } from 'vitest';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import { evidenceWith, log, sending, settings, timeout } from './evidence-with.ts';

type Line = readonly [number | undefined, string];
const start: Line = [-10, 'Starting execution for request: 3c1d5a0e-7b42-4f0e-9a35-5e8f1b2c6d70'];
const authorizer: Line = [
  -20,
  'Starting authorizer: 62mgrc for request: 3c1d5a0e-7b42-4f0e-9a35-5e8f1b2c6d70',
];
const received: Line = [40, 'Received response. Status: 200, Integration latency: 40 ms'];
const extended: Line = [-30, 'Extended Request Id: K2G9wEbUoAMEvag='];
const success: Line = [50, 'Successfully completed execution'];
const done: Line = [50, 'Method completed with status: 504'];
const gapsOf = (lines: readonly Line[], found: object = {}) =>
  decideVerdict(evidenceWith({ executionLog: log(...lines), ...found }))
    .notChecked.filter(({ source }) => source === 'executionLog')
    .map(({ reason, args }) => [reason, args]);

describe('a log that says nothing of how the request ended', () => {
  it.each<[string, Line[], unknown]>([
    ['in the authorizer', [authorizer], [['not-given', { ends: 'authorizer' }]]],
    ['before sending', [start], [['not-given', { ends: 'before' }]]],
    ['behind sending', [start, sending], [['not-given', { ends: 'sending' }]]],
    ['behind the answer', [start, sending, received], [['not-given', { ends: 'answer' }]]],
    ['nowhere: its end is there, and its sending', [start, sending, [50, done[1]]], []],
    ['nowhere: its end is there, and its sending is not', [start, done], [['error-level-only', {}]]],
    [
      'nowhere: it is whole, and nothing was called',
      [extended, start, success, done],
      [['not-given', { answeredBy: 'no-call' }]],
    ],
    [
      'nowhere: it is whole, and the execution was no success',
      [extended, start, done],
      [['error-level-only', {}]],
    ],
    [
      'nowhere: it is whole but for the beginning of the execution',
      [extended, success, done],
      [['error-level-only', {}]],
    ],
    [
      'at a level that is not known',
      [[0, 'X-ray Tracing ID : 1-6b10f3a1-0123456789abcdef01234567']],
      [['error-level-only', {}]],
    ],
    ['nowhere that matters: it states a timeout', [timeout], [['error-level-only', {}]]],
  ])('breaks off %s', (_where, lines, expected) => {
    expect(gapsOf(lines)).toEqual(expected);
  });

  it('has no such gap where the stage is known to log everything', () => {
    expect(gapsOf([timeout], { gatewaySettings: settings({}, { executionLogLevel: 'INFO' }) })).toEqual([]);
  });
});

describe('the moment of a log of failures alone', () => {
  const flawsOf = (lines: readonly Line[], atMs: number | undefined) =>
    decideVerdict(
      evidenceWith({ executionLog: log(...lines) }, atMs === undefined ? {} : { atMs }),
    ).ledger.flaws.map(({ flaw }) => flaw);
  const failedAtMs = Date.UTC(2026, 10, 20, 14, 42, 38, 200);

  it.each<[string, Line[], number | undefined, boolean]>([
    ['is the failure’s', [timeout], failedAtMs, true],
    ['is the failure’s, with what it ended in', [timeout, [29_001, done[1]]], failedAtMs, true],
    ['is no failure’s where another source has the arrival', [timeout], failedAtMs - 29_000, false],
    ['is none', [[undefined, timeout[1]]], undefined, false],
    ['is the arrival where the log has its beginning', [[29_000, start[1]], timeout], failedAtMs, false],
  ])('%s', (_what, lines, atMs, isNamed) => {
    expect(flawsOf(lines, atMs).includes('arrival-unknown')).toBe(isNamed);
  });
});
