import { createServer } from 'node:http';
import { openAws } from '../../src/aws/open-aws.ts';
import { configSchema } from '../../src/config-schema.ts';
import type { CollectContext } from '../../src/evidence/collect-context.ts';
import { createAwsStandIn } from '../../src/sandbox/aws/create-aws-stand-in.ts';
import type { World } from '../../src/sandbox/aws/world.ts';
import { loadTemplates } from '../../src/templates.ts';

/** The sandbox's AWS behind a server that takes the time of each answer, and a context that asks it. */
export async function openBenchAws(world: World, nowMs: number) {
  const standIn = createAwsStandIn(world, { now: () => nowMs });
  let answeringMs = 0;
  const server = createServer((request, response) => {
    const startedMs = performance.now();
    response.once('finish', () => {
      answeringMs += performance.now() - startedMs;
    });
    void standIn.handle(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIASANDBOX504ONCALL',
    AWS_SECRET_ACCESS_KEY: 'sandbox-only-not-a-secret',
  });
  const config = configSchema.parse({});
  // The stand-in works a query out before it answers; AWS would answer at once, and such a silence counts as an outage.
  const access = openAws(config, { connectionMs: 3_000, answerMs: 300_000 });
  const context: CollectContext = {
    aws: access,
    config,
    templates: loadTemplates(),
    now: () => nowMs,
    deadlineMs: 300_000,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  return {
    context,
    /** Since the opening: calls, log queries among them, and how long the stand-in took to answer, ms, added up. */
    spent: () => ({
      calls: standIn.requests.length,
      queries: standIn.requests.filter(({ operation }) => operation === 'StartQuery').length,
      answeringMs,
    }),
    close() {
      access.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
