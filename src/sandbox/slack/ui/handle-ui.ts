import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { parseJson } from '../fields.ts';
import { readBody, sendJson } from '../http.ts';
import { NoSuchThing } from '../people/no-such-thing.ts';
import type { People } from '../people/people.ts';
import type { Slack } from '../slack.ts';
import { sendFile } from '../upload.ts';
import { streamEvents } from './stream-events.ts';
import { uiState } from './ui-state.ts';

const id = z.string().min(1).max(300);
const sendSchema = z.object({
  user: id,
  channel: id,
  threadTs: id.optional(),
  text: z.string().min(1).max(100_000),
});
const actionSchema = z.object({
  user: id,
  channel: id.optional(),
  ts: id.optional(),
  viewId: id.optional(),
  blockId: id,
  actionId: id,
  // Missing for plain buttons.
  selected: z.unknown().optional(),
});
const submitSchema = z.object({
  user: id,
  viewId: id,
  values: z.record(z.string(), z.record(z.string(), z.unknown())),
});
const closeSchema = z.object({ user: id, viewId: id });
const shortcutSchema = z.object({ user: id, callbackId: id, channel: id.optional(), ts: id.optional() });
const homeSchema = z.object({ user: id });

/** What the page asks for under `/ui/`. */
export async function handleUi(
  slack: Slack,
  people: People,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'GET') {
    if (path === '/ui/state') {
      // What this finds out, the page hears as an event.
      if (!slack.transport.isConnected()) void slack.transport.look();
      return sendJson(response, 200, uiState(slack));
    }
    if (path === '/ui/events') return streamEvents(slack, request, response);
    const file = /^\/ui\/files\/([A-Z0-9]+)$/.exec(path)?.[1];
    return file ? sendFile(slack, file, response) : sendJson(response, 404, { error: `No ${path}.` });
  }
  if (request.method !== 'POST') return sendJson(response, 405, { error: 'GET or POST.' });
  // Other pages can post forms to this machine without asking, but no JSON.
  if (!request.headers['content-type']?.startsWith('application/json'))
    return sendJson(response, 415, { error: 'The body must be application/json.' });
  const body = parseJson((await readBody(request)).toString('utf8'));
  try {
    const answer = await post(people, path, body);
    if (answer) sendJson(response, 200, answer);
    else sendJson(response, 404, { error: `No ${path}.` });
  } catch (error) {
    if (!(error instanceof NoSuchThing || error instanceof z.ZodError)) throw error;
    sendJson(response, 400, { error: error.message });
  }
}

async function post(people: People, path: string, body: unknown): Promise<object | undefined> {
  switch (path) {
    case '/ui/send':
      await people.send(sendSchema.parse(body));
      return { ok: true };
    case '/ui/action':
      await people.click(actionSchema.parse(body));
      return { ok: true };
    case '/ui/view-submit':
      return people.submitView(submitSchema.parse(body));
    case '/ui/view-close': {
      const { user, viewId } = closeSchema.parse(body);
      await people.closeView(user, viewId);
      return { ok: true };
    }
    case '/ui/shortcut':
      await people.shortcut(shortcutSchema.parse(body));
      return { ok: true };
    case '/ui/home':
      people.openHome(homeSchema.parse(body).user);
      return { ok: true };
    default:
      return undefined;
  }
}
