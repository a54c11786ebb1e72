import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atOnce } from './harness.ts';
import { id, startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

describe('a restart while an answer is being made', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace();
  });
  afterAll(() => at.stop());

  it('says so in the message, goes on after the start, and ends in one answer', async () => {
    const started = new Promise<void>((resolve) => {
      at.port.diagnose = (_inquiry, { signal }) => {
        resolve();
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      };
    });
    await at.slack.command('U0ALICE', 'C0INCIDENT', `/gw504 ${id}`);
    await started;
    const startAgain = await at.restart();
    const [root] = at.roots('C0INCIDENT');
    expect(root?.text).toMatch(/restart/i);
    at.port.diagnose = atOnce;
    await startAgain();
    await at.slack.waitFor(() => at.inThread('C0INCIDENT', root?.ts ?? '').length === 5, 'the answer');
    expect(at.roots('C0INCIDENT')).toHaveLength(1);
    expect(at.roots('C0INCIDENT')[0]?.text).toContain('The function answered 2.1 s after');
  });

  it('still lets the buttons of an answer work', async () => {
    const startAgain = await at.restart();
    await startAgain();
    const [root] = at.roots('C0INCIDENT');
    if (!root) throw new Error('no root');
    await at.press('U0BOB', root, 'gw504_show_evidence');
    await at.slack.waitFor(() => at.inThread('C0INCIDENT', root.ts).length === 6);
  });

  it('shows the progress while it looks, at a gentle pace', async () => {
    let go: () => void = () => undefined;
    at.port.diagnose = async (inquiry, options) => {
      options.onProgress({ what: 'request', status: 'searching', detail: '3 log groups', elapsedMs: 10 });
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return atOnce(inquiry, options);
    };
    const beganMs = performance.now();
    await at.slack.command('U0BOB', 'C0INCIDENT', `/gw504 ${id.replace('f', '0')}`);
    const root = await at.slack.waitFor(() => at.roots('C0INCIDENT')[1]);
    await at.slack.waitFor(() => JSON.stringify(root.blocks).includes('3 log groups'), 'the progress');
    go();
    await at.slack.waitFor(() => at.inThread('C0INCIDENT', root.ts).length === 5, 'the answer');
    const edits = at.slack.requests.filter(
      ({ method, arguments: args }) => method === 'chat.update' && args.ts === root.ts,
    );
    // The first progress, the verdict, and one in 1.5 s at the most.
    expect(edits.length).toBeLessThanOrEqual(3 + (performance.now() - beganMs) / 1_500);
    expect(JSON.stringify(edits.at(-1)?.arguments.blocks)).toContain('gw504_run_again');
  });
});
