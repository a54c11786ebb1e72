import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorld } from '../../../src/sandbox/incidents/build-world.ts';
import { makeCloudFrontId, makeConnectionId } from '../../../src/sandbox/incidents/ids.ts';
import type { Scenario } from '../../../src/sandbox/incidents/scenario.ts';
import { placeStory } from '../../../src/sandbox/incidents/story.ts';
import { type Investigators, nowMs, openInvestigation } from './open-investigation.ts';

const slow: Scenario = {
  name: 'asked-otherwise',
  about: 'An order times out.',
  cause: 'slow-integration',
  minutesAgo: 12,
  api: 'orders',
  call: 'POST /orders',
  end: { kind: 'timeout', afterMs: 29_000 },
  invocation: { startsAfterMs: 100, tookMs: 41_000, logsApiId: true },
};
const answered: Scenario = {
  ...slow,
  name: 'answered',
  minutesAgo: 20,
  end: { kind: 'answer', afterMs: 400, status: 200 },
  invocation: { startsAfterMs: 10, tookMs: 380, logsApiId: true },
};
const forged = '5d0b3c1e-6f2a-4b7c-9d8e-0a1b2c3d4e5f';
const inShop: Scenario = { ...slow, name: 'twin-in-shop', minutesAgo: 25, ids: { requestId: forged } };
const inPayments: Scenario = {
  ...answered,
  name: 'twin-in-payments',
  minutesAgo: 30,
  api: 'payments',
  call: 'POST /charges',
  ids: { requestId: forged },
};
const replaced: Scenario = {
  ...slow,
  name: 'replaced',
  minutesAgo: 35,
  ids: { requestId: '7c9e6679-7425-40de-944b-e07fc1f90ae7_REPLACED_INVALID_REQUEST_ID' },
};
const night: Scenario = { ...slow, name: 'last-night', minutesAgo: 9 * 60 };

const image: Scenario = {
  ...slow,
  name: 'from-the-edge',
  minutesAgo: 40,
  api: 'images',
  call: 'POST /resize',
};
const message: Scenario = { ...slow, name: 'message', minutesAgo: 45, api: 'chat', call: 'sendmessage' };
const basket: Scenario = {
  ...slow,
  name: 'basket',
  minutesAgo: 50,
  api: 'checkout',
  call: 'POST /checkout',
  end: { kind: 'timeout', afterMs: 30_000 },
};

const ids = placeStory(slow, nowMs).ids;

let investigators: Investigators;
beforeAll(async () => {
  investigators = await openInvestigation(
    buildWorld([slow, answered, inShop, inPayments, replaced, night, image, message, basket], nowMs),
  );
});
afterAll(() => investigators.close());

const found = async (id: string, more = {}) => {
  const { answer } = await investigators.ask(id, more);
  return answer.findings.map(({ report }) => [
    report.request.id,
    report.request.account,
    report.verdict.cause,
  ]);
};

describe('the same request, asked otherwise', () => {
  it.each([
    ['its extended id', ids.extendedRequestId],
    ['its trace id', ids.traceId],
    ['its function’s request id', ids.functionRequestId],
    ['its id in capitals', ids.requestId.toUpperCase()],
    ['its trace id in capitals', ids.traceId.toUpperCase()],
    ['its function’s request id in capitals', ids.functionRequestId.toUpperCase()],
  ])('by %s', async (_what, id) => {
    expect(await found(id)).toEqual([[ids.requestId, '111122223333', 'slow-integration']]);
  });

  it('by the id of a function that the gateway’s own log names', async () => {
    const story = placeStory(answered, nowMs);
    expect(await found(story.ids.functionRequestId)).toEqual([
      [story.ids.requestId, '111122223333', 'succeeded'],
    ]);
  });

  it('by an id that API Gateway had to replace', async () => {
    const id = replaced.ids?.requestId ?? '';
    expect(await found(id)).toEqual([[id, '111122223333', 'slow-integration']]);
  });

  it.each<[string, string, Scenario]>([
    ['CloudFront’s id, of an edge-optimised API', makeCloudFrontId('from-the-edge cloudfront'), image],
    ['a WebSocket’s connection id', makeConnectionId('message'), message],
    ['a WebSocket’s message id', makeConnectionId('message message'), message],
  ])('by %s', async (_what, id, scenario) => {
    const { requestId, extendedRequestId } = placeStory(scenario, nowMs).ids;
    expect(await found(id)).toEqual([
      [scenario === message ? extendedRequestId : requestId, '111122223333', 'slow-integration'],
    ]);
  });

  it('by the 16 characters of an HTTP API', async () => {
    const id = placeStory(basket, nowMs).ids.extendedRequestId;
    expect(await found(id)).toEqual([[id, '111122223333', 'slow-integration']]);
  });

  it('by an id that two accounts know: both are told, oldest first', async () => {
    expect(await found(forged)).toEqual([
      [forged, '444455556666', 'succeeded'],
      [forged, '111122223333', 'slow-integration'],
    ]);
  });

  it('by an id that two accounts know, of which one was asked about', async () => {
    expect(await found(forged, { scope: { account: 'payments' } })).toEqual([
      [forged, '444455556666', 'succeeded'],
    ]);
  });

  it('hours later, in a wider window', async () => {
    const story = placeStory(night, nowMs);
    expect(await found(story.ids.requestId)).toEqual([
      [story.ids.requestId, '111122223333', 'slow-integration'],
    ]);
  });
});

describe('what is nowhere is told with where it was looked for', () => {
  const week = 'from 2026-11-14 14:55 to 2026-11-21 14:56 UTC';

  it.each<[string, string, object, string[]]>([
    [
      'an id that nobody knows',
      '00000000-1111-4222-8333-444444444444',
      {},
      [
        `No line names this id in 20 log groups of shop eu-west-1, shop us-east-1, payments eu-west-1, ${week}.`,
        'The newest lines were looked at 2 times, because log lines can take up to two minutes to arrive.',
        'payments us-east-1 has no API.',
      ],
    ],
    [
      'another region than it was in',
      ids.requestId,
      { scope: { region: 'us-east-1', account: 'shop' } },
      [
        `No line names this id in 2 log groups of shop us-east-1, ${week}.`,
        'The newest lines were looked at 2 times, because log lines can take up to two minutes to arrive.',
      ],
    ],
    [
      'an id of CloudFront that no gateway saw',
      makeCloudFrontId('of nobody'),
      {},
      [
        'This is an id of CloudFront. The logs of a gateway hold it only among the request headers that the data trace of an edge-optimised API writes. Where CloudFront made the 504, no gateway log has the request at all; where the gateway answered, ask with x-amzn-RequestId or x-amz-apigw-id from the same response headers.',
        `No line names this id in 20 log groups of shop eu-west-1, shop us-east-1, payments eu-west-1, ${week}.`,
        'The newest lines were looked at 2 times, because log lines can take up to two minutes to arrive.',
        'payments us-east-1 has no API.',
      ],
    ],
    [
      'the console’s own test',
      'test-invoke-request',
      {},
      [
        "Requests of the console's Test button write no log group. Paste the log that the console shows and it will be read.",
      ],
    ],
  ])('%s', async (_what, id, more, notes) => {
    const { answer } = await investigators.ask(id, more);
    expect(answer.findings.map(({ report }) => report.verdict.cause)).toEqual(['inconclusive']);
    expect(answer.notes).toEqual(notes);
  });
});
