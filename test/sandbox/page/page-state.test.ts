import { describe, expect, it } from 'vitest';
import { initialsOf } from '../../../src/sandbox/page/client/avatar.ts';
import { completed, completionsFor } from '../../../src/sandbox/page/client/completion.ts';
import { fillDate } from '../../../src/sandbox/page/client/dates.ts';
import { rowsOf, threadRows } from '../../../src/sandbox/page/client/message-rows.ts';
import {
  afterEvent,
  afterMove,
  afterRefetch,
  channelMessages,
  type PageState,
  repliesTo,
} from '../../../src/sandbox/page/client/page-state.ts';
import { addressOf, permalinkOf, placeOf } from '../../../src/sandbox/page/client/place-address.ts';
import type { UiEvent, UiMessage } from '../../../src/sandbox/slack/ui-protocol.ts';
import { at, rootMessage, sampleState } from './sample-state.ts';

const now = () => 1795272999_000;
const state: PageState = {
  ui: sampleState(),
  viewerId: 'UMAYA',
  place: { kind: 'channel', channel: 'C0INC' },
  views: [],
  unread: [],
  dismissed: [],
  isConnected: true,
};
const hearing = (...events: UiEvent[]) =>
  events.reduce((before, event) => afterEvent(before, event, now), state);
const message = (more: Partial<UiMessage>): UiMessage => ({
  channel: 'C0INC',
  ts: at(600),
  user: 'UIVO',
  userName: 'Ivo Lindqvist',
  text: 'hello',
  reactions: [],
  edited: false,
  ...more,
});

describe('afterEvent', () => {
  it('puts a message where its time says, whatever order it came in', () => {
    const next = hearing({ type: 'message', message: message({ ts: at(1) }) });
    expect(next.ui.messages.map(({ ts }) => ts).indexOf(at(1))).toBe(1);
  });

  it('changes a message that is there and adds one that is not', () => {
    const changed = hearing(
      { type: 'message-changed', message: message({ text: 'one' }) },
      { type: 'message', message: message({ text: 'two' }) },
    );
    expect(changed.ui.messages.filter(({ ts }) => ts === at(600)).map(({ text }) => text)).toStrictEqual([
      'two',
    ]);
  });

  it.each([
    ['a message elsewhere', message({ channel: 'C0ALARM' }), ['C0ALARM']],
    ['a message here', message({}), []],
    ['a private message of somebody else', message({ channel: 'C0ALARM', ephemeralTo: 'UIVO' }), []],
    ['a private message of mine', message({ channel: 'C0ALARM', ephemeralTo: 'UMAYA' }), ['C0ALARM']],
  ])('counts %s as unread or not', (_, told, unread) => {
    expect(hearing({ type: 'message', message: told }).unread).toStrictEqual(unread);
  });

  it('does not count the edit of a message that was read', () => {
    const read = afterMove(hearing({ type: 'message', message: message({ channel: 'C0ALARM' }) }), {
      kind: 'channel',
      channel: 'C0ALARM',
    });
    const moved = afterMove(read, { kind: 'home' });
    const edit = message({ channel: 'C0ALARM', text: 'edited', edited: true });
    expect(afterEvent(moved, { type: 'message-changed', message: edit }, now).unread).toStrictEqual([]);
  });

  it('keeps two notices of one moment apart, in the thread where the reader is', () => {
    const inThread: PageState = {
      ...state,
      place: { kind: 'channel', channel: 'C0INC', thread: rootMessage.ts },
    };
    const notice: UiEvent = { type: 'notice', user: 'UMAYA', text: 'dispatch_failed' };
    const next = afterEvent(afterEvent(inThread, notice, now), notice, now);
    expect(
      repliesTo(next, 'C0INC', rootMessage.ts)
        .filter(({ user }) => user === 'USLACKBOT')
        .map(({ ts, ephemeralTo, threadTs }) => ({ ts, ephemeralTo, threadTs })),
    ).toStrictEqual([
      { ts: '1795272999.000000', ephemeralTo: 'UMAYA', threadTs: rootMessage.ts },
      { ts: '1795272999.000001', ephemeralTo: 'UMAYA', threadTs: rootMessage.ts },
    ]);
  });

  it('stacks views, updates them in place, and closes the one that is named', () => {
    const open = (viewId: string, view: string): UiEvent => ({
      type: 'view-opened',
      user: 'UMAYA',
      viewId,
      view,
    });
    const next = hearing(
      open('V1', 'first'),
      open('V2', 'second'),
      { type: 'view-updated', user: 'UMAYA', viewId: 'V1', view: 'first again' },
      { type: 'view-closed', user: 'UMAYA', viewId: 'V2' },
    );
    expect(next.views).toStrictEqual([{ user: 'UMAYA', viewId: 'V1', view: 'first again' }]);
  });

  it('learns of channels, homes and the connection of the bot', () => {
    const [first] = state.ui.channels;
    const next = hearing(
      { type: 'channel-changed', channel: { ...first!, topic: 'over' } },
      { type: 'channel-changed', channel: { ...first!, id: 'C0FRESH' } },
      { type: 'home-published', user: 'UIVO', view: { blocks: [] } },
      { type: 'bot-connection', connected: false },
    );
    expect(next.ui.channels.map(({ id, topic }) => [id, topic])[0]).toStrictEqual(['C0INC', 'over']);
    expect(next.ui.channels.at(-1)?.id).toBe('C0FRESH');
    expect(next.ui.homes.UIVO).toStrictEqual({ blocks: [] });
    expect(next.ui.botConnected).toBe(false);
  });
});

describe('afterRefetch', () => {
  it('keeps what Slack said, who one is, and open modals', () => {
    const before = hearing(
      { type: 'notice', user: 'UMAYA', text: 'dispatch_failed' },
      { type: 'view-opened', user: 'UMAYA', viewId: 'V1', view: {} },
    );
    const next = afterRefetch({ ...before, isConnected: false }, sampleState());
    expect(next.ui.messages.some(({ text }) => text === 'dispatch_failed')).toBe(true);
    expect([next.viewerId, next.views.length, next.isConnected]).toStrictEqual(['UMAYA', 1, true]);
  });

  it('becomes the first person where the one before is gone', () => {
    expect(afterRefetch({ ...state, viewerId: 'UGONE' }, sampleState()).viewerId).toBe('UMAYA');
  });
});

describe('what a reader sees', () => {
  it('has no replies in the channel, and no private messages of others', () => {
    const seen = (viewerId: string) => channelMessages({ ...state, viewerId }, 'C0INC').map(({ ts }) => ts);
    expect(seen('UMAYA')).toStrictEqual([0, 30, 45, 70, 94, 95].map(at));
    expect(seen('UIVO')).toStrictEqual([0, 30, 45, 70, 95].map(at));
  });

  it('stands neighbours of one author together, within five minutes and one day', () => {
    const rows = rowsOf(
      [
        message({ ts: at(0) }),
        message({ ts: at(299) }),
        message({ ts: at(299 + 300) }),
        message({ ts: at(600), ephemeralTo: 'UMAYA' }),
        message({ ts: at(601), user: 'UMAYA', userName: 'Maya Okafor' }),
        message({ ts: at(86_400), user: 'UMAYA', userName: 'Maya Okafor' }),
      ],
      () => [],
    );
    expect(
      rows.map((row) => (row.kind === 'message' ? (row.isCompact ? 'compact' : 'full') : row.kind)),
    ).toStrictEqual(['day', 'full', 'compact', 'full', 'full', 'full', 'day', 'full']);
  });

  it('counts the replies that everybody sees', () => {
    const [, row] = rowsOf([rootMessage], () => [
      message({ ts: at(200) }),
      message({ ts: at(201), ephemeralTo: 'UMAYA' }),
      message({ ts: at(202) }),
    ]);
    expect(row?.kind === 'message' && row.replies).toStrictEqual({
      count: 2,
      lastTs: at(202),
      users: [{ id: 'UIVO', name: 'Ivo Lindqvist' }],
    });
  });

  it('is a thread even where its first message is gone', () => {
    expect(threadRows(undefined, [message({})]).map((row) => row.kind)).toStrictEqual([
      'reply-count',
      'message',
    ]);
    expect(threadRows(rootMessage, []).map((row) => row.kind)).toStrictEqual(['message']);
  });
});

describe('addresses', () => {
  it.each([
    [{ kind: 'home' } as const, '#/home'],
    [{ kind: 'channel', channel: 'C0INC' } as const, '#/C0INC'],
    [
      { kind: 'channel', channel: 'C0INC', thread: '1795272158.000100' } as const,
      '#/C0INC/1795272158.000100',
    ],
  ])('of %j is %s, both ways', (place, hash) => {
    expect(addressOf(place)).toBe(hash);
    expect(placeOf(hash, state.ui.channels)).toStrictEqual(place);
  });

  it.each(['', '#', '#/C0NOWHERE', '#/C0INC/x', '#/C0INC/1/2'])('%j is no place', (hash) => {
    expect(placeOf(hash, state.ui.channels)).toBeUndefined();
  });

  it.each([
    [
      'https://shop.slack.com/archives/C0INC/p1795272158000100',
      { channel: 'C0INC', ts: '1795272158.000100' },
    ],
    [
      'https://shop.slack.com/archives/C0INC/p1795272158000100?thread_ts=1795272100.000000&cid=C0INC',
      { channel: 'C0INC', ts: '1795272158.000100', thread: '1795272100.000000' },
    ],
    ['https://shop.slack.com/archives/C0INC', undefined],
    ['https://example.com/p1795272158000100', undefined],
  ])('permalink %s', (url, named) => {
    expect(permalinkOf(new URL(url))).toStrictEqual(named);
  });
});

describe('completions', () => {
  it.each([
    ['/', false, ['/gw504 ']],
    ['/GW', false, ['/gw504 ']],
    ['/gw504', true, []],
    ['/gw504 ', false, []],
    ['/x', false, []],
    ['@', false, ['@gw504 ', '@Amazon Q ', '@Maya Okafor ', '@Ivo Lindqvist ', '@Sam Contractor ']],
    ['see @iv', true, ['@Ivo Lindqvist ']],
    ['mail me@iv', false, []],
    ['#inc', false, ['#incident-checkout ', '#incident-2025 ']],
    ['hello', false, []],
  ])('of %j (in a thread: %s)', (before, isThread, inserts) => {
    expect(completionsFor(before, state.ui, isThread).map(({ insert }) => insert)).toStrictEqual(inserts);
  });

  it.each([
    ['/g', '/gw504 ', '/gw504 '],
    ['see @iv', '@Ivo Lindqvist ', 'see @Ivo Lindqvist '],
    ['#inc', '#incident-checkout ', '#incident-checkout '],
  ])('%j becomes whole', (before, insert, whole) => {
    expect(completed(before, insert)).toBe(whole);
  });
});

describe('small words', () => {
  it.each([
    ['Maya Okafor', 'MO'],
    ['gw504', '504'],
    ['Slackbot', 'SL'],
    ['aws-alarms', 'AA'],
    ['', '?'],
  ])('initials of %j are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it.each([Number.NaN, 1e99, -1e99])('has no words for %d, which is no time', (seconds) => {
    expect(fillDate('{date} {time}', seconds)).toBe('');
  });

  it('fills date tokens and leaves others alone', () => {
    expect(fillDate('{date_num} {unknown}', 1795272158)).toBe('2026-11-21 {unknown}');
  });
});
