import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, it } from 'vitest';
import { describeLogGroups } from '../../src/aws/log-groups.ts';
import { openAws } from '../../src/aws/open-aws.ts';
import { configSchema } from '../../src/config-schema.ts';
import { useAmbientCredentials } from './use-ambient-credentials.ts';

const closers = useAmbientCredentials();

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: 1000\r\n\r\n';

it.each<[string, (socket: Socket) => unknown]>([
  ['stands still in the middle of an answer', (socket) => socket.write(`${head}{"logGr`)],
  ['is closed in the middle of an answer', (socket) => socket.end(`${head}{"logGr`)],
  ['is cut in the middle of an answer', (socket) => socket.write(head, () => socket.destroy())],
  ['stands still in the middle of the head', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-')],
  ['is closed before an answer', (socket) => socket.end()],
])(
  'gives up a connection that %s before the deadline',
  async (_what, answer) => {
    const server = createServer((request) => {
      request.resume();
      request.on('end', () => answer(request.socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${port}`;
    const config = configSchema.parse({});
    const aws = openAws(config, { connectionMs: 500, answerMs: 500 });
    closers.push(aws.close, () => {
      server.closeAllConnections();
      server.close();
    });
    const session = aws.session({
      account: undefined,
      region: 'eu-west-1',
      askedBy: 'U1',
      count: { calls: 0 },
    });
    const deadline = AbortSignal.timeout(20_000);
    const answered = await describeLogGroups(session, '/a', false, deadline);
    expect(answered).toMatchObject({ ok: false, reason: 'region-unreachable' });
    expect(deadline.aborted).toBe(false);
  },
  30_000,
);
