import type { Workspace } from '../workspace.ts';

/** What a person types, as Slack stores it: `& < >` escaped, @names and #channels by id, bare links in angle brackets. */
export function storedText(workspace: Workspace, typed: string): string {
  const users = new Map([...workspace.users.values()].map((user) => [user.name.toLowerCase(), user.id]));
  const channels = new Map([...workspace.channels.values()].map((channel) => [channel.name, channel.id]));
  return typed
    .split(/(<[@#!][^>\s]+>|```[\s\S]*?```|`[^`\n]*`)/)
    .map((piece, index) => {
      if (index % 2 === 1 && piece.startsWith('<')) return piece;
      const escaped = piece.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      if (index % 2 === 1) return escaped;
      return escaped
        .replace(/\bhttps?:\/\/[^\s|]+[^\s|.,;:!?)]/g, (url) => `<${url}>`)
        .replace(/(^|[\s(])@([\w.-]*\w)/g, (whole, before: string, name: string) => {
          const id = users.get(name.toLowerCase());
          return id ? `${before}<@${id}>` : whole;
        })
        .replace(/(^|[\s(])#([\w-]+)/g, (whole, before: string, name: string) => {
          const id = channels.get(name);
          return id ? `${before}<#${id}|${name}>` : whole;
        });
    })
    .join('');
}
