import type { IncomingMessage, ServerResponse } from 'node:http';
import { hangUp, readBody, sendJson } from './http.ts';
import { remember } from './remember.ts';
import type { LoggedRequest, Slack } from './slack.ts';
import { readForm } from './web-api/read-arguments.ts';

/** Takes the bytes of a file at `/upload/<id>`, bare or as the parts of a form. The log calls it "upload". */
export async function takeUpload(
  slack: Slack,
  id: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const logged: LoggedRequest = {
    method: 'upload',
    arguments: { file: id, length: body.length },
    atMs: slack.now(),
  };
  remember(slack.requests, logged);
  const fault = slack.faults.take('upload');
  const answer = (status: number, words: string) => {
    Object.assign(logged, { status });
    response.writeHead(status, { 'content-type': 'text/plain' }).end(words);
    slack.changes.touch();
  };
  if (fault?.kind === 'http-error') return answer(fault.status, 'error');
  if (fault?.kind === 'hang') return slack.changes.touch();
  const file = slack.workspace.files.get(id);
  if (file?.status !== 'awaited') return answer(404, 'not_found');
  const type = request.headers['content-type'] ?? '';
  const bytes = type.startsWith('multipart/form-data') ? await onlyFile(body, type) : body;
  if (!bytes || bytes.length !== file.length) return answer(400, 'incorrect_length');
  file.bytes = bytes;
  file.status = 'uploaded';
  if (fault?.kind === 'lost-answer') return hangUp(response);
  answer(200, `OK - ${bytes.length}`);
}

async function onlyFile(body: Buffer, contentType: string): Promise<Buffer | undefined> {
  for (const [, part] of await readForm(body, contentType))
    if (typeof part !== 'string') return Buffer.from(await part.arrayBuffer());
  return undefined;
}

/** Gives the bytes of a file to the page. */
export function sendFile(slack: Slack, id: string, response: ServerResponse): void {
  const file = slack.workspace.files.get(id);
  if (!file?.bytes) {
    sendJson(response, 404, { error: `No file ${id}.` });
    return;
  }
  response.writeHead(200, {
    'content-type': file.mimeType,
    'content-length': String(file.bytes.length),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
  response.end(file.bytes);
}
