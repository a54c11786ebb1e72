import { createServer, type ServerResponse } from 'node:http';
import { pageServer } from '../../../src/sandbox/page/serve-page.ts';
import type { UiEvent, UiState } from '../../../src/sandbox/slack/ui-protocol.ts';

export interface ScriptedSandbox {
  url: string;
  /** What the page posted, in order. */
  posts: { path: string; body: unknown }[];
  /** What the page reads next time it asks for the state. */
  state: UiState;
  push(event: UiEvent): void;
  /** What a post is answered with; {} where nothing is set. */
  answers: Map<string, { status: number; body: unknown }>;
  /** Ends all event streams, as a restart would. */
  dropStreams(): void;
  /** Event streams that are open. */
  streams(): number;
  close(): Promise<void>;
}

/** A server that speaks ui-protocol and does nothing by itself: the test says what happens. */
export async function startScriptedSandbox(clientFolder: URL, state: UiState): Promise<ScriptedSandbox> {
  const servePage = pageServer(clientFolder);
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (servePage(request, response)) return;
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        sandbox.posts.push({ path, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
        const answer = sandbox.answers.get(path) ?? { status: 200, body: {} };
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.body));
      });
    } else if (path === '/ui/state') {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sandbox.state));
    } else if (path === '/ui/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      streams.add(response);
      response.on('close', () => streams.delete(response));
    } else if (path.startsWith('/ui/files/')) {
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(picture);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const sandbox: ScriptedSandbox = {
    url: `http://127.0.0.1:${address.port}/`,
    posts: [],
    state,
    answers: new Map(),
    push(event) {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    dropStreams() {
      for (const stream of streams) stream.destroy();
      streams.clear();
    },
    streams: () => streams.size,
    async close() {
      sandbox.dropStreams();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return sandbox;
}

const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 150" width="720" height="150"><rect width="720" height="150" fill="#fff"/>
<g font-family="sans-serif" font-size="13" fill="#333"><text x="10" y="36">authorizer</text><text x="10" y="66">hand-over</text><text x="10" y="96">function</text><text x="10" y="126">after the 504</text></g>
<rect x="120" y="22" width="9" height="18" fill="#7b4fb5"/><rect x="129" y="52" width="6" height="18" fill="#999"/><rect x="135" y="82" width="420" height="18" fill="#c0123f"/><rect x="555" y="112" width="60" height="18" fill="#d99a12"/></svg>`;
