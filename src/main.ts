import type { Logger } from 'pino';
import { analyseWindow } from './analyse-window.ts';
import { openAws } from './aws/open-aws.ts';
import { believeFor } from './believe-for.ts';
import { checkAwsHealth } from './check-aws-health.ts';
import { type Secrets, valuesOf } from './config.ts';
import type { Config } from './config-schema.ts';
import { diagnose } from './diagnose.ts';
import { abortAfter } from './evidence/abort-after.ts';
import { findAlarm } from './evidence/alarms/find-alarm.ts';
import type { CollectContext } from './evidence/collect-context.ts';
import { redactText } from './evidence/redact.ts';
import { examineSetup } from './examine-setup.ts';
import { explain } from './explain.ts';
import { feedbackCases } from './feedback-cases.ts';
import type { Jobs } from './jobs/jobs.ts';
import { openJobs } from './jobs/open-jobs.ts';
import { createLogger } from './logger.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type Served, serve } from './slack/connect/serve.ts';
import { type BotOptions, type RunningBot, startBot } from './slack/start-bot.ts';
import { watchStages } from './stage.ts';
import { stopInTime } from './stop-in-time.ts';
import { loadTemplates } from './templates.ts';
import { within } from './within.ts';

/** Longest wait for running diagnoses at shutdown, ms; what is not done by then runs again after the next start. */
const drainMs = 20_000;
/** Longest time from the signal to the end, ms, whatever hangs: below compose.yaml's stop_grace_period. */
const stopMs = 35_000;
/** Longest time that /metrics waits for the number of waiting jobs, ms: without a database there is none. */
const countMs = 1_500;

/** Longest time for the doctor in App Home, ms, and how long one examination counts. */
const [examineMs, examinedMs] = [30_000, 60_000];

/** Wires the production bot and runs it until a signal. The only place that creates clients. */
export async function runBot(
  config: Config,
  secrets: Secrets,
  { path, hasTraces }: { path: string | undefined; hasTraces: boolean },
): Promise<void> {
  const logger = createLogger(config.logs.level, { secrets: valuesOf(secrets) });
  const open: Open = {};
  const { isStopping } = endOnSignals(open, logger);
  const tracing = hasTraces ? (await import('./start-tracing.ts')).startTracing() : undefined;
  open.tracing = tracing;
  const templates = loadTemplates();
  const aws = openAws(config);
  const metrics: Metrics = createMetrics(async () => {
    const waiting = open.jobs && (await within(countMs, open.jobs.waiting()));
    return waiting ?? Number.NaN;
  });
  watchStages(metrics.stages);
  // Before all that may keep a start waiting: probes are answered from the first second.
  const served = await serve({ server: config.server, metrics, now: Date.now, logger });
  open.served = served;
  logger.info({ port: served.port }, 'health checks are answered; starting');
  const jobs = await openJobs({
    logger,
    onRunAgain: () => metrics.decided({ decision: 'retried', entry: 'job' }),
    onLost: () => process.exit(1),
    directory: config.jobs.directory,
    ...(secrets.databaseUrl ? { databaseUrl: secrets.databaseUrl } : {}),
  }).catch(async (error: unknown) => {
    await served.close(); // or it would keep a process alive that has nothing to do
    throw error;
  });
  open.jobs = jobs;
  const look = (
    { accounts, apis, stages }: { accounts: string[]; apis: string[]; stages: string[] },
    signal: AbortSignal,
  ): CollectContext => ({
    aws,
    config,
    templates,
    now: Date.now,
    deadlineMs: config.limits.deadlineSeconds * 1000,
    signal,
    onProgress: () => undefined,
    allowed: { accounts, apis, stages },
  });
  const bot = await startBot({
    config,
    secrets,
    jobs,
    served,
    templates,
    logger,
    now: Date.now,
    observe: metrics.decided,
    diagnose: counted(metrics, logger, (inquiry, { signal, onProgress, channel }) =>
      diagnose(inquiry, { ...look(channel, signal), onProgress }),
    ),
    analyseWindow: (question, { signal, channel }) => analyseWindow(question, look(channel, signal)),
    findAlarm: (alarm, { signal, channel, askedBy }) => findAlarm(alarm, askedBy, look(channel, signal)),
    examine: believeFor(examinedMs, Date.now, () =>
      examineSetup({ config, secrets, path, aws, templates, signal: abortAfter(examineMs, []) }),
    ),
    checkHealth: checkAwsHealth({ config, aws, templates, now: Date.now }),
    exportFeedback: (votes) => feedbackCases(votes, { templates, redaction: config.redaction }),
    redact: (text) => redactText(text, config.redaction).text,
    explain: (text, { nowMs }) => explain(text, { nowMs, redaction: config.redaction, templates }),
  }).catch(async (error: unknown) => {
    if (isStopping()) return undefined; // what stops ends the process as well
    await jobs.stop({ drainMs: 0 }); // or the open database would keep a process alive that has nothing to do
    throw error;
  });
  open.bot = bot;
  // The signal came while it was starting: the stop is under way, and nothing new may be taken.
  if (isStopping()) await bot?.stop();
}

/** What is open so far. */
interface Open {
  tracing?: { stop(): Promise<unknown> } | undefined;
  served?: Served;
  jobs?: Jobs;
  bot?: RunningBot | undefined;
}

/**
 * From the first moment on, for a start can last minutes (a database or Slack that is away), and process 1 of a container
 * has no ending of its own. A second signal changes nothing: the stop is bounded.
 */
function endOnSignals(open: Open, logger: Logger): { isStopping: () => boolean } {
  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, 'stopping');
    await stopInTime(
      [
        () => open.bot?.stop() ?? open.served?.close(),
        () => open.jobs?.stop({ drainMs }),
        () => open.tracing?.stop(),
      ],
      { boundMs: stopMs, logger, exit: (code) => process.exit(code) },
    );
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
  // Through the logger, and not by Node itself: what was thrown may quote a secret.
  for (const [event, words] of [
    ['unhandledRejection', 'unhandled rejection; ending, a supervisor starts it again'],
    ['uncaughtException', 'uncaught exception; ending, a supervisor starts it again'],
  ] as const)
    process.on(event, (error: unknown) => {
      logger.fatal({ error: String(error), stack: error instanceof Error ? error.stack : undefined }, words);
      process.exit(1);
    });
  return { isStopping: () => isStopping };
}

/** Counts and times each diagnosis, and writes one line a diagnosis: ids and numbers, no content. */
function counted(metrics: Metrics, logger: Logger, look: BotOptions['diagnose']): BotOptions['diagnose'] {
  return async (inquiry, options) => {
    const startedAt = performance.now();
    try {
      const diagnosis = await look(inquiry, options);
      const durationMs = Math.round(performance.now() - startedAt);
      const { findings } = diagnosis.answer;
      metrics.diagnosed({
        reports: findings.map((finding) => finding.report),
        hiddenValues: findings.reduce((sum, finding) => sum + finding.hiddenValues, 0),
        durationMs,
      });
      logger.info(
        {
          requestId: inquiry.id.value,
          durationMs,
          causes: findings.map(({ report }) => report.verdict.cause),
        },
        'diagnosed',
      );
      return diagnosis;
    } catch (error) {
      metrics.broke();
      throw error;
    }
  };
}
