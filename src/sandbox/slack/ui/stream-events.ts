import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Slack } from '../slack.ts';

/** How often an idle stream says that it lives, ms, so that nothing between closes it. */
const breatheEveryMs = 15_000;

/** Server-sent events: whatever happens in the workspace from now on. */
export function streamEvents(slack: Slack, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
  });
  response.write(': open\n\n');
  const breathe = setInterval(() => response.write(': still open\n\n'), breatheEveryMs);
  breathe.unref();
  const stop = slack.changes.listen((event) => {
    if (event) response.write(`data: ${JSON.stringify(event)}\n\n`);
  });
  request.on('close', () => {
    clearInterval(breathe);
    stop();
  });
}
