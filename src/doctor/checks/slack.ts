import { z } from 'zod';
import { slackReadiness } from '../../config.ts';
import {
  advice,
  type Check,
  type DoctorContext,
  type DoctorFinding,
  ok,
  problem,
  unknown,
} from '../check.ts';

/** Slack refuses signatures older than five minutes (docs: verifying requests), so a clock this far off loses requests. */
const clockToleranceMs = 60_000;

const answerSchema = z.object({ ok: z.boolean(), error: z.string().optional() }).loose();
const channelSchema = z.object({
  channel: z
    .object({
      name: z.string().default(''),
      is_member: z.boolean().default(false),
      is_archived: z.boolean().default(false),
      is_ext_shared: z.boolean().default(false),
    })
    .loose(),
});

interface SlackAnswer {
  error: string | undefined;
  body: unknown;
  scopes: string[];
  dateMs: number;
}

export const slack: Check = {
  name: 'slack',
  async run(context) {
    const { config, secrets } = context;
    const readiness = slackReadiness(config, secrets);
    if (readiness.status === 'absent') return [advice('Slack', 'slack-absent')];
    if (readiness.status === 'incomplete')
      return [problem('Slack', 'slack-incomplete', { missing: readiness.missing.join(', ') })];
    const answered = await ask(context, 'auth.test', secrets.slackBotToken ?? '', {});
    if (typeof answered === 'string') return [unknown('Slack', 'slack-unreachable', { why: answered })];
    if (answered.error) return [problem('bot token', 'bot-token-refused', { error: answered.error })];
    const [socket, ...channels] = await Promise.all([
      checkSocket(context),
      ...config.channels.map((channel) => checkChannel(context, channel.id)),
    ]);
    return [
      ok('bot token', 'bot-token-valid'),
      ...checkScopes(context, answered.scopes),
      ...checkClock(context, answered.dateMs),
      ...(socket ?? []),
      ...channels.flat(),
    ];
  },
};

function checkScopes({ manifestScopes }: DoctorContext, granted: string[]): DoctorFinding[] {
  if (granted.length === 0) return [unknown('scopes', 'scopes-unknown')];
  const missing = manifestScopes.filter((scope) => !granted.includes(scope));
  return missing.length === 0
    ? [ok('scopes', 'scopes-complete')]
    : [problem('scopes', 'scopes-missing', { missing: missing.join(', ') })];
}

function checkClock({ now }: DoctorContext, dateMs: number): DoctorFinding[] {
  const offMs = now() - dateMs;
  if (Number.isNaN(offMs)) return [];
  return Math.abs(offMs) <= clockToleranceMs
    ? [ok('clock', 'clock-right')]
    : [problem('clock', 'clock-off', { seconds: Math.round(offMs / 1000) })];
}

async function checkSocket(context: DoctorContext): Promise<DoctorFinding[]> {
  if (context.config.slack.mode === 'http') return [ok('signing secret', 'signing-secret-set')];
  const answered = await ask(context, 'apps.connections.open', context.secrets.slackAppToken ?? '', {});
  if (typeof answered === 'string') return [unknown('app token', 'slack-unreachable', { why: answered })];
  return answered.error
    ? [problem('app token', 'app-token-refused', { error: answered.error })]
    : [ok('app token', 'app-token-valid')];
}

async function checkChannel(context: DoctorContext, id: string): Promise<DoctorFinding[]> {
  const subject = `channel ${id}`;
  const answered = await ask(context, 'conversations.info', context.secrets.slackBotToken ?? '', {
    channel: id,
  });
  if (typeof answered === 'string') return [unknown(subject, 'slack-unreachable', { why: answered })];
  if (answered.error === 'channel_not_found') return [problem(subject, 'channel-not-visible')];
  if (answered.error) return [unknown(subject, 'channel-unknown', { error: answered.error })];
  const read = channelSchema.safeParse(answered.body);
  if (!read.success) return [unknown(subject, 'channel-unknown', { error: 'unexpected answer' })];
  const { channel } = read.data;
  const named = `channel #${channel.name} (${id})`;
  if (channel.is_archived) return [problem(named, 'channel-archived')];
  if (channel.is_ext_shared) return [problem(named, 'channel-shared')];
  return channel.is_member ? [ok(named, 'channel-joined')] : [problem(named, 'channel-not-joined')];
}

/** One call to the Web API; a string is the reason why there was no answer. */
async function ask(
  { config, fetch, signal }: DoctorContext,
  method: string,
  token: string,
  values: Record<string, string>,
): Promise<SlackAnswer | string> {
  try {
    const response = await fetch(new URL(method, config.slack.apiUrl), {
      method: 'POST',
      redirect: 'error',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(values),
      signal,
    });
    const body: unknown = await response.json();
    const read = answerSchema.safeParse(body);
    if (!read.success) return `${method} answered with HTTP ${response.status} and no Slack answer`;
    return {
      error: read.data.ok ? undefined : (read.data.error ?? 'unknown'),
      body,
      scopes: (response.headers.get('x-oauth-scopes') ?? '')
        .split(',')
        .map((scope) => scope.trim())
        .filter((scope) => scope !== ''),
      dateMs: Date.parse(response.headers.get('date') ?? ''),
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `${method}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}
