import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Config, configSchema } from './config-schema.ts';
import { crossCheckConfig } from './cross-check-config.ts';
import { usualConfigPath } from './usual-config.ts';
import { wordConfigFault } from './word-config-fault.ts';

export interface Secrets {
  slackBotToken?: string;
  slackAppToken?: string;
  slackSigningSecret?: string;
  databaseUrl?: string;
  /** Key of EventBridge's API destination. */
  eventKey?: string;
}

/** Whatever must stand in no log: each secret, and the password by itself that a database URL holds. */
export function valuesOf(secrets: Secrets): string[] {
  const password = /^\w+:\/\/[^\s/:@]*:([^\s@]+)@/.exec(secrets.databaseUrl ?? '')?.[1];
  return [...Object.values(secrets), ...(password ? [password, decoded(password)] : [])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export type LoadedConfig =
  | { status: 'loaded'; config: Config; secrets: Secrets; path?: string }
  /** Every fault at once, a sentence each. */
  | { status: 'refused'; problems: string[] };

const tokenShape = /\b(xox[abeprs]-|xapp-|AKIA[A-Z0-9]{16}|postgres(ql)?:\/\/[^\s:]+:[^\s@]+@)/;

/** Reads gw504.yaml (GW504_CONFIG, or ./gw504.yaml where there is one) and the secrets of the environment. */
export function loadConfig(env: NodeJS.ProcessEnv): LoadedConfig {
  // A secret that was put into a file first often ends in a line end.
  const given = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const);
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, DATABASE_URL, GW504_EVENT_KEY } =
    Object.fromEntries(given);
  const secrets: Secrets = {
    ...(SLACK_BOT_TOKEN ? { slackBotToken: SLACK_BOT_TOKEN } : {}),
    ...(SLACK_APP_TOKEN ? { slackAppToken: SLACK_APP_TOKEN } : {}),
    ...(SLACK_SIGNING_SECRET ? { slackSigningSecret: SLACK_SIGNING_SECRET } : {}),
    ...(DATABASE_URL ? { databaseUrl: DATABASE_URL } : {}),
    ...(GW504_EVENT_KEY ? { eventKey: GW504_EVENT_KEY } : {}),
  };
  const path = env.GW504_CONFIG ?? usualConfigPath;
  const text = readConfigFile(path);
  if (text === undefined) {
    if (env.GW504_CONFIG)
      return {
        status: 'refused',
        problems: [
          `Cannot read the configuration "${path}" that GW504_CONFIG names. Check the path and its permissions.`,
        ],
      };
    return { status: 'loaded', config: configSchema.parse({}), secrets };
  }
  const checked = checkConfig(path, text);
  return 'problems' in checked
    ? { status: 'refused', problems: checked.problems }
    : { status: 'loaded', config: checked.config, secrets, path };
}

/** The configuration in a text, or every fault of it, a sentence each; `path` is its name in the sentences. */
export function checkConfig(path: string, text: string): { config: Config } | { problems: string[] } {
  const read = readYaml(text);
  if ('fault' in read) return { problems: [`${path} is not valid YAML: ${read.fault}.`] };
  const { yaml } = read;
  const problems: string[] = [];
  if (tokenShape.test(text))
    problems.push(
      `${path} holds what looks like a secret. Secrets come from the environment only (SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, DATABASE_URL, GW504_EVENT_KEY); take it out of the file and replace it where it was issued.`,
    );
  const parsed = configSchema.safeParse(yaml);
  if (!parsed.success) problems.push(...parsed.error.issues.flatMap((issue) => describeIssue(path, issue)));
  problems.push(...crossCheckConfig(path, yaml));
  return problems.length > 0 || !parsed.success ? { problems } : { config: parsed.data };
}

/**
 * The first fault tells enough. The library's own wording of all of them takes seconds for some hundred, and quotes the
 * text around each, which may be a secret.
 */
function readYaml(text: string): { yaml: unknown } | { fault: string } {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [first] = document.errors;
  if (first) {
    const { line, col } = lineCounter.linePos(first.pos[0]);
    return { fault: `${first.message} at line ${line}, column ${col}` };
  }
  try {
    return { yaml: document.toJS() ?? {} };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }; // aliases without end
  }
}

/** Does the environment ask for traces, in OpenTelemetry's own variables? They also say where to; we add nothing. */
export function wantsTraces(env: NodeJS.ProcessEnv): boolean {
  if (env.OTEL_SDK_DISABLED === 'true' || env.OTEL_TRACES_EXPORTER === 'none') return false;
  return Boolean(
    env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ||
      env.OTEL_EXPORTER_OTLP_ENDPOINT ||
      env.OTEL_TRACES_EXPORTER === 'otlp',
  );
}

/** A shorter key could be guessed, characters. Our choice. */
const shortestKey = 32;

/** Is Slack configured, not at all, or by half (with what is missing)? */
export function slackReadiness(
  config: Config,
  secrets: Secrets,
): { status: 'ready' } | { status: 'absent' } | { status: 'incomplete'; missing: string[] } {
  const second = config.slack.mode === 'socket' ? 'SLACK_APP_TOKEN' : 'SLACK_SIGNING_SECRET';
  const hasSecond = config.slack.mode === 'socket' ? secrets.slackAppToken : secrets.slackSigningSecret;
  if (!secrets.slackBotToken && !secrets.slackAppToken && !secrets.slackSigningSecret)
    return { status: 'absent' };
  const needsKey = config.alarmReplies.events.length > 0 && (secrets.eventKey ?? '').length < shortestKey;
  const missing = [
    ...(secrets.slackBotToken ? [] : ['SLACK_BOT_TOKEN']),
    ...(hasSecond ? [] : [second]),
    ...(needsKey ? [`GW504_EVENT_KEY (${shortestKey} characters or more, for alarmReplies.events)`] : []),
  ];
  return missing.length > 0 ? { status: 'incomplete', missing } : { status: 'ready' };
}

/**
 * What the environment names and cannot be meant, a sentence each; none quotes the value. Of tokens that is another kind's
 * (https://docs.slack.dev/authentication/tokens) and one with a blank; what has no kind to be seen Slack itself judges.
 */
export function faultsOfSecrets({ slackBotToken, slackAppToken, databaseUrl }: Secrets): string[] {
  const faults: [string | undefined, RegExp, string][] = [
    // A token that is rotated begins with xoxe. (https://docs.slack.dev/authentication/using-token-rotation)
    [
      slackBotToken,
      /^(?!xapp-|xox[a-z]-|xoxe\.xoxp-)\S+$|^xoxb-\S+$/,
      'SLACK_BOT_TOKEN is not a bot token. Take the one that begins with xoxb-, from the app’s page “OAuth & Permissions”.',
    ],
    [
      slackAppToken,
      /^(?!xox[a-z][-.])\S+$/,
      'SLACK_APP_TOKEN is not an app-level token. Take the one that begins with xapp-, from the app’s page “Basic Information”.',
    ],
    // The last two are sockets of this machine (https://node-postgres.com/features/connecting).
    [
      databaseUrl,
      /^(?:postgres(?:ql)?:\/\/|socket:|\/)/,
      'DATABASE_URL is not the URL of a PostgreSQL database. Give one like postgres://user:password@host:5432/database, or unset it to use the embedded database.',
    ],
  ];
  return faults.flatMap(([value, shape, says]) => (value === undefined || shape.test(value) ? [] : [says]));
}

function readConfigFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function describeIssue(path: string, issue: z.core.$ZodIssue): string[] {
  const where = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${path}: ${where ? `${where}.` : ''}${key} is not a known key.`);
  return [`${path}: ${where || 'the file'}: ${wordConfigFault(issue)}.`];
}
