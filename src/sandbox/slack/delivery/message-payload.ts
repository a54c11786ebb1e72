import { type Fields, present } from '../fields.ts';
import { appOf, type Message, type Workspace } from '../workspace.ts';

/** A message as the Web API and events show it. */
export function messagePayload(workspace: Workspace, message: Message): Fields {
  const app = appOf(workspace, message.user);
  const isClassic = app?.isClassic === true;
  const name = workspace.users.get(message.user)?.name;
  return present({
    type: 'message',
    subtype: message.subtype ?? (isClassic ? 'bot_message' : undefined),
    // Classic apps have no user: only a name of their own.
    user: isClassic ? undefined : message.user,
    username: isClassic ? name : undefined,
    ts: message.ts,
    bot_id: app?.botId,
    app_id: app?.appId,
    bot_profile:
      app && !isClassic
        ? {
            id: app.botId,
            app_id: app.appId,
            user_id: message.user,
            name,
            team_id: workspace.team.id,
            deleted: false,
          }
        : undefined,
    client_msg_id: message.clientMsgId,
    text: message.text,
    team: workspace.team.id,
    user_team: message.userTeam,
    source_team: message.userTeam,
    blocks: message.blocks ?? (app ? undefined : [personBlock(message)]),
    attachments: message.attachments,
    files: message.files.length > 0 ? message.files.map((id) => filePayload(workspace, id)) : undefined,
    metadata: message.metadata,
    thread_ts: message.threadTs,
    parent_user_id: message.threadTs ? rootOf(workspace, message)?.user : undefined,
    edited: message.edited,
    reactions:
      message.reactions.length > 0
        ? message.reactions.map(({ name: reaction, users }) => ({
            name: reaction,
            users,
            count: users.length,
          }))
        : undefined,
    ...threadFields(workspace, message),
  });
}

export function filePayload(workspace: Workspace, id: string): Fields {
  const file = workspace.files.get(id);
  return present({
    id,
    name: file?.name,
    title: file?.title,
    mimetype: file?.mimeType,
    filetype: file?.name.split('.').at(-1),
    size: file?.length,
    alt_txt: file?.altText,
    url_private: `https://files.slack.com/files-pri/${workspace.team.id}-${id}/${file?.name ?? ''}`,
    permalink: `https://${workspace.team.domain}.slack.com/files/${workspace.bot.userId}/${id}/${file?.name ?? ''}`,
  });
}

function rootOf(workspace: Workspace, { channel, threadTs }: Message): Message | undefined {
  return workspace.messages.find((message) => message.channel === channel && message.ts === threadTs);
}

function threadFields(workspace: Workspace, message: Message): Fields {
  if (message.threadTs) return {};
  const replies = workspace.messages.filter(
    (reply) => reply.channel === message.channel && reply.threadTs === message.ts && !reply.ephemeralTo,
  );
  if (replies.length === 0) return {};
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: [...new Set(replies.map((reply) => reply.user))],
    latest_reply: replies.at(-1)?.ts,
  };
}

/** What people type is rich text as well: one section, with the mentions and links in their own elements. */
function personBlock({ text, ts }: Message): Fields {
  return {
    type: 'rich_text',
    block_id: `p${ts.slice(-5)}`,
    elements: text.split('```').flatMap((part, index): Fields[] => {
      if (part === '') return [];
      return index % 2 === 1
        ? [
            {
              type: 'rich_text_preformatted',
              border: 0,
              elements: [{ type: 'text', text: plain(part.replace(/^\n|\n$/g, '')) }],
            },
          ]
        : [{ type: 'rich_text_section', elements: pieces(part) }];
    }),
  };
}

function pieces(text: string): Fields[] {
  return text.split(/(<[^>]*>|`[^`\n]+`)/).flatMap((piece): Fields[] => {
    if (piece === '') return [];
    if (piece.startsWith('`'))
      return [{ type: 'text', text: plain(piece.slice(1, -1)), style: { code: true } }];
    const marked = /^<([^|>]*)(?:\|([^>]*))?>$/.exec(piece);
    if (!marked) return [{ type: 'text', text: plain(piece) }];
    const [, target = '', label] = marked;
    if (target.startsWith('@')) return [{ type: 'user', user_id: target.slice(1) }];
    if (target.startsWith('#')) return [{ type: 'channel', channel_id: target.slice(1) }];
    if (target.startsWith('!')) return [{ type: 'broadcast', range: target.slice(1) }];
    return [
      present({
        type: 'link',
        url: plain(target),
        text: label === undefined ? undefined : plain(label),
      }),
    ];
  });
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
