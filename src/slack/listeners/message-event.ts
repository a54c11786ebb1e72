import { z } from 'zod';

/** Some clients and apps send null for what is not there. */
const perhaps = z
  .string()
  .nullish()
  .transform((text) => text ?? undefined);

/** What we read of an event that is about a message. Everything else of it is left alone. */
const messageEventSchema = z.object({
  team_id: perhaps,
  event_id: perhaps,
  event: z.object({
    type: z.enum(['message', 'app_mention']),
    subtype: perhaps,
    channel: z.string(),
    ts: z.string(),
    thread_ts: perhaps,
    user: perhaps,
    bot_id: perhaps,
    app_id: perhaps,
    team: perhaps,
    user_team: perhaps,
    text: perhaps,
    blocks: z.unknown().optional(),
    files: z.array(z.unknown()).nullish(),
    attachments: z.unknown().optional(),
  }),
});

export interface MessageEvent {
  eventId: string | undefined;
  /** The team of whoever wrote: in a shared channel it may be another one than ours. */
  team: string | undefined;
  channel: string;
  ts: string;
  threadTs: string | undefined;
  subtype: string | undefined;
  user: string | undefined;
  botId: string | undefined;
  appId: string | undefined;
  text: string | undefined;
  blocks: unknown;
  attachments: unknown;
  /** Something is attached that we neither may nor do open. */
  hasFiles: boolean;
}

/** Messages that people write; edits, deletions, joins and the like are none, our own edits least of all. */
export const written: readonly (string | undefined)[] = [undefined, 'file_share', 'thread_broadcast'];

/** Undefined for anything that is no message as we know it. */
export function readMessageEvent(body: unknown): MessageEvent | undefined {
  const read = messageEventSchema.safeParse(body);
  if (!read.success) return undefined;
  const { team_id, event_id, event } = read.data;
  return {
    eventId: event_id,
    team: event.user_team ?? event.team ?? team_id,
    channel: event.channel,
    ts: event.ts,
    threadTs: event.thread_ts,
    subtype: event.subtype,
    user: event.user,
    botId: event.bot_id,
    appId: event.app_id,
    text: event.text,
    blocks: event.blocks,
    attachments: event.attachments,
    hasFiles: (event.files ?? []).length > 0,
  };
}

const editSchema = z.object({
  event: z.object({
    subtype: z.literal('message_changed'),
    channel: z.string(),
    message: z.looseObject({ ts: z.string() }),
    previous_message: z.looseObject({}),
  }),
});

/** A message that was changed, as if it were posted now, and what it said before. Undefined for anything else. */
export function readEdit(body: unknown): { event: MessageEvent; before: unknown } | undefined {
  const read = editSchema.safeParse(body);
  if (!read.success) return undefined;
  const { channel, message, previous_message } = read.data.event;
  const event = readMessageEvent({ ...Object(body), event: { ...message, type: 'message', channel } });
  return event && { event, before: previous_message };
}

/** Names a message for all its deliveries: a mention comes as two events. */
export function sourceOf({ team, channel, ts }: Pick<MessageEvent, 'team' | 'channel' | 'ts'>): string {
  return `message:${team ?? ''}:${channel}:${ts}`;
}
