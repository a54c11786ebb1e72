import { FilterLogEventsCommand, type FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, describe, expect, it } from 'vitest';
import { readFilterPattern } from '../../../src/sandbox/aws/logs/filter-pattern.ts';
import type { LogGroup } from '../../../src/sandbox/aws/world.ts';
import { type OpenStandIn, openStandIn, refusalOf } from './open-stand-in.ts';
import { line, now, ownWorld } from './small-world.ts';

let standIn: OpenStandIn | undefined;
afterEach(async () => {
  await standIn?.close();
  standIn = undefined;
});

const minute = 60_000;
const day = 86_400_000;
const id = '7e3d1f66-0000-4000-8000-1234567890ab';
const group: LogGroup = {
  name: '/aws/lambda/orders',
  createdMs: now - 3 * day,
  events: [
    line(now - 2 * minute, `b ${id} end`, 'two'),
    line(now - 3 * minute, `a ${id} start`, 'one'),
    line(now - 2 * day, `long ago ${id}`, 'one'),
    line(now - minute, 'something else', 'two'),
  ],
};

async function open(more: Partial<LogGroup> = {}) {
  standIn = await openStandIn(ownWorld({ logGroups: [{ ...group, ...more }] }));
  return standIn;
}

const ask = (input: Partial<FilterLogEventsCommandInput> = {}) =>
  new FilterLogEventsCommand({
    logGroupName: '/aws/lambda/orders',
    startTime: now - 10 * minute,
    endTime: now,
    filterPattern: `"${id}"`,
    ...input,
  });

/** Reads every page: how many events each had, and all messages. */
async function readAll(opened: OpenStandIn, input: Partial<FilterLogEventsCommandInput> = {}) {
  const pages: number[] = [];
  const messages: (string | undefined)[] = [];
  for (let nextToken: string | undefined, page = 0; page < 50; page += 1) {
    const answer = await opened.logs().send(ask({ ...input, nextToken }));
    pages.push(answer.events?.length ?? 0);
    messages.push(...(answer.events ?? []).map(({ message }) => message));
    nextToken = answer.nextToken;
    if (!nextToken) break;
  }
  return { pages, messages };
}

describe('FilterLogEvents', () => {
  it('gives events of all streams, oldest first', async () => {
    const { logs } = await open();
    const { events, searchedLogStreams, nextToken } = await logs().send(ask());
    expect({ events, searchedLogStreams, nextToken }).toStrictEqual({
      events: [
        {
          logStreamName: 'one',
          timestamp: now - 3 * minute,
          ingestionTime: now - 3 * minute + 1_000,
          message: `a ${id} start`,
          eventId: expect.stringMatching(/^\d{56}$/),
        },
        expect.objectContaining({ message: `b ${id} end`, logStreamName: 'two' }),
      ],
      searchedLogStreams: [],
      nextToken: undefined,
    });
  });

  it('comes in pages over a wide window, empty ones among them', async () => {
    const opened = await open();
    expect(await readAll(opened, { startTime: now - 3 * day })).toStrictEqual({
      pages: [0, 0, 1, 0, 0, 2],
      messages: [`long ago ${id}`, `a ${id} start`, `b ${id} end`],
    });
  });

  it('takes a limit as the size of a page and goes on by token', async () => {
    expect(await readAll(await open(), { filterPattern: '', limit: 1 })).toStrictEqual({
      pages: [1, 1, 1],
      messages: [`a ${id} start`, `b ${id} end`, 'something else'],
    });
  });

  it('gives empty pages first when told to', async () => {
    const opened = await open();
    opened.faults.emptyPages(2);
    expect((await readAll(opened)).pages).toStrictEqual([0, 0, 2]);
  });

  it.each([
    [{ logStreamNames: ['two'] }, [`b ${id} end`]],
    [{ logStreamNamePrefix: 'on' }, [`a ${id} start`]],
    [{ startTime: now - 2 * minute }, [`b ${id} end`]],
    [{ endTime: now - 2 * minute - 1 }, [`a ${id} start`]],
    [{ logGroupName: undefined, logGroupIdentifier: '/aws/lambda/orders' }, [`a ${id} start`, `b ${id} end`]],
    [
      {
        logGroupName: undefined,
        logGroupIdentifier: 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/orders',
      },
      [`a ${id} start`, `b ${id} end`],
    ],
  ])('keeps to %j', async (input, messages) => {
    expect((await readAll(await open(), input)).messages).toStrictEqual(messages);
  });

  it.each<[string, Partial<FilterLogEventsCommandInput>, Partial<LogGroup>, string, RegExp]>([
    [
      'an unknown group',
      { logGroupName: '/nowhere' },
      {},
      'ResourceNotFoundException',
      /log group does not exist/,
    ],
    [
      'an unknown stream',
      { logStreamNames: ['x'] },
      {},
      'ResourceNotFoundException',
      /log stream does not exist/,
    ],
    [
      'a UUID without quotes',
      { filterPattern: id },
      {},
      'InvalidParameterException',
      /^Invalid character\(s\) in term/,
    ],
    [
      'the cheaper class',
      {},
      { class: 'INFREQUENT_ACCESS' },
      'InvalidOperationException',
      /is of log-group-class INFREQUENT_ACCESS\. FilterLogEvents is not supported for this log class\.$/,
    ],
    [
      'a made-up token',
      { nextToken: 'abc' },
      {},
      'InvalidParameterException',
      /^The specified nextToken is invalid\.$/,
    ],
    [
      'a limit of 10,001',
      { limit: 10_001 },
      {},
      'InvalidParameterException',
      /^1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000$/,
    ],
    [
      'an ARN as a name',
      { logGroupName: 'arn:aws:logs:x' },
      {},
      'InvalidParameterException',
      /'logGroupName'/,
    ],
  ])('refuses %s', async (_name, input, more, code, message) => {
    const { logs } = await open(more);
    const refusal = await refusalOf(logs().send(ask(input)));
    expect(refusal).toMatchObject({ code, status: 400 });
    expect(refusal.message).toMatch(message);
  });

  it("refuses another search's token", async () => {
    const { logs } = await open();
    const { nextToken } = await logs().send(ask({ limit: 1 }));
    expect(nextToken).toBeDefined();
    expect(await refusalOf(logs().send(ask({ nextToken, filterPattern: '"other"' })))).toMatchObject({
      code: 'InvalidParameterException',
    });
  });
});

describe('filter patterns', () => {
  it.each([
    ['', 'anything', true],
    ['504', 'status 504', true],
    ['Error', 'error', false],
    ['timeout 504', '504 after timeout', true],
    ['timeout 504', '504', false],
    ['"a-b c"', 'x a-b c y', true],
    ['"say \\"hi\\""', 'they say "hi" here', true],
    ['?one ?two', 'just two', true],
    ['?one ?two', 'three', false],
    ['?"a b" ?"c d"', 'c d', true],
    ['error -health', 'error in health check', false],
    ['error -health', 'error in check', true],
    ['-health', 'all well', true],
    ['?one must', 'must', true],
    ['%5\\d\\d%', 'status 504', true],
    ['%5\\d\\d%', 'status 200', false],
  ])('%j on %j: %s', (pattern, message, expected) => {
    expect(readFilterPattern(pattern)(message)).toBe(expected);
  });

  it.each(['{ $.status = 504 }', '[ip, user]', 'a-b', '"open', '%(a)%', '%[%', 'x'.repeat(1025)])(
    'refuses %j',
    (pattern) => {
      expect(() => readFilterPattern(pattern)).toThrow();
    },
  );
});
