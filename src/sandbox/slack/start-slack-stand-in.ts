import { createServer } from 'node:http';
import { createSlackStandIn, type SlackStandIn, type SlackStandInOptions } from './create-slack-stand-in.ts';

export interface StartedSlackStandIn extends SlackStandIn {
  /** "http://127.0.0.1:PORT" */
  url: string;
  /** For WebClient's `slackApiUrl`. */
  apiUrl: string;
}

/** A Slack workspace on a server of its own, on 127.0.0.1 alone. Without a port, on any free one. */
export async function startSlackStandIn(
  options: Omit<SlackStandInOptions, 'baseUrl'> & { port?: number },
): Promise<StartedSlackStandIn> {
  let url = '';
  const slack = createSlackStandIn({ ...options, baseUrl: () => url });
  const server = createServer((request, response) => {
    if (slack.handle(request, response) === false) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!slack.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : options.port}`;
  return {
    ...slack,
    url,
    apiUrl: `${url}/api/`,
    async close() {
      await slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
