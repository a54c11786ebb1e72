import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configSchema } from '../../src/config-schema.ts';
import { openJobs } from '../../src/jobs/open-jobs.ts';
import { serve } from '../../src/slack/connect/serve.ts';
import { startBot } from '../../src/slack/start-bot.ts';
import { loadTemplates } from '../../src/templates.ts';
import { atOnce } from './harness.ts';
import { startTinySlack } from './tiny-slack.ts';
import { id, startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

describe('the last word', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace();
  });
  afterAll(() => at.stop());

  it('that reaches nobody because Slack is ill is brought again, once', async () => {
    let looks = 0;
    at.port.diagnose = async () => {
      looks += 1;
      if (looks === 5)
        for (const method of ['chat.update', 'chat.postEphemeral'])
          at.slack.faults.inject(method, { kind: 'refused', error: 'internal_error' }, 3);
      throw new Error('always');
    };
    const asked = at.slack.say('U0ALICE', 'C0INCIDENT', `@gw504 ${id}`);
    const answers = () => at.inThread('C0INCIDENT', asked?.ts ?? '');
    await at.slack.waitFor(() => JSON.stringify(answers()[0]?.blocks ?? '').includes('gw504_run_again'));
    expect(answers()).toHaveLength(1);
    expect(looks).toBe(5);
    const failures = () => at.lines.filter((line) => line.includes('"decision":"failed"'));
    await vi.waitFor(() => expect(failures()).not.toHaveLength(0), 100_000);
    expect(failures()).toHaveLength(1);
  });
});

describe('the same question again', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace();
  });
  afterAll(() => at.stop());

  it('is led to its answer while that is news, and asked anew once it is old', async () => {
    const accepted = () => at.lines.filter((line) => line.includes('"decision":"accepted"')).length;
    const ask = () => at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${id}`);
    await at.ask('U0ALICE', 'C0INCIDENT', id);
    await vi.waitFor(
      () => expect(at.lines.some((line) => line.includes('"decision":"answered"'))).toBe(true),
      100_000,
    );
    await ask();
    expect(accepted()).toBe(1);
    const [{ key, value } = { key: '', value: undefined }] = await at.jobs.state.list('answers', {
      limit: 1,
    });
    await at.jobs.state.put('answers', key, { ...Object(value), answeredAtMs: Date.now() - 301_000 });
    await ask();
    expect(accepted()).toBe(2);
  });
});

describe('a start while Slack is ill', () => {
  it('goes on as soon as Slack answers', async () => {
    const slack = await startTinySlack();
    let refusals = 0;
    const ill = (answer: Record<string, unknown>) => () => {
      refusals += 1;
      return refusals % 3 === 0 ? answer : { ok: false, error: 'internal_error' };
    };
    slack.reply(
      'auth.test',
      ill({ ok: true, team_id: 'T0001', team: 'acme', user_id: 'UBOT', bot_id: 'BBOT' }),
    );
    slack.reply(
      'apps.connections.open',
      ill({ ok: true, url: slack.apiUrl.replace(/^http(.*)\/api\/$/, 'ws$1/link') }),
    );
    const directory = await mkdtemp(join(tmpdir(), 'gw504-slack-'));
    const logger = pino({ level: 'silent' });
    const jobs = await openJobs({ directory, logger });
    const config = configSchema.parse({ slack: { apiUrl: slack.apiUrl }, server: { port: 0 } });
    const bot = await startBot({
      config,
      secrets: { slackBotToken: 'xoxb-test', slackAppToken: 'xapp-test' },
      jobs,
      served: await serve({ server: config.server, now: Date.now, logger }),
      diagnose: atOnce,
      explain: () => ({ answer: { findings: [], notes: [] }, evidences: [], notes: [] }),
      templates: loadTemplates(),
      logger,
      now: Date.now,
    });
    expect(bot.isConnected()).toBe(true);
    expect(refusals).toBe(6);
    await bot.stop();
    await jobs.stop({ drainMs: 0 });
    await slack.close();
    await rm(directory, { recursive: true, force: true });
  });
});
