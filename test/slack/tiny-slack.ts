import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Call {
  method: string;
  args: Record<string, string>;
}
type Reply = Record<string, unknown> | { status: number; headers?: Record<string, string> };

/** A Slack of a few lines: answers Web API calls as told, keeps them, and speaks Socket Mode. For what a real one would rarely do. */
export async function startTinySlack() {
  const calls: Call[] = [];
  const replies = new Map<string, (args: Record<string, string>) => Reply | Promise<Reply>>();
  const acks: { envelope_id: string; payload?: Record<string, unknown> }[] = [];
  const sockets = new Set<WebSocket>();
  let watchers: { isMet: () => boolean; resolve: () => void }[] = [];
  const looked = () => {
    for (const watcher of watchers) if (watcher.isMet()) watcher.resolve();
    watchers = watchers.filter((watcher) => !watcher.isMet());
  };
  let lastTs = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const method = (request.url ?? '').replace('/api/', '');
      const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
      calls.push({ method, args });
      const reply = await (replies.get(method) ?? defaults[method] ?? (() => ({ ok: true })))(args);
      if ('status' in reply && typeof reply.status === 'number') {
        response.writeHead(reply.status, { 'content-type': 'application/json', ...Object(reply.headers) });
        response.end('{}');
      } else {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(reply));
      }
      looked();
    });
  });
  const wss = new WebSocketServer({ server, path: '/link' });
  wss.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      looked();
    });
    socket.on('message', (data) => {
      acks.push(JSON.parse(String(data)));
      looked();
    });
    socket.send(JSON.stringify({ type: 'hello' }));
    looked();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const defaults: Record<string, (args: Record<string, string>) => Reply> = {
    'auth.test': () => ({ ok: true, team_id: 'T0001', team: 'acme', user_id: 'UBOT', bot_id: 'BBOT' }),
    'apps.connections.open': () => ({ ok: true, url: `ws://127.0.0.1:${port}/link` }),
    'conversations.info': ({ channel }) => ({ ok: true, channel: { id: channel, name: 'incidents' } }),
    'users.info': ({ user }) => ({ ok: true, user: { id: user, team_id: 'T0001' } }),
    'chat.postMessage': () => {
      lastTs += 1;
      return { ok: true, ts: `1700000000.${String(lastTs).padStart(6, '0')}` };
    },
    'chat.getPermalink': ({ message_ts }) => ({ ok: true, permalink: `https://acme.example/p${message_ts}` }),
  };
  let envelopes = 0;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    socketUrl: `ws://127.0.0.1:${port}/link`,
    calls,
    acks,
    sockets,
    reply: (method: string, make: (args: Record<string, string>) => Reply | Promise<Reply>) =>
      replies.set(method, make),
    of: (method: string) => calls.filter((call) => call.method === method).map((call) => call.args),
    until: (isMet: () => boolean) =>
      isMet() ? Promise.resolve() : new Promise<void>((resolve) => watchers.push({ isMet, resolve })),
    /** Delivers over the newest socket; resolves with the acknowledgement. */
    async deliver(type: string, payload: unknown) {
      envelopes += 1;
      const envelope_id = `e${envelopes}`;
      [...sockets]
        .at(-1)
        ?.send(JSON.stringify({ type, envelope_id, payload, accepts_response_payload: true }));
      await this.until(() => acks.some((ack) => ack.envelope_id === envelope_id));
      return acks.find((ack) => ack.envelope_id === envelope_id)?.payload;
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      wss.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type TinySlack = Awaited<ReturnType<typeof startTinySlack>>;
