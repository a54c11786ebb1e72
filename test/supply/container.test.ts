import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../src/config-schema.ts';
import { createAwsStandIn } from '../../src/sandbox/aws/create-aws-stand-in.ts';
import { sampleWorld } from '../../src/sandbox/incidents/sample-world.ts';
import { beginBot } from '../begin-bot.ts';
import { startTinySlack } from '../slack/tiny-slack.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const { server } = configSchema.parse({});

/** Instructions of the Dockerfile, by stage, continued lines as one. */
const stages = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, ' ')
  .split(/^(?=FROM )/m)
  .map((stage) => stage.split('\n').filter((line) => line.trim() !== ''))
  .filter((stage) => stage.length > 0);
const [build = [], image = []] = stages;
const copied = (stage: string[]) =>
  stage
    .filter((line) => line.startsWith('COPY '))
    .map((line) =>
      line
        .split(/\s+/)
        .slice(1)
        .filter((word) => !word.startsWith('--')),
    );
const compose = parse(read('compose.yaml'));
const { gw504, postgres } = compose.services;

describe('the image', () => {
  it('is built from files that exist and that the build is given', () => {
    const sources = copied(build).flatMap((words) => words.slice(0, -1));
    expect(sources.length).toBeGreaterThan(4);
    expect(sources.filter((path) => !existsSync(`${root}${path}`))).toStrictEqual([]);
    const ignored = read('.dockerignore').split('\n');
    expect(sources.filter((path) => ignored.includes(path))).toStrictEqual([]);
    // What the build itself needs, and what the code reads as it runs.
    expect(sources).toEqual(
      expect.arrayContaining([
        'package.json',
        'package-lock.json',
        '.build.mjs',
        'src',
        'templates',
        'manifest.yml',
      ]),
    );
  });

  it('is given no secret, no history and no state of whoever builds it', () => {
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['.git', '.env', '.gw504', 'gw504.yaml', 'node_modules', 'dist']),
    );
  });

  it('takes from the build only what runs, owned by root, and the entry that package.json names', () => {
    const taken = copied(image).map(([from]) => from);
    const { bin, files } = JSON.parse(read('package.json'));
    expect(taken).toStrictEqual(['/app/package.json', '/app/node_modules', '/app/templates', '/app/dist']);
    expect(
      image.filter((line) => line.startsWith('COPY ')).every((line) => line.includes('--chown=root:root')),
    ).toBe(true);
    expect(image).toContain(`ENTRYPOINT ["node", "/app/${bin.gw504}"]`);
    expect(files).toEqual(expect.arrayContaining(['dist', 'templates', 'manifest.yml']));
  });

  it('installs without scripts, keeps no development packages, and runs without root from a pinned Node', () => {
    const commands = build.join('\n');
    expect(commands).toMatch(/npm ci --ignore-scripts/);
    expect(commands).toMatch(/npm prune --omit=dev/);
    const users = image.filter((line) => /^(?:USER|ENTRYPOINT|VOLUME|RUN) /.test(line));
    expect(users).toStrictEqual([
      'RUN chown node:node /data',
      'USER node',
      'VOLUME /data',
      expect.stringMatching(/^ENTRYPOINT /),
    ]);
    const versions = stages.map(([from = '']) => Number(/^FROM node:(\d+)-slim/.exec(from)?.[1]));
    expect(versions.every((version) => version >= 20 && version < 27)).toBe(true);
  });

  it.skipIf(process.getuid?.() !== 0)(
    'holds all that a question takes, for a user who may write nowhere but in the data folder',
    async () => {
      // As the image has it: owned by root, in a folder without anything else of the project.
      const app = mkdtempSync(join(tmpdir(), 'gw504-image-'));
      chmodSync(app, 0o755);
      const taken = image
        .filter((line) => line.startsWith('COPY '))
        .flatMap((line) => line.match(/\/app\/\S+/g) ?? [])
        .map((path) => path.replace('/app/', ''));
      for (const path of new Set(taken))
        if (path === 'node_modules') symlinkSync(`${root}node_modules`, join(app, path));
        else cpSync(`${root}${path}`, join(app, path), { recursive: true });
      const standIn = createAwsStandIn(sampleWorld(Date.now()), { now: Date.now });
      const aws = createServer((request, response) => void standIn.handle(request, response));
      await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
      const address = aws.address();
      const slack = await startTinySlack();
      slack.reply('files.getUploadURLExternal', () => ({
        ok: true,
        upload_url: `${slack.apiUrl}upload`,
        file_id: 'F0000000504',
      }));
      const nobody = 65_534;
      const bot = await beginBot({
        apiUrl: slack.apiUrl,
        program: join(app, 'dist', 'gw504.js'),
        user: nobody,
        env: {
          NODE_ENV: 'production',
          HOME: '/nonexistent',
          AWS_ENDPOINT_URL: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'AKIASANDBOX504ONCALL',
          AWS_SECRET_ACCESS_KEY: 'sandbox-only-not-a-secret',
        },
      });
      try {
        await bot.hears('the bot is connected');
        await slack.deliver('slash_commands', {
          command: '/gw504',
          text: 'f4267199-574c-4d30-b6b9-25e26d687255',
          team_id: 'T0001',
          channel_id: 'C0001',
          user_id: 'U0001',
          trigger_id: 't',
          response_url: `${slack.apiUrl}respond`,
        });
        await bot.hears('audit answered');
        // Drawn as well: the picture takes a native library, and fonts.
        expect(slack.of('files.completeUploadExternal')).toHaveLength(1);
        expect(bot.said().filter((words) => /fail|cannot|not /.test(words))).toStrictEqual([]);
        bot.kill('SIGTERM');
        expect(await bot.ended).toBe(0);
      } finally {
        await bot.close();
        await slack.close();
        aws.closeAllConnections();
        aws.close();
        rmSync(app, { recursive: true, force: true });
      }
    },
  );

  it('is asked for its health where it answers', () => {
    const health = image.find((line) => line.startsWith('HEALTHCHECK ')) ?? '';
    expect(health).toContain(`http://${server.host}:${server.port}/healthz`);
    expect(image).toContain(`EXPOSE ${server.port}`);
  });
});

describe('the compose file', () => {
  it('runs it with a read-only file system, without capabilities or new privileges', () => {
    expect(gw504).toMatchObject({
      read_only: true,
      tmpfs: ['/tmp'],
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      volumes: ['./gw504.yaml:/config/gw504.yaml:ro', 'data:/data'],
    });
    expect(image.join('\n')).toContain('GW504_CONFIG=/config/gw504.yaml');
    // The embedded database is kept under the working directory, which the volume is.
    expect(image).toContain('WORKDIR /data');
    expect(compose.volumes).toHaveProperty('data');
  });

  it('holds no secret: each comes from the environment, and what has to be set is asked for', () => {
    const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, ...own } =
      gw504.environment;
    // Named without a value: passed on where it is set.
    expect([AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN]).toStrictEqual(
      Array(4).fill(null),
    );
    for (const value of Object.values(own)) expect(value).toMatch(/\$\{[A-Z_]+:\?/);
    expect(gw504.environment).toMatchObject({
      SLACK_BOT_TOKEN: expect.stringContaining(':?'),
      DATABASE_URL: expect.stringContaining('@postgres:5432/'),
    });
    expect(postgres.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  });

  it('waits for a PostgreSQL that answers, publishes it nowhere, and gives a stop the time that it takes', () => {
    expect(gw504.depends_on.postgres.condition).toBe('service_healthy');
    expect(postgres.healthcheck.test.join(' ')).toContain('pg_isready');
    expect([postgres.ports, gw504.ports]).toStrictEqual([undefined, undefined]);
    const ms = (file: string, name: string) =>
      Number(new RegExp(`const ${name} = ([\\d_]+)`).exec(read(`src/${file}.ts`))?.[1]?.replaceAll('_', ''));
    const stopMs = ms('main', 'stopMs');
    expect(Number.parseInt(gw504.stop_grace_period, 10) * 1000).toBeGreaterThan(stopMs);
    // One after the other: the sockets, what is being taken, what runs, its last words and the database, the last spans.
    const longestMs =
      ms('slack/connect/keep-connected', 'farewellMs') +
      Math.max(ms('slack/connect/serve', 'farewellMs'), ms('slack/start-bot', 'drainMs')) +
      ms('main', 'drainMs') +
      ms('jobs/create-jobs', 'longestCloseMs') +
      ms('start-tracing', 'farewellMs');
    expect(longestMs).toBeLessThan(stopMs);
  });
});
