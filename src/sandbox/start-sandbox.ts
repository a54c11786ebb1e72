import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { packageFile } from '../package-file.ts';
import { loadTemplates } from '../templates.ts';
import { createAwsStandIn } from './aws/create-aws-stand-in.ts';
import type { Faults } from './aws/faults.ts';
import type { World } from './aws/world.ts';
import { sampleWorld } from './incidents/sample-world.ts';
import { servePage } from './page/serve-page.ts';
import { raiseAlarm } from './raise-alarm.ts';
import { runBotProcess } from './run-bot-process.ts';
import { sampleConfig } from './sample-config.ts';
import { sampleSeed } from './sample-seed.ts';
import { createSlackStandIn } from './slack/create-slack-stand-in.ts';
import { readManifest } from './slack/manifest.ts';

export interface Sandbox {
  /** Where the page is: http://127.0.0.1:3504/ or another port. */
  url: string;
  /** The port that was wanted and is taken. */
  insteadOf?: number;
  /** What may go wrong in its AWS on purpose. */
  faults: Faults;
  stop(): Promise<void>;
}

/** The port that README names; any free one where it is taken. */
const favouritePort = 3504;

/**
 * Longest wait for the bot's first connection, ms since this process began: a slow machine shows the page first, and
 * says there that the bot is not connected yet.
 */
const mostPatienceMs = 5_000;

/**
 * The embedded workspace: one server on 127.0.0.1 with the page, a Slack and an AWS, and the production bot as its own
 * process, which is only told other endpoints. Resolves when the page can be opened and, usually, the bot is connected.
 */
export async function startSandbox(options: { port?: number } = {}): Promise<Sandbox> {
  const server = createServer();
  const url = await listen(server, options.port);
  const folder = mkdtempSync(join(tmpdir(), 'gw504-sandbox-'));
  const world = sampleWorld(Date.now());
  const tokens = { bot: `xoxb-sandbox-${secret()}`, app: `xapp-sandbox-${secret()}` };
  const aws = createAwsStandIn(world, { now: Date.now });
  const slack = createSlackStandIn({
    manifest: readManifest(readFileSync(packageFile('manifest.yml'), 'utf8')),
    seed: sampleSeed(Date.now(), loadTemplates(), (id) => terminalLines(id, url, world)),
    now: Date.now,
    mode: { kind: 'socket' },
    baseUrl: () => url,
    tokens,
    // One person tries many things in one channel here; Slack tolerates bursts, too.
    rateLimits: { isOn: true, postBurst: 60 },
  });
  server.on('request', (request, response) => {
    const path = request.url ?? '/';
    if (path === '/gw504.yaml') serveConfig(response, sampleConfig(world, url));
    else if (path === '/aws' || path.startsWith('/aws/')) void aws.handle(request, response);
    else if (!servePage(request, response)) void answerOrRefuse(request, response);
  });
  const answerOrRefuse = async (request: IncomingMessage, response: ServerResponse) => {
    if (!(await slack.handle(request, response))) response.writeHead(404).end();
  };
  server.on('upgrade', (request, socket, head) => {
    if (!slack.upgrade(request, socket, head)) socket.destroy();
  });

  const [key] = world.keys;
  const bot = runBotProcess({
    folder,
    config: sampleConfig(world, url),
    env: {
      SLACK_BOT_TOKEN: tokens.bot,
      SLACK_APP_TOKEN: tokens.app,
      AWS_ENDPOINT_URL: `${url}/aws`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: key?.secretAccessKey ?? '',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    onGivenUp: (log) => process.stderr.write(`The bot ends again and again. The end of its log:\n${log}\n`),
  });
  const callOff = raiseAlarm(slack, Date.now);
  await Promise.race([
    slack.waitFor(() => slack.socketMode?.isConnected(), 'the bot').catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, mostPatienceMs - process.uptime() * 1000)),
  ]);
  return {
    url,
    ...(options.port !== undefined || url.endsWith(`:${favouritePort}`) ? {} : { insteadOf: favouritePort }),
    faults: aws.faults,
    async stop() {
      callOff();
      await bot.stop();
      await slack.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a terminal beside the sandbox needs of its bot's configuration: where to look. */
function serveConfig(
  response: ServerResponse,
  { accounts, backends, limits }: Record<string, unknown>,
): void {
  response.writeHead(200, { 'content-type': 'text/yaml; charset=utf-8', 'cache-control': 'no-store' });
  response.end(
    `# The accounts and backends of gw504's sandbox.\n${stringify({ accounts, backends, limits })}`,
  );
}

/** Without a wish, any free port will do where the favourite is taken; a wish is granted or refused. */
async function listen(server: Server, wanted: number | undefined): Promise<string> {
  try {
    await tryToListen(server, wanted ?? favouritePort);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (wanted !== undefined && (code === 'EADDRINUSE' || code === 'EACCES'))
      throw new Error(
        code === 'EADDRINUSE'
          ? `Port ${wanted} is taken by another program. Name a free one with --port, or 0 for any.`
          : `Port ${wanted} may not be used by this user. Name one above 1023 with --port, or 0 for any.`,
        { cause: error },
      );
    if (code !== 'EADDRINUSE') throw error;
    await tryToListen(server, 0);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the sandbox server has no port');
  return `http://127.0.0.1:${address.port}`;
}

function tryToListen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** What to type to ask the sandbox's AWS without Slack: keys that are invented and good for nothing else. */
function terminalLines(id: string, url: string, world: World): string[] {
  const key = world.keys.find(({ principal }) => principal === 'user/on-call');
  const environment = [
    'GW504_CONFIG=sandbox.yaml',
    `AWS_ENDPOINT_URL=${url}/aws`,
    'AWS_REGION=eu-west-1',
    `AWS_ACCESS_KEY_ID=${key?.accessKeyId ?? ''}`,
    `AWS_SECRET_ACCESS_KEY=${key?.secretAccessKey ?? ''}`,
  ].join(' ');
  return [`curl -s ${url}/gw504.yaml -o sandbox.yaml`, `${environment} npx gw504 diagnose ${id}`];
}

/** A token that is good for this run only. */
function secret(): string {
  return randomBytes(12).toString('hex');
}
