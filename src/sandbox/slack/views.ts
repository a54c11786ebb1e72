import { type Fields, present } from './fields.ts';
import type { Slack } from './slack.ts';
import type { View } from './workspace.ts';

/** A view as the Web API and interactions show it. */
export function viewPayload({ workspace }: Slack, view: View): Fields {
  const { definition } = view;
  return present({
    id: view.id,
    team_id: workspace.team.id,
    app_id: workspace.bot.appId,
    app_installed_team_id: workspace.team.id,
    bot_id: workspace.bot.botId,
    title: { type: 'plain_text', text: '' },
    close: null,
    submit: null,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    ...definition,
    type: view.type,
    state: { values: view.values },
    hash: view.hash,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
  });
}

/** The modal that a person sees; undefined when none is open. */
export function topView({ workspace }: Slack, user: string): View | undefined {
  return [...workspace.views.values()].filter((view) => view.user === user).at(-1);
}

/** Closes one modal; the one below it is seen again. */
export function closeView(slack: Slack, view: View): void {
  slack.workspace.views.delete(view.id);
  slack.changes.emit({ type: 'view-closed', user: view.user, viewId: view.id });
}

/** Closes the whole stack that a modal belongs to. */
export function clearViews(slack: Slack, view: View): void {
  const stack = [...slack.workspace.views.values()].filter(({ rootId }) => rootId === view.rootId);
  for (const open of stack.reverse()) closeView(slack, open);
}
