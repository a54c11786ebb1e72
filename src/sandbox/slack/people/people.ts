import type { Outcome } from '../delivery/transport.ts';
import type { Slack } from '../slack.ts';
import type { UiAction, UiSend, UiShortcut, UiViewSubmit } from '../ui-protocol.ts';
import type { Message } from '../workspace.ts';
import { act } from './act.ts';
import { runCommand } from './command.ts';
import { react } from './react.ts';
import { edit, say, unsay } from './say.ts';
import { openHome, useShortcut } from './shortcut.ts';
import { closeModal, submitModal } from './submit-view.ts';

/** Everything that a person does in Slack. Each resolves when the app has been told, or could not be. */
export interface People {
  /** What is typed into the box: a command, or a message. */
  send(typed: UiSend): Promise<void>;
  /** Undefined where Slack lets nobody post. */
  say(user: string, channel: string, text: string, threadTs?: string): Message | undefined;
  /** Somebody changes, or takes back, what they said. */
  edit(user: string, channel: string, ts: string, text: string): void;
  unsay(user: string, channel: string, ts: string): void;
  command(user: string, channel: string, text: string): Promise<Outcome | undefined>;
  click(action: UiAction): Promise<Outcome>;
  shortcut(use: UiShortcut): Promise<Outcome>;
  submitView(submission: UiViewSubmit): Promise<{ errors?: Record<string, string> }>;
  closeView(user: string, viewId: string): Promise<void>;
  openHome(user: string): void;
  react(user: string, channel: string, ts: string, name: string): void;
}

export function createPeople(slack: Slack): People {
  return {
    async send({ user, channel, threadTs, text }) {
      if (text.startsWith('/')) await runCommand(slack, user, channel, text, threadTs);
      else say(slack, user, channel, text, threadTs);
    },
    say: (user, channel, text, threadTs) => say(slack, user, channel, text, threadTs),
    edit: (user, channel, ts, text) => edit(slack, user, channel, ts, text),
    unsay: (user, channel, ts) => unsay(slack, user, channel, ts),
    command: (user, channel, text) => runCommand(slack, user, channel, text, undefined),
    click: (action) => act(slack, action),
    shortcut: (use) => useShortcut(slack, use),
    submitView: (submission) => submitModal(slack, submission),
    closeView: (user, viewId) => closeModal(slack, user, viewId),
    openHome: (user) => openHome(slack, user),
    react: (user, channel, ts, name) => react(slack, user, channel, ts, name),
  };
}
