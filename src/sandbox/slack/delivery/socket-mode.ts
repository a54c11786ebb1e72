import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Changes } from '../changes.ts';
import type { Schedule } from '../clock.ts';
import { isFields, parseJson } from '../fields.ts';
import { pathOf, queryOf } from '../http.ts';
import type { Ids } from '../ids.ts';
import { ackWithinMs, type Envelope, type Outcome, type Transport } from './transport.ts';

/** How often Slack pings, ms. The client gives up after 30 s without one. */
const pingEveryMs = 10_000;
/** Most connections that Slack allows to one app (https://docs.slack.dev/apis/events-api/using-socket-mode). */
const mostConnections = 10;

export interface SocketMode extends Transport {
  /** A single-use address for one connection; undefined when the app has ten already. */
  openConnection(): string | undefined;
  /** False when the path is not ours. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Tells every connection that it will be closed soon, and closes it: Slack does so every few hours. */
  disconnect(reason: 'refresh_requested' | 'warning' | 'link_disabled'): void;
  /** Cuts every connection without a word. */
  cut(): void;
  connections(): number;
}

export interface SocketModeOptions {
  ids: Ids;
  schedule: Schedule;
  changes: Changes;
  appId: string;
  baseUrl: () => string;
}

/** Socket Mode: the app opens WebSockets, each payload goes to one of them, and comes back acknowledged by its id. */
export function createSocketMode(options: SocketModeOptions): SocketMode {
  const { ids, schedule, changes, appId } = options;
  const server = new WebSocketServer({ noServer: true });
  const sockets: WebSocket[] = [];
  const tickets = new Set<string>();
  const waiting = new Map<string, (outcome: Outcome) => void>();
  let turn = 0;

  const greet = (socket: WebSocket) => {
    sockets.push(socket);
    const ping = setInterval(() => socket.ping(), pingEveryMs);
    ping.unref();
    socket.on('message', (data) => acknowledged(data.toString()));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(ping);
      sockets.splice(sockets.indexOf(socket), 1);
      if (sockets.length === 0) changes.emit({ type: 'bot-connection', connected: false });
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        debug_info: { host: 'applink-sandbox-1', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: appId },
      }),
    );
    changes.emit({ type: 'bot-connection', connected: true });
  };

  const acknowledged = (text: string) => {
    const message = parseJson(text);
    if (!isFields(message) || typeof message.envelope_id !== 'string') return;
    waiting.get(message.envelope_id)?.(
      message.payload === undefined
        ? { status: 'acked' }
        : { status: 'acked', payload: meaningful(message.payload) },
    );
  };

  return {
    isConnected: () => sockets.length > 0,
    connections: () => sockets.length,
    look: () => Promise.resolve(),

    openConnection() {
      if (sockets.length >= mostConnections) return undefined;
      const ticket = ids.next('ticket');
      tickets.add(ticket);
      return `${options.baseUrl().replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${appId}`;
    },

    upgrade(request, socket, head) {
      if (pathOf(request) !== '/link/' && pathOf(request) !== '/link') return false;
      if (!tickets.delete(queryOf(request).get('ticket') ?? '')) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return true;
      }
      server.handleUpgrade(request, socket, head, greet);
      return true;
    },

    send(envelope, retry) {
      turn += 1;
      const socket = sockets[turn % Math.max(sockets.length, 1)];
      if (!socket) return Promise.resolve({ status: 'failed', reason: 'connection_failed' });
      const envelopeId = ids.next('envelope-');
      return new Promise((resolve) => {
        const settle = (outcome: Outcome) => {
          cancel();
          waiting.delete(envelopeId);
          resolve(outcome);
        };
        const cancel = schedule(ackWithinMs, () => settle({ status: 'failed', reason: 'timeout' }));
        waiting.set(envelopeId, settle);
        socket.send(
          JSON.stringify({
            envelope_id: envelopeId,
            type: envelope.type,
            payload: envelope.payload,
            accepts_response_payload: acceptsResponse(envelope),
            ...(envelope.type === 'events_api'
              ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' }
              : {}),
          }),
        );
      });
    },

    disconnect(reason) {
      for (const socket of [...sockets]) {
        socket.send(
          JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-sandbox-1' } }),
        );
        if (reason !== 'warning') socket.close(1000);
      }
    },

    cut() {
      for (const socket of [...sockets]) socket.terminate();
    },

    async close() {
      for (const settle of [...waiting.values()]) settle({ status: 'failed', reason: 'connection_failed' });
      await Promise.all([...sockets].map(closed));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Closes politely; a peer that does not answer within a second is cut off. */
function closed(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => socket.terminate(), 1000);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    if (socket.readyState === socket.OPEN) socket.close(1001);
  });
}

/** Events are only acknowledged; commands and most interactions may be answered in the acknowledgement. */
function acceptsResponse({ type, payload }: Envelope): boolean {
  return type === 'slash_commands' || (type === 'interactive' && payload.type === 'view_submission');
}

/** Bolt acknowledges without words by an empty object; Slack takes it for silence. */
function meaningful(payload: unknown): unknown {
  return isFields(payload) && Object.keys(payload).length === 0 ? undefined : payload;
}
