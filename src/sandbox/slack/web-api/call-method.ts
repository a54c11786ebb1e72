import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SocketMode } from '../delivery/socket-mode.ts';
import type { Fields } from '../fields.ts';
import { hangUp, sendJson } from '../http.ts';
import { remember } from '../remember.ts';
import type { LoggedRequest, Slack } from '../slack.ts';
import { appMethods } from './app-methods.ts';
import { blocksMethods } from './blocks-methods.ts';
import { chatMethods } from './chat-methods.ts';
import { conversationsMethods } from './conversations-methods.ts';
import { filesMethods } from './files-methods.ts';
import { type Method, Refusal } from './method.ts';
import { reactionsMethods } from './reactions-methods.ts';
import { readArguments } from './read-arguments.ts';
import { usersMethods } from './users-methods.ts';
import { viewsMethods } from './views-methods.ts';

/** Every method that the stand-in knows, by name. */
export function allMethods(socketMode: SocketMode | undefined): ReadonlyMap<string, Method> {
  return new Map(
    Object.entries({
      ...appMethods(socketMode),
      ...blocksMethods,
      ...chatMethods,
      ...conversationsMethods,
      ...filesMethods,
      ...reactionsMethods,
      ...usersMethods,
      ...viewsMethods,
    }),
  );
}

/** Answers one call of `/api/<name>`: logged, hindered by whatever fault is due, authorised, counted, carried out. */
export async function callMethod(
  slack: Slack,
  methods: ReadonlyMap<string, Method>,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { args, token } = await readArguments(request);
  const logged: LoggedRequest = { method: name, arguments: args, atMs: slack.now() };
  remember(slack.requests, logged);
  const answer = (status: number, body: Fields, headers: Record<string, string> = {}) => {
    Object.assign(logged, { status, answer: body });
    sendJson(response, status, body, headers);
    slack.changes.touch();
  };

  const fault = slack.faults.take(name);
  if (fault?.kind === 'http-error') return answer(fault.status, { ok: false, error: 'internal_error' });
  if (fault?.kind === 'hang') return slack.changes.touch();
  if (fault?.kind === 'refused') return answer(200, { ok: false, error: fault.error, ...fault.fields });
  if (fault?.kind === 'rate-limited') return answer(...tooMany(fault.retryAfterSeconds));

  const outcome = await carryOut(slack, methods.get(name), name, args, token);
  if (fault?.kind === 'lost-answer') {
    hangUp(response);
    return slack.changes.touch();
  }
  if ('waitSeconds' in outcome) return answer(...tooMany(outcome.waitSeconds));
  answer(200, outcome.body, {
    'x-oauth-scopes': slack.manifest.oauth_config.scopes.bot.join(','),
  });
}

function tooMany(seconds: number): [number, Fields, Record<string, string>] {
  return [429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(seconds) }];
}

async function carryOut(
  slack: Slack,
  method: Method | undefined,
  name: string,
  args: Fields,
  token: string | undefined,
): Promise<{ body: Fields } | { waitSeconds: number }> {
  try {
    if (!method) throw new Refusal('unknown_method', { req_method: name });
    authorise(slack, method, args, token);
    const waitSeconds = slack.rateLimits.take(name, method.tier, args);
    if (waitSeconds !== undefined) return { waitSeconds };
    return { body: { ok: true, ...(await method.run({ slack, args })) } };
  } catch (error) {
    if (error instanceof Refusal) return { body: { ok: false, error: error.code, ...error.fields } };
    throw error;
  }
}

/** The right token, still good, with one of the scopes that the method asks for. */
function authorise(slack: Slack, method: Method, args: Fields, token: string | undefined): void {
  if (method.token === 'none') return;
  if (token === undefined) throw new Refusal('not_authed');
  const { bot, app } = slack.tokens;
  if (method.token === 'app') {
    if (token === bot) throw new Refusal('not_allowed_token_type');
    if (token !== app) throw new Refusal('invalid_auth');
    return;
  }
  if (app !== undefined && token === app) throw new Refusal('not_allowed_token_type');
  if (token !== bot) throw new Refusal('invalid_auth');
  const refused = slack.faults.tokenError();
  if (refused) throw new Refusal(refused);
  const provided = slack.manifest.oauth_config.scopes.bot;
  const needed = method.scopes({ slack, args });
  if (needed.length > 0 && !needed.some((scope) => provided.includes(scope)))
    throw new Refusal('missing_scope', { needed: needed.join(','), provided: provided.join(',') });
}
