import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import { XRayClient } from '@aws-sdk/client-xray';
import { startAwsStandIn } from '../../../src/sandbox/aws/start-aws-stand-in.ts';
import type { World } from '../../../src/sandbox/aws/world.ts';
import { keys, now } from './small-world.ts';

export interface Settings {
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  region?: string;
}

/** The stand-in on a real socket, its clocks in the test's hand, and the SDK's own clients for it. */
export async function openStandIn(world: World, machineClock: 'stands' | 'runs' = 'stands') {
  const clocks = { worldMs: now, machineMs: Date.now() };
  const server = await startAwsStandIn(world, {
    now: () => clocks.worldMs,
    clock: machineClock === 'runs' ? Date.now : () => clocks.machineMs,
  });
  const open: { destroy(): void }[] = [];
  const settings = ({ credentials = keys, region = 'eu-west-1' }: Settings = {}) => ({
    endpoint: `${server.url}/aws`,
    credentials,
    region,
    maxAttempts: 1,
  });
  const kept = <Client extends { destroy(): void }>(client: Client): Client => {
    open.push(client);
    return client;
  };
  return {
    ...server,
    clocks,
    sts: (more?: Settings) => kept(new STSClient(settings(more))),
    logs: (more?: Settings) => kept(new CloudWatchLogsClient(settings(more))),
    restApis: (more?: Settings) => kept(new APIGatewayClient(settings(more))),
    httpApis: (more?: Settings) => kept(new ApiGatewayV2Client(settings(more))),
    lambda: (more?: Settings) => kept(new LambdaClient(settings(more))),
    xray: (more?: Settings) => kept(new XRayClient(settings(more))),
    metrics: (more?: Settings) => kept(new CloudWatchClient(settings(more))),
    async close() {
      for (const client of open) client.destroy();
      await server.close();
    },
  };
}

export type OpenStandIn = Awaited<ReturnType<typeof openStandIn>>;

/** What the SDK threw: the code, AWS's message and the HTTP status. */
export async function refusalOf(call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = Reflect.get(error, '$metadata');
    const status: unknown =
      typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
    return { code: error.name, message: error.message, status };
  }
  throw new Error('was not refused');
}
