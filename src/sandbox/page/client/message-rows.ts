import type { UiMessage } from '../../slack/ui-protocol.ts';
import { dayOf, msOfTs } from './dates.ts';

/** Below this, a person's next message needs no second name and avatar, ms. Slack's own interval. */
const togetherMs = 5 * 60_000;

export interface Replies {
  count: number;
  lastTs: string;
  users: { id: string; name: string }[];
}

export type Row =
  | { kind: 'day'; key: string; label: string }
  | { kind: 'reply-count'; key: string; count: number }
  | { kind: 'message'; key: string; message: UiMessage; isCompact: boolean; replies?: Replies };

export type MessageRow = Extract<Row, { kind: 'message' }>;

/** Messages, oldest first, as rows with the days between them; neighbours of one author stand together. */
export function rowsOf(messages: UiMessage[], repliesOf: (message: UiMessage) => UiMessage[]): Row[] {
  const rows: Row[] = [];
  let before: UiMessage | undefined;
  for (const message of messages) {
    const label = dayOf(msOfTs(message.ts));
    const isNewDay = before === undefined || dayOf(msOfTs(before.ts)) !== label;
    if (isNewDay) rows.push({ kind: 'day', key: `day ${label}`, label });
    const replies = repliesOf(message).filter((reply) => !reply.ephemeralTo);
    rows.push({
      kind: 'message',
      key: `${message.channel} ${message.ts}`,
      message,
      isCompact: !isNewDay && before !== undefined && standTogether(before, message),
      ...(replies.length > 0 ? { replies: summaryOf(replies) } : {}),
    });
    before = message;
  }
  return rows;
}

/** A thread: its first message, the number of replies, the replies. */
export function threadRows(root: UiMessage | undefined, replies: UiMessage[]): Row[] {
  const count = replies.filter((reply) => !reply.ephemeralTo).length;
  const first: Row[] = root
    ? [{ kind: 'message', key: `${root.channel} ${root.ts}`, message: root, isCompact: false }]
    : [];
  const divider: Row[] = count > 0 ? [{ kind: 'reply-count', key: 'replies', count }] : [];
  const rest = rowsOf(replies, () => []).filter((row) => row.kind !== 'day');
  return [...first, ...divider, ...rest];
}

function standTogether(before: UiMessage, after: UiMessage): boolean {
  return (
    before.user === after.user &&
    before.userName === after.userName &&
    before.ephemeralTo === after.ephemeralTo &&
    msOfTs(after.ts) - msOfTs(before.ts) < togetherMs
  );
}

function summaryOf(replies: UiMessage[]): Replies {
  const users = new Map(replies.map((reply) => [reply.user, reply.userName]));
  return {
    count: replies.length,
    lastTs: replies.at(-1)?.ts ?? '',
    users: [...users].map(([id, name]) => ({ id, name })),
  };
}
