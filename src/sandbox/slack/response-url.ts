import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fields, flagOf, textOf } from './fields.ts';
import type { ResponseTarget } from './grants.ts';
import { hangUp, sendJson } from './http.ts';
import { addMessage, changeMessage, removeMessage } from './messages.ts';
import { remember } from './remember.ts';
import type { LoggedRequest, Slack } from './slack.ts';
import { isEmpty, readContent } from './web-api/content.ts';
import { Refusal } from './web-api/method.ts';
import { readArguments } from './web-api/read-arguments.ts';

/** Answers a POST to `/response/<id>`. The log calls it "response_url". */
export async function answerResponseUrl(
  slack: Slack,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { args } = await readArguments(request);
  const logged: LoggedRequest = { method: 'response_url', arguments: args, atMs: slack.now() };
  remember(slack.requests, logged);
  const answer = (status: number, body: Fields, headers: Record<string, string> = {}) => {
    Object.assign(logged, { status, answer: body });
    sendJson(response, status, body, headers);
    slack.changes.touch();
  };
  const fault = slack.faults.take('response_url');
  if (fault?.kind === 'http-error') return answer(fault.status, { ok: false, error: 'internal_error' });
  if (fault?.kind === 'hang') return slack.changes.touch();
  if (fault?.kind === 'refused') return answer(400, { ok: false, error: fault.error });
  if (fault?.kind === 'rate-limited')
    return answer(
      429,
      { ok: false, error: 'ratelimited' },
      { 'retry-after': String(fault.retryAfterSeconds) },
    );
  const target = slack.grants.useResponse(id);
  if ('error' in target) return answer(404, { ok: false, error: target.error });
  try {
    respond(slack, target, args);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return answer(400, { ok: false, error: error.code, ...error.fields });
  }
  if (fault?.kind === 'lost-answer') return hangUp(response);
  answer(200, { ok: true });
}

/**
 * Writes where a command or click happened: privately unless `response_type` is "in_channel", in place of the clicked
 * message where that is asked for. Throws a Refusal.
 */
export function respond(slack: Slack, target: ResponseTarget, fields: Fields): void {
  const original = slack.workspace.messages.find(
    ({ channel, ts }) => channel === target.channel && ts === target.messageTs,
  );
  if (flagOf(fields, 'delete_original')) {
    if (original) removeMessage(slack, original);
    return;
  }
  const content = readContent({ slack, args: fields });
  if (isEmpty(content)) throw new Refusal('no_text');
  if (flagOf(fields, 'replace_original') && original) {
    changeMessage(slack, original, { blocks: undefined, attachments: undefined, ...content });
    return;
  }
  const threadTs = textOf(fields, 'thread_ts');
  addMessage(slack, {
    channel: target.channel,
    user: slack.workspace.bot.userId,
    ...content,
    ...(threadTs ? { threadTs } : {}),
    ...(fields.response_type === 'in_channel' ? {} : { ephemeralTo: target.user }),
  });
}
