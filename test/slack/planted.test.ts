import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { configSchema } from '../../src/config-schema.ts';
import { explain } from '../../src/explain.ts';
import { loadTemplates } from '../../src/templates.ts';
import { corpus } from '../evidence/redaction/corpus.ts';
import { unzip } from './unzip.ts';
import { startWorkspace, type WorkspaceUnderTest } from './workspace.ts';

const templates = loadTemplates();
const { redaction } = configSchema.parse({});
const invocation = '2b1c4d5e-6f71-4295-965c-3b5c4f3a9d3e';
const idOf = (index: number) => `${String(index).padStart(8, '0')}-574c-4d30-b6b9-25e26d687255`;

/** The log of one request whose function says all of these lines. */
function logOf(id: string, lines: readonly string[]): string {
  return [
    `2026-11-20T14:42:09.100Z (${id}) HTTP Method: POST, Resource Path: /orders`,
    ...lines.map(
      (line) =>
        `2026-11-20T14:42:09.150Z (${id}) Method request body before transformations: ${line.split('\n')[0]}`,
    ),
    `2026-11-20T14:42:38.200Z (${id}) Execution failed due to a timeout error`,
    `2026-11-20T14:42:38.201Z (${id}) Method completed with status: 504`,
    `START RequestId: ${invocation} Version: $LATEST`,
    ...lines.map((line) => `2026-11-20T14:42:10.000Z\t${invocation}\tERROR\t${line}`),
    `END RequestId: ${invocation}`,
    `REPORT RequestId: ${invocation}\tDuration: 32000.00 ms\tBilled Duration: 32000 ms`,
  ].join('\n');
}

/** Shorter ones (the three digits of a card) stand in ids and times by chance; the blocks' own test holds those. */
const tellable = corpus.filter(({ secret }) => secret.length >= 6);

/** Lines that go into one question. */
const together = 25;
const batches = Array.from({ length: Math.ceil(corpus.length / together) }, (_, index) =>
  corpus.slice(index * together, (index + 1) * together),
);

/** What the blocks show is held in blocks/planted.test.ts; here is all that leaves the process, and all that it keeps. */
describe('a planted secret goes nowhere', () => {
  let at: WorkspaceUnderTest;
  beforeAll(async () => {
    at = await startWorkspace();
  });
  afterAll(() => at.stop());

  const press = async (root: { channel: string; ts: string; blocks?: unknown[] }, words: RegExp) => {
    const option = JSON.stringify(root.blocks).match(words)?.[0];
    await at.press('U0ALICE', root, 'gw504_more', option);
  };

  it('in no payload, file, log line or stored value, whether it was found in a log or pasted', async () => {
    for (const [index, planted] of batches.entries()) {
      const id = idOf(index);
      const text = logOf(
        id,
        planted.map(({ line }) => line),
      );
      at.port.diagnose = async () =>
        explain(text, { nowMs: Date.UTC(2026, 10, 20, 15), redaction, templates });
      const said = at.slack.say('U0ALICE', 'C0INCIDENT', text);
      const thread = () => at.inThread('C0INCIDENT', said?.ts ?? '');
      const root = await at.slack.waitFor(
        () => thread().find(({ blocks }) => JSON.stringify(blocks ?? []).includes('gw504_show_evidence')),
        'the verdict',
      );
      const row = await at.slack.waitFor(
        () => thread().find(({ blocks }) => JSON.stringify(blocks ?? []).includes('gw504_feedback')),
        'the end of the thread',
      );
      const before = thread().length;
      await at.press('U0ALICE', root, 'gw504_show_evidence');
      await press(root, /phase\/[\w-]+\/0/);
      await press(root, /share\/[\w-]+\/0/);
      await at.slack.waitFor(() => thread().length >= before + 3, 'what the buttons add');
      const vote = JSON.stringify(row.blocks).match(/right\/[\w-]+\/0/)?.[0];
      await at.press('U0ALICE', row, 'gw504_feedback', vote);
      await vi.waitFor(async () => {
        expect(await at.jobs.state.list('feedback', { limit: 100 })).toHaveLength(index + 1);
      }, 100_000);
    }
    at.slack.openHome('U0ADMIN');
    const home = await at.slack.waitFor(() => at.slack.state.homes.get('U0ADMIN'), 'the home');
    const block = Object(home.definition).blocks.find((item: unknown) =>
      JSON.stringify(item).includes('gw504_home_feedback'),
    );
    await at.slack.click({
      user: 'U0ADMIN',
      viewId: home.id,
      blockId: block.block_id,
      actionId: 'gw504_home_feedback',
    });
    const zip = await at.slack.waitFor(
      () => [...at.slack.state.files.values()].find(({ name, bytes }) => name.endsWith('.zip') && bytes),
      'the feedback',
    );
    const cases = unzip(zip.bytes ?? Buffer.alloc(0));
    expect(cases).toHaveLength(batches.length * 2);

    const kept = await Promise.all(
      ['questions', 'answers', 'bundles', 'feedback', 'deliveries', 'asked', 'marks'].map((namespace) =>
        at.jobs.state.list(namespace, { limit: 1000 }),
      ),
    );
    const everything: Record<string, string> = {
      payloads: JSON.stringify(at.slack.requests),
      files: [...at.slack.state.files.values()]
        .map(({ name, title, altText, bytes, mimeType }) =>
          [name, title, altText, mimeType.startsWith('text/') ? bytes?.toString() : ''].join('\n'),
        )
        .join('\n'),
      'test cases': JSON.stringify(cases),
      log: at.lines.join(''),
      'stored state': JSON.stringify(kept),
    };
    const leaks = Object.entries(everything).flatMap(([where, text]) =>
      tellable
        .filter(({ secret }) => text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1)))
        .map(({ name }) => `${name} in ${where}`),
    );
    expect(leaks).toStrictEqual([]);
    expect(tellable.length).toBeGreaterThanOrEqual(200);
    expect(everything.payloads).toContain('[hidden]');
  }, 600_000);
});
