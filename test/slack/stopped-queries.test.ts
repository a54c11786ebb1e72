import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAws } from '../../src/aws/open-aws.ts';
import { configSchema } from '../../src/config-schema.ts';
import { diagnose } from '../../src/diagnose.ts';
import { loadTemplates } from '../../src/templates.ts';
import { startScriptedAws } from '../aws/scripted-aws.ts';
import { answerFrom } from '../evidence/collect/tiny-world.ts';
import { id, startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

describe('log queries that run when somebody or something ends their question', () => {
  let at: WorkspaceUnderTest;
  let aws: Awaited<ReturnType<typeof startScriptedAws>>;
  let access: ReturnType<typeof openAws>;
  beforeAll(async () => {
    // A gateway whose queries never come to an end.
    const answer = answerFrom({
      groups: { 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod': [] },
      groupDetails: {
        'API-Gateway-Execution-Logs_a1b2c3d4e5/prod': { logGroupClass: 'INFREQUENT_ACCESS' },
      },
      restApis: [{ id: 'a1b2c3d4e5', name: 'orders' }],
      stages: { a1b2c3d4e5: [{ stageName: 'prod', methodSettings: { '*/*': { loggingLevel: 'INFO' } } }] },
      override: (call, nth) => {
        if (call.name === 'logs:StartQuery') return { body: { queryId: `q-${nth}` } };
        if (call.name === 'logs:GetQueryResults') return { body: { status: 'Running', results: [] } };
        return call.name === 'logs:StopQuery' ? { body: { success: true } } : undefined;
      },
    });
    aws = await startScriptedAws(answer);
    vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    const config = configSchema.parse({ accounts: [{ id: '111122223333', regions: ['eu-west-1'] }] });
    access = openAws(config);
    at = await startWorkspace();
    at.port.diagnose = (inquiry, { signal, onProgress, channel }) =>
      diagnose(inquiry, {
        aws: access,
        config,
        templates: loadTemplates(),
        now: Date.now,
        deadlineMs: 120_000,
        signal,
        onProgress,
        allowed: channel,
      });
  });
  afterAll(async () => {
    await at.stop();
    access.close();
    await aws.close();
    vi.unstubAllEnvs();
  });
  afterEach(() => void aws.calls.splice(0));
  const idsOf = (name: string) =>
    aws.calls.filter((call) => call.name === name).map(({ body }) => String(body.queryId));
  const started = () => aws.calls.filter(({ name }) => name === 'logs:GetQueryResults').length;
  /** Asked for and not stopped. One that has just begun may be stopped before it is asked for. */
  const left = () => {
    const stopped = idsOf('logs:StopQuery');
    return [...new Set(idsOf('logs:GetQueryResults'))].filter((id) => !stopped.includes(id));
  };

  it('are stopped when the process stops, before it has ended', async () => {
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${id}`);
    await expect.poll(started, { timeout: 100_000 }).toBeGreaterThan(0);
    const startAgain = await at.restart();
    expect(left()).toStrictEqual([]);
    await startAgain();
    // Taken up again, by the same question.
    const before = idsOf('logs:GetQueryResults').length;
    await expect.poll(started, { timeout: 100_000 }).toBeGreaterThan(before);
  });

  it('are stopped when somebody presses stop', async () => {
    await expect.poll(started, { timeout: 100_000 }).toBeGreaterThan(0);
    const [root] = at.roots('C0INCIDENT');
    if (!root) throw new Error('no root');
    await at.slack.waitFor(() => JSON.stringify(root.blocks).includes('gw504_stop'), 'the button');
    await at.press('U0BOB', root, 'gw504_stop');
    await at.slack.waitFor(() => /was stopped/.test(root.text), 'the end');
    await expect.poll(left).toStrictEqual([]);
  });
});
