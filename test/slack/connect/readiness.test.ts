import { describe, expect, it } from 'vitest';
import { readiness } from '../../../src/slack/connect/readiness.ts';

const account = (isHealthy: boolean) => ({ name: 'account shop', isHealthy, detail: '' });
const sound = { isConnected: () => true, isReachable: async () => true };

describe('whether the bot is ready', () => {
  it.each([
    ['all is well', { ...sound, checkHealth: async () => [account(true)] }, [true, true, true]],
    [
      'the socket is gone',
      { ...sound, isConnected: () => false, checkHealth: async () => [account(true)] },
      [false, true, true],
    ],
    [
      'the database is away',
      { ...sound, isReachable: async () => false, checkHealth: async () => [account(true)] },
      [true, false, true],
    ],
    [
      'the database takes the question and says nothing',
      {
        ...sound,
        isReachable: () => new Promise<never>(() => {}),
        checkHealth: async () => [account(true)],
      },
      [true, false, true],
    ],
    [
      'no role can be assumed',
      { ...sound, checkHealth: async () => [account(false), account(false)] },
      [true, true, false],
    ],
    [
      'near miss: one of two can',
      { ...sound, checkHealth: async () => [account(false), account(true)] },
      [true, true, true],
    ],
    [
      'AWS cannot be asked',
      { ...sound, checkHealth: () => Promise.reject(new Error('no network')) },
      [true, true, false],
    ],
    [
      'AWS has not answered yet',
      { ...sound, checkHealth: () => new Promise<never>(() => {}) },
      [true, true, false],
    ],
  ])('%s', async (_what, options, [slack, database, aws]) => {
    expect(await readiness(options)()).toStrictEqual({ slack, database, aws });
  });

  it('leaves AWS out where nobody can ask it', async () => {
    expect(await readiness(sound)()).toStrictEqual({ slack: true, database: true });
  });
});
