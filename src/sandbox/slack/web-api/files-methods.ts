import { filePayload } from '../delivery/message-payload.ts';
import { objectsOf, textOf } from '../fields.ts';
import { addMessage, changeMessage, removeMessage } from '../messages.ts';
import { readThread } from './chat-methods.ts';
import { readContent } from './content.ts';
import { type Method, Refusal, required, writableChannel } from './method.ts';

const getUploadUrl: Method = {
  token: 'bot',
  tier: 4,
  scopes: () => ['files:write'],
  run({ slack, args }) {
    const name = required(args, 'filename');
    const length = Number(required(args, 'length'));
    if (!Number.isInteger(length) || length <= 0) throw new Refusal('invalid_arguments');
    const id = slack.ids.next('F');
    const altText = textOf(args, 'alt_txt') ?? textOf(args, 'alt_text');
    if (altText !== undefined && altText.length > 1000) throw new Refusal('alt_text_too_long');
    slack.workspace.files.set(id, {
      id,
      name,
      title: name,
      ...(altText ? { altText } : {}),
      length,
      mimeType: mimeTypeOf(name),
      status: 'awaited',
    });
    return { upload_url: `${slack.baseUrl()}/upload/${id}`, file_id: id };
  },
};

const completeUpload: Method = {
  token: 'bot',
  tier: 4,
  scopes: () => ['files:write'],
  run(call) {
    const { slack, args } = call;
    const named = objectsOf(args.files);
    if (named.length === 0) throw new Refusal('invalid_arguments');
    const files = named.map((entry) => {
      const file = slack.workspace.files.get(textOf(entry, 'id') ?? '');
      if (!file) throw new Refusal('file_not_found');
      if (file.status !== 'uploaded') throw new Refusal('file_not_found');
      return { file, title: textOf(entry, 'title') };
    });
    const channelId = textOf(args, 'channel_id') ?? textOf(args, 'channels');
    const channel = channelId ? writableChannel({ slack, args: { channel: channelId } }) : undefined;
    const threadTs = channel ? readThread(call, channel.id) : undefined;
    const content = readContent({
      slack,
      args: { text: textOf(args, 'initial_comment') ?? '', blocks: args.blocks },
    });
    for (const { file, title } of files) {
      file.status = 'complete';
      file.title = title ?? file.title;
    }
    const share = () => {
      if (!channel) return;
      addMessage(slack, {
        channel: channel.id,
        user: slack.workspace.bot.userId,
        subtype: 'file_share',
        text: content.text,
        // Slack leaves the blocks out when there is a comment.
        ...(content.text === '' && content.blocks ? { blocks: content.blocks } : {}),
        files: files.map(({ file }) => file.id),
        ...(threadTs ? { threadTs } : {}),
      });
    };
    const delayMs = slack.faults.sharesFilesAfter();
    if (delayMs === 0) share();
    else if (delayMs !== 'never') slack.schedule(delayMs, share);
    return { files: files.map(({ file }) => filePayload(slack.workspace, file.id)) };
  },
};

/** Takes the file out of every message; what shared nothing but it goes with it. */
const removeFile: Method = {
  token: 'bot',
  tier: 3,
  scopes: () => ['files:write'],
  run({ slack, args }) {
    const id = required(args, 'file');
    if (!slack.workspace.files.delete(id)) throw new Refusal('file_not_found');
    for (const message of [...slack.workspace.messages].filter(({ files }) => files.includes(id))) {
      const files = message.files.filter((file) => file !== id);
      if (files.length === 0 && message.text === '') removeMessage(slack, message);
      else changeMessage(slack, message, { files });
    }
    return {};
  },
};

export const filesMethods: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
  'files.delete': removeFile,
};

const mimeTypes: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  json: 'application/json',
  csv: 'text/csv',
  md: 'text/markdown',
  txt: 'text/plain',
  log: 'text/plain',
  zip: 'application/zip',
};

function mimeTypeOf(name: string): string {
  return mimeTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
