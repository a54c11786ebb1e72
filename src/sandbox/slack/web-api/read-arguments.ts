import type { IncomingMessage } from 'node:http';
import { type Fields, isFields, parseJson } from '../fields.ts';
import { queryOf, readBody } from '../http.ts';

/** Arguments that are JSON also where the body is a form. */
const jsonArguments = ['blocks', 'attachments', 'metadata', 'view', 'files', 'message'];

/**
 * The arguments of a call, from its query, its form (urlencoded or multipart) or its JSON body; and its token, from the
 * Authorization header or, as older clients do, from the form.
 */
export async function readArguments(
  request: IncomingMessage,
): Promise<{ args: Fields; token: string | undefined }> {
  const { token: formToken, ...body } = await readFields(request);
  const args: Fields = { ...Object.fromEntries(queryOf(request)), ...body };
  for (const name of jsonArguments) {
    const value = args[name];
    // What is no JSON stays a string, which no method takes for blocks.
    if (typeof value === 'string' && value !== '') args[name] = parseJson(value) ?? value;
  }
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return { args, token: bearer ?? (typeof formToken === 'string' ? formToken : undefined) };
}

async function readFields(request: IncomingMessage): Promise<Fields> {
  const bytes = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) {
    const parsed = parseJson(bytes.toString('utf8'));
    return isFields(parsed) ? parsed : {};
  }
  if (type.startsWith('multipart/form-data')) return Object.fromEntries(await readForm(bytes, type));
  return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')));
}

/** The parts of a multipart body; files among them as File. */
export async function readForm(bytes: Buffer, contentType: string): Promise<FormData> {
  const body = new Uint8Array(bytes);
  return new Response(body, { headers: { 'content-type': contentType } }).formData();
}
