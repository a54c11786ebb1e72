import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Secrets } from '../config.ts';
import type { Config } from '../config-schema.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Templates } from '../templates.ts';
import { sortSoon } from './alarms/inbox.ts';
import { lookKind, lookSchema, sortKind, sortSchema } from './alarms/kinds.ts';
import { lookAtEpisode } from './alarms/look-at-episode.ts';
import { receiveEvents } from './alarms/receive-event.ts';
import { type Fetch, receiveSns } from './alarms/receive-sns.ts';
import { sortAlarms } from './alarms/sort-alarms.ts';
import { answerQuestion } from './answer/answer-question.ts';
import { endUnreadable } from './answer/end-unreadable.ts';
import { postingKind, postingSchema, postMore } from './answer/posting.ts';
import { exportKind, exportSchema, sendFeedback } from './answer/send-feedback.ts';
import { questionKind, questionSchema } from './ask/question.ts';
import type {
  AnalyseWindow,
  Bot,
  CheckHealth,
  Diagnose,
  Examine,
  Explain,
  ExportFeedback,
  FindAlarm,
  Observe,
  Redact,
} from './bot.ts';
import { ackWhenTaken } from './connect/ack-when-taken.ts';
import { boltLogger } from './connect/bolt-logger.ts';
import { type Connection, keepConnected } from './connect/keep-connected.ts';
import { keepTwo } from './connect/keep-two.ts';
import { meet } from './connect/meet.ts';
import { readiness } from './connect/readiness.ts';
import type { Served } from './connect/serve.ts';
import { createSlackCircuit } from './connect/slack-circuit.ts';
import { untilSlackAnswers } from './connect/until-slack-answers.ts';
import { removeStrays, straysKind, straysSchema } from './deliver/remove-strays.ts';
import { listen } from './listeners/listen.ts';
import { keepTidy } from './tidy.ts';

export interface BotOptions {
  config: Config;
  secrets: Secrets;
  /** Opened and closed by the caller; stop the bot first, then the jobs, so that running ones can write their last word. */
  jobs: Jobs;
  /** Opened by the caller, so that it answers while the bot waits for Slack; closed by the bot, also where it cannot start. */
  served: Served;
  diagnose: Diagnose;
  explain: Explain;
  /** Without it, "others like this" says that it cannot. */
  analyseWindow?: AnalyseWindow;
  /** Without it, only alarms whose message names an API are answered. */
  findAlarm?: FindAlarm;
  /** Asked each time that somebody opens App Home, and for /readyz. */
  checkHealth?: CheckHealth;
  /** Asked when an administrator opens App Home; missing: it shows no doctor. */
  examine?: Examine;
  /** Without it, App Home offers no feedback to take along. */
  exportFeedback?: ExportFeedback;
  /** For what people write themselves; missing: kept as it is written. */
  redact?: Redact;
  /** Told of each decision, for counting. */
  observe?: Observe;
  /** Reads certificates of SNS; missing: Node's own. */
  fetch?: Fetch;
  templates: Templates;
  logger: Logger;
  /** Epoch ms. */
  now: () => number;
  /** When the second Socket Mode connection follows the first, ms; missing: a minute. */
  secondSocketAfterMs?: number;
}

export interface RunningBot {
  /** Takes nothing new and waits, for a bounded time, for what is being taken. Running diagnoses belong to the jobs. */
  stop(): Promise<void>;
  /** Socket Mode: the socket stands. HTTP: the server listens. */
  isConnected(): boolean;
  /** Port of the health checks and, in http mode, of Slack's requests. */
  port: number;
}

/** Longest that stopping waits for listeners which are still taking a question, ms. */
const drainMs = 3_000;
/** A new process needs no second connection at once; Slack refreshes each after hours, ms. */
const secondSocketAfterMs = 60_000;
/** Longest wait for one answer of Slack, ms. */
const timeout = 10_000;

/** The bot itself: a Bolt app over Socket Mode or signed HTTP. Throws one sentence with the cure where it cannot start. */
export async function startBot(options: BotOptions): Promise<RunningBot> {
  try {
    return await connect(options);
  } catch (error) {
    await options.served.close();
    throw error;
  }
}

async function connect(options: BotOptions): Promise<RunningBot> {
  const { config, secrets, templates, now, served } = options;
  const logger = options.logger.child({ room: 'slack' });
  const circuit = createSlackCircuit(logger, { call: (url, init) => globalThis.fetch(url, init) });
  const clientOptions = (): WebClientOptions => ({
    slackApiUrl: config.slack.apiUrl,
    timeout,
    retryConfig: { retries: 4, factor: 2, maxTimeout: 15_000 },
    allowAbsoluteUrls: false,
    logger: boltLogger(logger),
  });
  /** The socket's own calls stay outside of the circuit: it has its own pauses, and is how we hear that Slack is back. */
  const guarded = (): WebClientOptions => ({ ...clientOptions(), fetch: circuit.fetch });
  const client = new WebClient(secrets.slackBotToken, guarded());
  const poster = new WebClient(secrets.slackBotToken, {
    ...guarded(),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const looker = new WebClient(secrets.slackBotToken, { ...guarded(), rejectRateLimitedCalls: true });
  let connection: Omit<Connection, 'join'> | undefined;
  let isServing = false;
  const isConnected = () => (connection ? connection.isConnected() : isServing);
  served.readyBy(
    readiness({
      isConnected,
      isReachable: options.jobs.isReachable,
      checkHealth: options.checkHealth,
    }),
  );
  // Each try by itself, outside of the circuit: the log names each, with its own reason.
  const self = await meet(
    new WebClient(secrets.slackBotToken, {
      ...clientOptions(),
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    }),
    config,
    logger,
  );

  const bot: Bot = {
    config,
    jobs: options.jobs,
    diagnose: options.diagnose,
    explain: options.explain,
    analyseWindow: options.analyseWindow,
    findAlarm: options.findAlarm,
    checkHealth: options.checkHealth,
    examine: options.examine,
    exportFeedback: options.exportFeedback,
    redact: options.redact ?? ((text) => text),
    observe: options.observe,
    templates,
    logger,
    now,
    client,
    poster,
    looker,
    self,
    say: (name, values) => templates.render(`messages/slack/${name}`, values),
    hasWords: (name) => templates.has(`messages/slack/${name}`),
    isConnected,
    isSlackAway: circuit.isOpen,
  };

  const newSocket = () =>
    new SocketModeReceiver({
      appToken: secrets.slackAppToken ?? '',
      // Its own object: the socket client writes into what it is given.
      installerOptions: { clientOptions: clientOptions() },
      autoReconnectEnabled: false,
      // Slack's pongs can take longer than the default 5 s. github.com/slackapi/bolt-js/issues/2496
      clientPingTimeout: 15_000,
      logger: boltLogger(logger),
      processEventErrorHandler: async () => false,
    });
  const socket = config.slack.mode === 'socket' ? newSocket() : undefined;
  const secondSocket = socket && newSocket();
  const http = socket
    ? undefined
    : new HTTPReceiver({
        signingSecret: secrets.slackSigningSecret ?? '',
        logger: boltLogger(logger),
        bodyLimit: 1_000_000,
        processEventErrorHandler: async () => false,
      });
  const app = new App({
    receiver: socket ?? http,
    authorize: async () => ({
      botToken: secrets.slackBotToken,
      botId: self.botId,
      botUserId: self.userId,
      teamId: self.teamId,
    }),
    convoStore: false,
    logger: boltLogger(logger),
    clientOptions: clientOptions(),
  });
  // Listeners tell the asker themselves; what comes here is a fault of ours, and Slack shall deliver again.
  app.error(async (error) => {
    logger.error({ error: String(error), stack: error.stack }, 'a listener failed');
    throw error;
  });
  const taking = ackWhenTaken(app);
  secondSocket?.init(app);
  listen(app, bot);

  served.open({
    slack: http?.requestListener,
    aws: {
      ...(config.alarmReplies.topics.length > 0
        ? { '/aws/sns': receiveSns(bot, options.fetch ?? fetch) }
        : {}),
      ...(config.alarmReplies.events.length > 0 && secrets.eventKey
        ? { '/aws/events': receiveEvents(bot, secrets.eventKey) }
        : {}),
    },
  });
  try {
    await options.jobs.work(
      questionKind,
      questionSchema,
      { concurrency: config.limits.concurrency, onUnreadable: endUnreadable(bot) },
      answerQuestion(bot),
    );
    await options.jobs.work(postingKind, postingSchema, { concurrency: 4 }, postMore(bot));
    await options.jobs.work(straysKind, straysSchema, { concurrency: 1 }, removeStrays(bot));
    await options.jobs.work(exportKind, exportSchema, { concurrency: 1 }, sendFeedback(bot));
    await options.jobs.work(sortKind, sortSchema, { concurrency: 2 }, sortAlarms(bot));
    await options.jobs.work(lookKind, lookSchema, { concurrency: 2 }, lookAtEpisode(bot));
    // What an earlier process had taken, but not sorted.
    for (const { id } of config.channels) await sortSoon(bot, id);
    if (socket && secondSocket) {
      connection = keepTwo(
        keepConnected(socket.client, logger),
        keepConnected(secondSocket.client, logger),
        options.secondSocketAfterMs ?? secondSocketAfterMs,
      );
      await untilSlackAnswers(logger, config.slack.apiUrl, connection.start);
    }
    isServing = true;
  } catch (cause) {
    throw new Error(
      `Cannot connect to Slack: ${cause instanceof Error ? cause.message : String(cause)}. Check SLACK_APP_TOKEN (it needs the scope connections:write), that Socket Mode is on for the app, and the way to ${config.slack.apiUrl}.`,
      { cause },
    );
  }
  const stopTidying = keepTidy(bot);
  logger.info({ mode: config.slack.mode, team: self.teamId, port: served.port }, 'the bot is connected');
  return {
    port: served.port,
    isConnected,
    async stop() {
      isServing = false;
      stopTidying();
      await connection?.stop();
      const late = new Promise((resolve) => setTimeout(resolve, drainMs).unref());
      await Promise.all([served.close(), Promise.race([taking.settled(), late])]);
      logger.info('the bot has stopped taking questions');
    },
  };
}
