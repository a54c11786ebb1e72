import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedCall {
  /** "logs:StartQuery", "sts:AssumeRole", or "GET /restapis". */
  name: string;
  body: Record<string, unknown>;
  token: string | undefined;
  /** From the signature's scope. */
  region: string | undefined;
  /** What the signature says of its time. */
  signedAtMs?: number;
}

export type ScriptedAnswer =
  | { status?: number; body: unknown; headers?: Record<string, string> }
  | { error: string; message?: string; status?: number; headers?: Record<string, string> }
  | { destroy: true }
  /** Takes the call and never answers. */
  | { hang: true };

/**
 * A server on a real socket that answers AWS's protocols from a script: what the SDK and our calls do on the wire is
 * tested here, what AWS means is tested against the stand-in. Whose the ambient credentials are it tells by itself,
 * and leaves that out of the calls.
 */
export async function startScriptedAws(
  answer: (call: ScriptedCall, nth: number) => ScriptedAnswer,
  ambientAccount: string = '111122223333',
) {
  const calls: ScriptedCall[] = [];
  const server = createServer(async (request, response) => {
    const call: ScriptedCall = { ...(await readCall(request)), signedAtMs: signedAt(request) };
    if (call.name === 'sts:GetCallerIdentity') {
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${ambientAccount}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
      return;
    }
    calls.push(call);
    const nth = calls.filter((one) => one.name === call.name).length;
    const given = answer(call, nth);
    if ('destroy' in given) {
      request.socket.destroy();
      return;
    }
    if ('hang' in given) return;
    const isXml = call.name.startsWith('sts:');
    if ('error' in given) {
      response.writeHead(given.status ?? 400, {
        'content-type': isXml ? 'text/xml' : 'application/x-amz-json-1.1',
        'x-amzn-errortype': given.error,
        ...given.headers,
      });
      response.end(
        isXml
          ? `<ErrorResponse><Error><Type>Sender</Type><Code>${given.error}</Code><Message>${given.message ?? ''}</Message></Error></ErrorResponse>`
          : JSON.stringify({
              __type: given.error,
              message: given.message ?? '',
            }),
      );
      return;
    }
    response.writeHead(given.status ?? 200, {
      'content-type': isXml ? 'text/xml' : 'application/x-amz-json-1.1',
      ...given.headers,
    });
    response.end(typeof given.body === 'string' ? given.body : JSON.stringify(given.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    names: () => calls.map((call) => call.name),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function signedAt({ headers }: IncomingMessage): number {
  const [, date = '', time = ''] = /^(\d{8})T(\d{6})Z$/.exec(String(headers['x-amz-date'])) ?? [];
  return Date.parse(
    `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`,
  );
}

/** What AssumeRole answers; `expiresInMs` from now. */
export function assumedRole(number: number, expiresInMs = 3_600_000): ScriptedAnswer {
  return {
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAEXAMPLE${number}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token-${number}</SessionToken><Expiration>${new Date(Date.now() + expiresInMs).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  };
}

async function readCall(request: IncomingMessage): Promise<ScriptedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks).toString('utf8');
  const target = request.headers['x-amz-target'];
  const header = request.headers['x-amz-security-token'];
  const token = typeof header === 'string' ? header : undefined;
  const region = request.headers.authorization?.match(/Credential=[^/]+\/\d+\/([^/]+)\//)?.[1];
  if (typeof target === 'string') {
    const [service = '', operation = ''] = target.split('.');
    const prefix = service.startsWith('Logs_') ? 'logs' : 'cloudwatch';
    return {
      name: `${prefix}:${operation}`,
      body: JSON.parse(text || '{}'),
      token,
      region,
    };
  }
  if (text.startsWith('Action=') || text.includes('&Action=')) {
    const body = Object.fromEntries(new URLSearchParams(text));
    return { name: `sts:${body.Action}`, body, token, region };
  }
  return {
    name: `${request.method} ${request.url?.split('?')[0]}`,
    body: text ? JSON.parse(text) : {},
    token,
    region,
  };
}
