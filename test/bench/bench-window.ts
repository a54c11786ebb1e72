import { analyseWindow } from '../../src/analyse-window.ts';
import type { World } from '../../src/sandbox/aws/world.ts';
import { sampleWorld } from '../../src/sandbox/incidents/sample-world.ts';
import { openBenchAws } from './open-bench-aws.ts';

const nowMs = Date.parse('2026-11-20T14:00:00Z');
const minuteMs = 60_000;

/** A window of so many failures, live from the sandbox's AWS: calls and queries must not grow with the failures. */
export async function* benchWindow(counts: readonly number[]): AsyncGenerator<string, void> {
  for (const count of counts) {
    const aws = await openBenchAws(withTimeouts(sampleWorld(nowMs), count), nowMs);
    const startedMs = performance.now();
    const { window } = await analyseWindow(
      { scope: { api: 'orders' }, fromMs: nowMs - 60 * minuteMs, toMs: nowMs },
      aws.context,
    );
    const tookMs = performance.now() - startedMs;
    const { calls, queries, answeringMs } = aws.spent();
    aws.close();
    yield `${count} failures: ${window.failures} counted with ${queries} log queries and ${calls} calls in ${tookMs.toFixed(0)} ms; the answers alone ${answeringMs.toFixed(0)} ms, ratio ${(tookMs / answeringMs).toFixed(1)}`;
  }
}

/** The sample world with nothing in its logs but so many requests that timed out, spread over ten minutes. */
function withTimeouts(world: World, count: number): World {
  const region = world.accounts.find((account) => account.alias === 'shop')?.regions['eu-west-1'];
  const group = region?.logGroups.find((one) => one.name === 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod');
  if (!region || !group) throw new Error('the sample world has lost its orders API');
  for (const one of region.logGroups) one.events = [];
  for (let index = 0; index < count; index += 1) {
    const id = `${index.toString(16).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255`;
    const atMs = nowMs - 20 * minuteMs + Math.floor((index / count) * 10 * minuteMs);
    for (const [afterMs, text] of lines)
      group.events.push({
        atMs: atMs + afterMs,
        ingestedMs: atMs + afterMs,
        message: `(${id}) ${text}`,
        stream: 'e369853df766fa44e1ed0ff613f563bd',
      });
  }
  return world;
}

const lines: readonly [number, string][] = [
  [0, 'HTTP Method: POST, Resource Path: /orders'],
  [
    20,
    'Sending request to https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:orders-create/invocations',
  ],
  [29_020, 'Execution failed due to a timeout error'],
  [29_021, 'Method completed with status: 504'],
];
