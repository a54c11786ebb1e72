import { deliverOnce } from '../delivery/deliver.ts';
import { isFields } from '../fields.ts';
import type { Slack } from '../slack.ts';
import type { UiViewSubmit } from '../ui-protocol.ts';
import { clearViews, closeView, viewPayload } from '../views.ts';
import { Refusal } from '../web-api/method.ts';
import { checkedView, pushView, replaceView } from '../web-api/views-methods.ts';
import type { View } from '../workspace.ts';
import { interaction } from './interaction.ts';
import { NoSuchThing } from './no-such-thing.ts';
import { notices } from './notices.ts';

/** A person submits a modal; the app's acknowledgement says what becomes of it. */
export async function submitModal(
  slack: Slack,
  { user, viewId, values }: UiViewSubmit,
): Promise<{ errors?: Record<string, string> }> {
  const view = openModal(slack, user, viewId);
  view.values = values;
  const outcome = await deliverOnce(slack, {
    type: 'interactive',
    payload: {
      type: 'view_submission',
      ...interaction(slack, user),
      view: viewPayload(slack, view),
      response_urls: [],
    },
  });
  const failed = () => {
    slack.changes.emit({ type: 'notice', user, text: notices.viewFailed() });
    return {};
  };
  if (outcome.status === 'failed') return failed();
  const { payload } = outcome;
  if (!isFields(payload)) {
    if (slack.workspace.views.has(view.id)) closeView(slack, view);
    return {};
  }
  try {
    return react(slack, view, payload);
  } catch (error) {
    if (error instanceof Refusal) return failed();
    throw error;
  }
}

/** What the acknowledgement asks for. Throws a Refusal for what Slack would not accept. */
function react(
  slack: Slack,
  view: View,
  payload: Record<string, unknown>,
): { errors?: Record<string, string> } {
  switch (payload.response_action) {
    case 'errors': {
      if (!isFields(payload.errors)) throw new Refusal('invalid_arguments');
      const blockIds = new Set(
        Array.isArray(view.definition.blocks)
          ? view.definition.blocks.filter(isFields).map((block) => block.block_id)
          : [],
      );
      const errors = Object.entries(payload.errors);
      // Slack fails the whole submission when an error names a block that the view does not have.
      if (errors.length === 0 || !errors.every(([blockId]) => blockIds.has(blockId)))
        throw new Refusal('invalid_arguments');
      return { errors: Object.fromEntries(errors.map(([blockId, text]) => [blockId, String(text)])) };
    }
    case 'update':
    case 'push': {
      if (!isFields(payload.view)) throw new Refusal('invalid_arguments');
      const definition = checkedView(slack, payload.view, 'modal');
      if (payload.response_action === 'push') pushView(slack, view, definition);
      else replaceView(slack, view, definition);
      return {};
    }
    case 'clear':
      clearViews(slack, view);
      return {};
    default:
      throw new Refusal('invalid_arguments');
  }
}

/** A person closes a modal without submitting it. The app hears of it where the view asks for that. */
export async function closeModal(slack: Slack, user: string, viewId: string): Promise<void> {
  const view = openModal(slack, user, viewId);
  const payload = viewPayload(slack, view);
  if (view.definition.clear_on_close === true) clearViews(slack, view);
  else closeView(slack, view);
  if (view.definition.notify_on_close !== true) return;
  const { trigger_id: _, ...who } = interaction(slack, user);
  await deliverOnce(slack, {
    type: 'interactive',
    payload: {
      type: 'view_closed',
      ...who,
      view: payload,
      is_cleared: view.definition.clear_on_close === true,
    },
  });
}

function openModal({ workspace }: Slack, user: string, viewId: string): View {
  const view = workspace.views.get(viewId);
  if (!view || view.user !== user) throw new NoSuchThing(`No modal ${viewId} is open for ${user}.`);
  return view;
}
