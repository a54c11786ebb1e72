import type { UiChannel, UiUser } from '../../slack/ui-protocol.ts';

/** What was pressed or chosen in a block. */
export interface Choice {
  blockId: string;
  actionId: string;
  selected?: unknown;
}

/** What the renderer of blocks must know of the place where they stand. */
export interface Surroundings {
  users: UiUser[];
  channels: UiChannel[];
  /** Sends the choice; false where it was not taken. */
  act(choice: Choice): Promise<boolean>;
  /** What a person had already put into a field, by block and action id; kept over updates of a view. */
  kept(blockId: string, actionId: string): unknown;
}

/** "@Maya" for a user id; the id itself where nobody has it. */
export function userLabel(surroundings: Surroundings, id: string): string {
  return `@${surroundings.users.find((user) => user.id === id)?.name ?? id}`;
}

/** "#incident-checkout" for a channel id. */
export function channelLabel(surroundings: Surroundings, id: string): string {
  return `#${surroundings.channels.find((channel) => channel.id === id)?.name ?? id}`;
}
