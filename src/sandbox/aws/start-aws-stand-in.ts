import { createServer } from 'node:http';
import { type AwsStandIn, type AwsStandInOptions, createAwsStandIn } from './create-aws-stand-in.ts';
import type { World } from './world.ts';

export interface StartedAwsStandIn {
  /** What AWS_ENDPOINT_URL takes. */
  url: string;
  faults: AwsStandIn['faults'];
  requests: AwsStandIn['requests'];
  /** Cuts what is still open, too. */
  close(): Promise<void>;
}

/** Starts the stand-in on 127.0.0.1; a free port where none is given. */
export async function startAwsStandIn(
  world: World,
  options: AwsStandInOptions & { port?: number },
): Promise<StartedAwsStandIn> {
  const standIn = createAwsStandIn(world, options);
  const server = createServer((request, response) => void standIn.handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    faults: standIn.faults,
    requests: standIn.requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
