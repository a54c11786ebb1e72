import { type Fields, flagOf, isFields, objectsOf, textOf } from '../fields.ts';
import type { Slack } from '../slack.ts';
import { type BlockContext, validateAttachments, validateBlocks } from '../validate-blocks.ts';
import { withIds } from '../with-ids.ts';
import { type Call, Refusal } from './method.ts';

/** Longest text of a new message: Slack cuts the rest off (https://docs.slack.dev/reference/methods/chat.postMessage). */
const mostTextCharacters = 40_000;
const mostAttachments = 100;
/** https://docs.slack.dev/reference/methods/chat.postMessage: markdown_text. */
const mostMarkdownCharacters = 12_000;

export interface Content {
  text: string;
  blocks?: Fields[];
  attachments?: Fields[];
  metadata?: Fields;
}

/** What a message says, checked as Slack checks it. Arguments that are not given are missing in the result. */
export function readContent({ slack, args }: Call): Content {
  const blocks = readBlocks({ slack, args });
  const attachments = readAttachments({ slack, args });
  const markdown = textOf(args, 'markdown_text');
  if (markdown !== undefined && (textOf(args, 'text') !== undefined || blocks))
    throw new Refusal('markdown_text_conflict');
  if (markdown !== undefined && markdown.length > mostMarkdownCharacters) throw new Refusal('msg_too_long');
  const metadata = readMetadata(args);
  return {
    text: (markdown ?? textOf(args, 'text') ?? '').slice(0, mostTextCharacters),
    ...(blocks ? { blocks } : {}),
    ...(attachments ? { attachments } : {}),
    ...(metadata ? { metadata } : {}),
  };
}

/** Nothing to show at all. */
export function isEmpty({ text, blocks, attachments }: Content): boolean {
  return text.trim() === '' && !blocks?.length && !attachments?.length;
}

function readBlocks({ slack, args }: Call): Fields[] | undefined {
  const given = args.blocks;
  if (given === undefined || given === null || given === '') return undefined;
  if (!Array.isArray(given) || !given.every(isFields)) throw new Refusal('invalid_blocks_format');
  const { error, messages } = validateBlocks(given, blockContext(slack));
  if (error) throw refusedBlocks(error, messages);
  return withIds(objectsOf(given), slack.ids);
}

function readAttachments({ slack, args }: Call): Fields[] | undefined {
  const given = args.attachments;
  if (given === undefined || given === null || given === '') return undefined;
  if (!Array.isArray(given) || !given.every(isFields)) throw new Refusal('invalid_attachments');
  if (given.length > mostAttachments) throw new Refusal('too_many_attachments');
  const { error, messages } = validateAttachments(given, blockContext(slack));
  if (error) throw refusedBlocks(error, messages);
  return objectsOf(given).map((attachment, index) => ({
    id: index + 1,
    ...attachment,
    ...(attachment.blocks === undefined ? {} : { blocks: withIds(objectsOf(attachment.blocks), slack.ids) }),
  }));
}

/** Slack's two forms of the same list: `errors` bare, `response_metadata.messages` with their severity. */
export function refusedBlocks(error: string, messages: string[]): Refusal {
  return new Refusal(error, {
    errors: messages,
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}

/** What the validator must know of this workspace. */
export function blockContext(slack: Slack): BlockContext {
  return {
    refused: slack.faults.refusedBlocks,
    isFileUsable: (id) =>
      slack.faults.areFilesScanned() && slack.workspace.files.get(id)?.status === 'complete',
  };
}

function readMetadata(args: Fields): Fields | undefined {
  const given = args.metadata;
  if (given === undefined || given === null || given === '') return undefined;
  if (!isFields(given)) throw new Refusal('invalid_metadata_format');
  if (typeof given.event_type !== 'string' || !isFields(given.event_payload))
    throw new Refusal('invalid_metadata_schema');
  return given;
}

/** Whether the links of a message may be unfolded, as far as it says. */
export function readUnfurling(args: Fields): { unfurlLinks?: boolean; unfurlMedia?: boolean } {
  const links = flagOf(args, 'unfurl_links');
  const media = flagOf(args, 'unfurl_media');
  return {
    ...(links === undefined ? {} : { unfurlLinks: links }),
    ...(media === undefined ? {} : { unfurlMedia: media }),
  };
}
