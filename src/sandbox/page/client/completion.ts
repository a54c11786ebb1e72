import type { UiState } from '../../slack/ui-protocol.ts';
import { sharedChannels } from './page-state.ts';

export interface Completion {
  /** What replaces the typed beginning. */
  insert: string;
  label: string;
  about: string;
}

/** What the text before the caret may become: a command at the very beginning, a user after @, a channel after #. */
export function completionsFor(before: string, ui: UiState, isThread: boolean): Completion[] {
  const command = /^\/\S*$/.exec(before)?.[0];
  if (command !== undefined && !isThread)
    return ui.commands
      .filter((offer) => offer.command.startsWith(command.toLowerCase()))
      .map((offer) => ({
        insert: `${offer.command} `,
        label: `${offer.command} ${offer.usageHint}`.trim(),
        about: offer.description,
      }));
  const [, sign, typed = ''] = /(?:^|\s)([@#])([\w.-]*)$/.exec(before) ?? [];
  const begins = (name: string) => name.toLowerCase().startsWith(typed.toLowerCase());
  if (sign === '@')
    return ui.users
      .filter((user) => begins(user.name))
      .toSorted((a, b) => Number(b.isBot) - Number(a.isBot))
      .slice(0, 6)
      .map((user) => ({ insert: `@${user.name} `, label: `@${user.name}`, about: '' }));
  if (sign === '#')
    return sharedChannels(ui)
      .filter((channel) => begins(channel.name))
      .slice(0, 6)
      .map((channel) => ({ insert: `#${channel.name} `, label: `#${channel.name}`, about: channel.topic }));
  return [];
}

/** The text before the caret with its typed beginning replaced. */
export function completed(before: string, insert: string): string {
  return before.replace(/(^|\s)[/@#]\S*$/, (_, gap: string) => `${gap}${insert}`);
}
