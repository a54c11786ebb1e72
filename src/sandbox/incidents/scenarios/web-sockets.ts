import type { Scenario } from '../scenario.ts';

/** WebSocket APIs: one message is one request. */
export const webSockets: Scenario[] = [
  {
    name: 'slow-message',
    about: 'A chat message waits 29 s for a function that needs 40 s.',
    cause: 'slow-integration',
    minutesAgo: 65,
    api: 'chat',
    call: 'sendmessage',
    end: { kind: 'timeout', afterMs: 29_000 },
    invocation: { startsAfterMs: 20, tookMs: 40_000, logsApiId: true },
    channel: 'incidents',
  },
  {
    name: 'lost-message',
    about: 'A chat message at night waits 29 s for a function that is never invoked.',
    cause: 'integration-not-invoked',
    minutesAgo: 134,
    alone: true,
    api: 'chat',
    call: 'sendmessage',
    end: { kind: 'timeout', afterMs: 29_000 },
  },
  {
    name: 'message-throws',
    about: 'The function throws on a chat message.',
    cause: 'lambda-error',
    minutesAgo: 66,
    api: 'chat',
    call: 'sendmessage',
    end: { kind: 'function-error', afterMs: 95, message: 'room r2 does not exist' },
    invocation: {
      startsAfterMs: 10,
      tookMs: 80,
      ending: 'error',
      error: 'Error: room r2 does not exist',
      logsApiId: true,
    },
  },
];
