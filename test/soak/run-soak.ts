import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createAwsStandIn } from '../../src/sandbox/aws/create-aws-stand-in.ts';
import { realSchedule } from '../../src/sandbox/slack/clock.ts';
import { createSlackStandIn } from '../../src/sandbox/slack/create-slack-stand-in.ts';
import { readManifest } from '../../src/sandbox/slack/manifest.ts';
import { type Asked, ask } from './ask-questions.ts';
import { type Judgement, judgeSoak } from './judge-soak.ts';
import { isDone, readAnswers } from './read-answers.ts';
import { type Replica, startReplica } from './replica.ts';
import { soakConfig } from './soak-config.ts';
import { soakSeed } from './soak-workspace.ts';
import { soakWorld } from './soak-world.ts';
import { startWeather } from './weather.ts';

export interface SoakFigures extends Judgement {
  asked: number;
  mentions: number;
  /** Questions that had to be put more than once, because nothing had taken them. */
  putAgain: number;
  kills: number;
  /** Ends of a bot that nobody had killed: its last words. */
  ownEnds: string[];
  gusts: Record<string, number>;
  /** Lines of the bots' logs: what had to be done twice. */
  sentAgain: number;
  takenOver: number;
  /** Messages that stood twice for a moment. */
  takenBack: number;
  jobsFailed: number;
  seconds: number;
  /** From the promise to the last reply, seconds. */
  medianSeconds: number;
  slowestSeconds: number;
}

/** People who ask at the same time, each in a channel of their own. */
const askersAtOnce = 24;
/** After the last question the sky clears, and what is open may still end, ms. */
const calmMs = 180_000;
/** Nothing may change any more for this long, ms: dead replicas' jobs and what stands twice are looked for after 15 s. */
const quietMs = 25_000;
/** Slack delivers a mention that nobody took again after a minute and after five: here after so many times less. */
const hurry = 10;
/** Times of Slack's up to this one are left as they are, ms. */
const patientMs = 30_000;
/** Longest wait for the first of the replicas, ms. */
const firstStartMs = 120_000;
/** Between two lines that say how far it is, ms. */
const tellEveryMs = 15_000;

/** Asks `questions` questions while everything goes wrong, and reads from Slack alone what came of them. */
export async function runSoak(options: {
  questions: number;
  replicas: number;
  databaseUrl?: string;
  /** Longest time for asking, ms. */
  limitMs: number;
  /** How long a bot lives after it came up, ms, shortest and longest. */
  livesMs: readonly [number, number];
  random: () => number;
}): Promise<SoakFigures> {
  const startedMs = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'gw504-soak-'));
  const { world, ids } = soakWorld(options.questions, startedMs);
  const { seed, askers } = soakSeed(askersAtOnce);
  let url = '';
  const tokens = { bot: 'xoxb-soak', app: 'xapp-soak' };
  const aws = createAwsStandIn(world, { now: Date.now });
  const slack = createSlackStandIn({
    manifest: readManifest(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8')),
    seed,
    now: Date.now,
    mode: { kind: 'socket' },
    baseUrl: () => url,
    tokens,
    schedule: (delayMs, run) => realSchedule(delayMs > patientMs ? delayMs / hurry : delayMs, run),
    // A workspace's own limits would make the soak an hour long; the weather brings its 429s.
    rateLimits: { isOn: false, postBurst: 10 },
  });
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/aws' || path.startsWith('/aws/')) void aws.handle(request, response);
    else if (slack.handle(request, response) === false) response.writeHead(404).end();
  });
  server.on('upgrade', (request, socket, head) => {
    if (!slack.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  const [key] = world.keys;
  const bots: Replica[] = Array.from({ length: options.replicas }, (_, index) =>
    startReplica({
      folder: join(folder, `replica-${index}`),
      config: soakConfig(world, url, askers),
      env: {
        SLACK_BOT_TOKEN: tokens.bot,
        SLACK_APP_TOKEN: tokens.app,
        AWS_ENDPOINT_URL: `${url}/aws`,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '',
        AWS_SECRET_ACCESS_KEY: key?.secretAccessKey ?? '',
        AWS_EC2_METADATA_DISABLED: 'true',
        ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
      },
    }),
  );
  const timers: (() => unknown)[] = [];
  try {
    await firstConnection(bots);
    const weather = startWeather({ slack, aws: aws.faults, random: options.random, everyMs: 1_200 });
    timers.push(weather.stop);
    const killer = startKilling(bots, options.livesMs, options.random);
    timers.push(killer.stop);
    const endMs = Date.now() + options.limitMs;
    const questions: Asked[] = [];
    const doneMs = new Map<string, number>();
    const seen = watchAnswers(slack.state, questions, doneMs);
    timers.push(seen.stop);
    const tell = setInterval(
      () =>
        process.stdout.write(`  ${doneMs.size} of ${questions.length} answered, ${killer.kills()} kills\n`),
      tellEveryMs,
    );
    timers.push(() => clearInterval(tell));
    const queue = [...ids];
    await Promise.all(
      askers.map(async (by) => {
        for (let id = queue.shift(); id !== undefined && Date.now() < endMs; id = queue.shift()) {
          const asked: Asked = {
            id,
            channel: by.channel,
            way: options.random() < 0.5 ? 'command' : 'mention',
            firstMs: Date.now(),
            tries: 0,
          };
          questions.push(asked);
          const isOver = () => Date.now() > endMs + calmMs;
          await ask(slack, asked, by, { isThere: () => seen.isThere(asked.id), isOver });
          while (!doneMs.has(asked.id) && Date.now() < endMs) await pause(200);
        }
      }),
    );
    const kills = killer.stop();
    const gusts = weather.stop();
    const calmUntilMs = Date.now() + calmMs;
    while (questions.some(({ id }) => !doneMs.has(id)) && Date.now() < calmUntilMs) await pause(250);
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    await quiet(slack.changes.listen, quietMs, calmUntilMs + quietMs);
    await Promise.all(bots.map((bot) => bot.stop()));
    const log = bots.map((bot) => bot.log()).join('');
    const took = questions
      .map(({ id, takenMs }) => ((doneMs.get(id) ?? Number.NaN) - (takenMs ?? Number.NaN)) / 1000)
      .filter((value) => value >= 0)
      .sort((one, other) => one - other);
    return {
      ...judgeSoak(questions, readAnswers(slack.state)),
      asked: questions.length,
      mentions: questions.filter(({ way }) => way === 'mention').length,
      putAgain: questions.filter(({ tries }) => tries > 1).length,
      kills,
      ownEnds: bots.flatMap((bot) => bot.ownEnds()),
      gusts,
      sentAgain: count(log, '"a message is sent again"'),
      takenBack: count(log, '"a message that stood twice was taken back"'),
      takenOver: count(log, '"taking over the job of a process that died"'),
      jobsFailed: count(log, '"job failed"'),
      seconds,
      medianSeconds: took[Math.floor(took.length / 2)] ?? Number.NaN,
      slowestSeconds: took.at(-1) ?? Number.NaN,
    };
  } finally {
    for (const stop of timers) stop();
    await Promise.all(bots.map((bot) => bot.stop()));
    await slack.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstConnection(bots: readonly Replica[]): Promise<void> {
  const untilMs = Date.now() + firstStartMs;
  while (bots.every((bot) => bot.upSinceMs() === undefined)) {
    if (Date.now() > untilMs)
      throw new Error(`No replica came up:\n${bots.map((bot) => bot.log()).join('\n')}`);
    await pause(100);
  }
}

/** Looks once in a while which questions have an answer, and when it was finished. */
function watchAnswers(
  state: Parameters<typeof readAnswers>[0],
  questions: readonly Asked[],
  doneMs: Map<string, number>,
): { isThere: (id: string) => boolean; stop: () => void } {
  const there = new Set<string>();
  // Answers of questions that are through: with a thousand of them, to read all again would hold up Slack itself.
  const settled = new Set<string>();
  const timer = setInterval(() => {
    const open = questions.filter(({ id }) => !doneMs.has(id));
    const answers = readAnswers(state).filter(({ answerId }) => !settled.has(answerId));
    for (const { id, channel } of open) {
      const own = answers.filter((answer) => answer.channel === channel && isOf(answer.roots, id));
      if (own.length > 0) there.add(id);
      if (!own.some(isDone)) continue;
      doneMs.set(id, Date.now());
      for (const { answerId } of own) settled.add(answerId);
    }
  }, 300);
  return { isThere: (id) => there.has(id), stop: () => clearInterval(timer) };
}

function isOf(roots: readonly { text: string; blocks?: unknown }[], id: string): boolean {
  return roots.some(({ text, blocks }) => text.includes(id) || JSON.stringify(blocks ?? '').includes(id));
}

/** Kills one bot after the other, at random, each some time after it came up: a life that never begins proves nothing. */
function startKilling(
  bots: readonly Replica[],
  [shortest, longest]: readonly [number, number],
  random: () => number,
): { kills: () => number; stop: () => number } {
  let kills = 0;
  const lives = bots.map((bot) => ({ bot, ms: lifeMs() }));
  const timer = setInterval(() => {
    for (const life of lives) {
      const upSinceMs = life.bot.upSinceMs();
      if (upSinceMs === undefined || Date.now() - upSinceMs < life.ms) continue;
      kills += 1;
      life.bot.kill();
      life.ms = lifeMs();
    }
  }, 100);
  return {
    kills: () => kills,
    stop() {
      clearInterval(timer);
      return kills;
    },
  };

  function lifeMs(): number {
    return shortest + random() * (longest - shortest);
  }
}

async function quiet(
  listen: (listener: (event: unknown) => void) => () => void,
  forMs: number,
  untilMs: number,
): Promise<void> {
  let lastMs = Date.now();
  const stop = listen((event) => {
    if (event !== undefined) lastMs = Date.now();
  });
  while (Date.now() - lastMs < forMs && Date.now() < untilMs) await pause(250);
  stop();
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
