import { type Fields, isFields, objectsOf, textOf } from '../fields.ts';
import type { Slack } from '../slack.ts';
import { shownView } from '../ui/ui-state.ts';
import { validateView } from '../validate-blocks.ts';
import { topView, viewPayload } from '../views.ts';
import { withIds } from '../with-ids.ts';
import type { View } from '../workspace.ts';
import { blockContext } from './content.ts';
import { type Call, type Method, Refusal, refusedView } from './method.ts';

/** Most modals on top of each other (https://docs.slack.dev/surfaces/modals#pushing_views). */
const mostViews = 3;

const open: Method = {
  token: 'bot',
  tier: 4,
  scopes: () => [],
  run(call) {
    const { slack } = call;
    const definition = readView(call, 'modal');
    const user = useTrigger(call);
    return shown(slack, openView(slack, user, definition));
  },
};

const push: Method = {
  token: 'bot',
  tier: 4,
  scopes: () => [],
  run(call) {
    const { slack } = call;
    const definition = readView(call, 'modal');
    const user = useTrigger(call);
    const below = topView(slack, user);
    if (!below) throw new Refusal('view_not_found');
    return shown(slack, pushView(slack, below, definition));
  },
};

const update: Method = {
  token: 'bot',
  tier: 4,
  scopes: () => [],
  run(call) {
    const { slack, args } = call;
    const viewId = textOf(args, 'view_id');
    const externalId = textOf(args, 'external_id');
    const all = [...slack.workspace.views.values(), ...slack.workspace.homes.values()];
    const view = all.find((known) =>
      viewId ? known.id === viewId : externalId !== undefined && known.definition.external_id === externalId,
    );
    if (!view) throw new Refusal('not_found');
    const hash = textOf(args, 'hash');
    if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict');
    replaceView(slack, view, readView(call, view.type));
    return shown(slack, view);
  },
};

const publish: Method = {
  token: 'bot',
  tier: 4,
  scopes: () => [],
  run(call) {
    const { slack, args } = call;
    if (!slack.manifest.features.app_home?.home_tab_enabled) throw new Refusal('not_enabled');
    const user = textOf(args, 'user_id') ?? '';
    if (!slack.workspace.users.has(user)) throw new Refusal('user_not_found');
    const known = slack.workspace.homes.get(user);
    const hash = textOf(args, 'hash');
    if (hash !== undefined && hash !== known?.hash) throw new Refusal('hash_conflict');
    const definition = readView(call, 'home');
    const view = known ?? newView(slack, user, 'home', definition);
    slack.workspace.homes.set(user, view);
    replaceView(slack, view, definition);
    return shown(slack, view);
  },
};

export const viewsMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};

function shown(slack: Slack, view: View): Fields {
  return { view: viewPayload(slack, view) };
}

/** The view of a call, checked as Slack checks it. */
function readView(call: Call, type: View['type']): Fields {
  const given = call.args.view;
  if (!isFields(given))
    throw new Refusal('invalid_arguments', {
      response_metadata: { messages: ['[ERROR] missing required field: view'] },
    });
  return checkedView(call.slack, given, type);
}

/** Throws when Slack would not show it; otherwise with ids for all that people act on. */
export function checkedView(slack: Slack, given: Fields, type: View['type']): Fields {
  const messages = validateView(given, type, blockContext(slack));
  if (messages.length > 0) throw refusedView(messages);
  return { ...given, blocks: withIds(objectsOf(given.blocks), slack.ids) };
}

function useTrigger({ slack, args }: Call): string {
  const used = slack.grants.useTrigger(
    textOf(args, 'trigger_id') ?? textOf(args, 'interactivity_pointer') ?? '',
  );
  if ('error' in used) throw new Refusal(used.error);
  return used.user;
}

function newView(slack: Slack, user: string, type: View['type'], definition: Fields): View {
  const id = slack.ids.next('V');
  return { id, user, type, hash: slack.ids.next(''), definition, values: {}, rootId: id };
}

export function openView(slack: Slack, user: string, definition: Fields): View {
  const view = newView(slack, user, 'modal', definition);
  slack.workspace.views.set(view.id, view);
  slack.changes.emit({ type: 'view-opened', user, viewId: view.id, view: shownView(view) });
  return view;
}

/** Puts a modal on top of another. */
export function pushView(slack: Slack, below: View, definition: Fields): View {
  const height = [...slack.workspace.views.values()].filter((view) => view.rootId === below.rootId).length;
  if (height >= mostViews) throw new Refusal('push_limit_reached');
  const view = {
    ...newView(slack, below.user, 'modal', definition),
    rootId: below.rootId,
    previousId: below.id,
  };
  slack.workspace.views.set(view.id, view);
  slack.changes.emit({ type: 'view-opened', user: view.user, viewId: view.id, view: shownView(view) });
  return view;
}

/** Shows something else in the place of a view. What was filled in stays where block and action ids stay. */
export function replaceView(slack: Slack, view: View, definition: Fields): void {
  view.definition = definition;
  view.hash = slack.ids.next('');
  slack.changes.emit(
    view.type === 'home'
      ? { type: 'home-published', user: view.user, view: shownView(view) }
      : { type: 'view-updated', user: view.user, viewId: view.id, view: shownView(view) },
  );
}
