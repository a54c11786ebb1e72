import { pino } from 'pino';
import { expect, it } from 'vitest';
import { stopInTime } from '../src/stop-in-time.ts';

const hangs = () => new Promise<void>(() => undefined);

it.each<[string, ((done: string[]) => Promise<unknown> | undefined)[], number, string[], string]>([
  [
    'all steps are done, in order',
    [async (done) => done.push('bot'), async (done) => done.push('jobs'), () => undefined],
    0,
    ['bot', 'jobs'],
    'stopped',
  ],
  [
    'one hangs',
    [async (done) => done.push('bot'), hangs, async (done) => done.push('never')],
    1,
    ['bot'],
    'the stop took too long; ending all the same',
  ],
  [
    'one fails',
    [async () => Promise.reject(new Error('no socket')), async (done) => done.push('jobs')],
    1,
    ['jobs'],
    'a step of the stop failed',
  ],
  [
    'one fails at once',
    [
      () => {
        throw new Error('no socket');
      },
      async (done) => done.push('jobs'),
    ],
    1,
    ['jobs'],
    'a step of the stop failed',
  ],
])('ends the process where %s', async (_what, steps, code, expected, words) => {
  const done: string[] = [];
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const ended = await new Promise<number>((exit) => {
    void stopInTime(
      steps.map((step) => () => step(done)),
      { boundMs: 50, logger, exit },
    );
  });
  expect([ended, done, lines]).toStrictEqual([code, expected, [words]]);
});
