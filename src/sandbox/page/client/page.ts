import type { UiMessage } from '../../slack/ui-protocol.ts';
import type { PageState, Place } from './page-state.ts';
import type { Choice } from './surroundings.ts';

/** What the parts of the page may ask of the whole. */
export interface Page {
  state(): PageState;
  go(place: Place): void;
  /** Becomes another user of the workspace. */
  become(userId: string): void;
  /** False where the sandbox did not take it; the reader has been told why. */
  send(place: { channel: string; threadTs?: string }, text: string): Promise<boolean>;
  /** As send: false where it was not taken. */
  act(at: { channel: string; ts: string } | { viewId: string }, choice: Choice): Promise<boolean>;
  shortcut(callbackId: string, message?: UiMessage): Promise<void>;
  dismiss(message: UiMessage): void;
  openHome(): void;
  /** Puts text into the channel's message box and the caret behind it. */
  suggest(text: string): void;
  /** To the clipboard; says whether the browser allowed it. */
  copy(text: string): void;
}
