import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { configSchema } from '../src/config-schema.ts';
import { readBundle } from '../src/evidence/bundle.ts';
import { replay } from '../src/explain.ts';
import { feedbackCases } from '../src/feedback-cases.ts';
import { loadTemplates } from '../src/templates.ts';
import { decideVerdict } from '../src/verdict/decide-verdict.ts';
import { readCases } from './verdict/read-cases.ts';

const templates = loadTemplates();
const { redaction } = configSchema.parse({});
const made = (votes: unknown[]) => feedbackCases(votes, { templates, redaction });

/** A vote as Slack's room stores it, on the verdict that a recorded investigation gets today. */
function voteOn(name: string, vote: Record<string, unknown> = {}) {
  const read = readBundle(readFileSync(new URL(`cases/${name}/bundle.json`, import.meta.url), 'utf8'));
  if (read.status === 'refused') throw new Error(read.problem);
  const [first] = replay(read.bundle, templates).answer.findings;
  if (!first) throw new Error(`${name} has no finding`);
  const { apiCalls } = first.report.receipt;
  return {
    answerId: '7c5b1f2e-0000-4000-8000-000000000001',
    finding: 0,
    user: 'U0ALICE',
    channel: 'C0INCIDENT',
    atMs: 1_795_185_729_000,
    vote: 'right',
    report: first.report,
    bundle: {
      bundleVersion: 1,
      evidences: [read.bundle.evidences[0]],
      notes: read.bundle.notes,
      receipt: { apiCalls },
    },
    ...vote,
  };
}

describe('feedback becomes test cases', () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  /** Written out as they would be dropped into test/cases. */
  const dropped = (votes: unknown[]) => {
    const out = `${mkdtempSync(join(tmpdir(), 'gw504-cases-'))}/`;
    folders.push(out);
    for (const { folder, files } of made(votes).cases) {
      mkdirSync(join(out, folder));
      for (const { name, text } of files) writeFileSync(join(out, folder, name), text);
    }
    return readCases(out);
  };

  it.each([
    'live-slow-function',
    'live-cold-start-and-dependency',
    'live-nothing-found',
    'live-trace-healthy',
  ])('a verdict called right (%s) drops into test/cases unchanged, and is met', (name) => {
    const [read, ...others] = dropped([voteOn(name)]);
    const [evidence] = read?.evidences ?? [];
    if (!read || !evidence) throw new Error('no case');
    const verdict = decideVerdict(evidence);
    expect(others).toStrictEqual([]);
    expect(read.expect).toStrictEqual([
      {
        cause: verdict.cause,
        phase: verdict.phase,
        confidence: verdict.confidence,
        completedAfterTimeout: verdict.completion.answer,
      },
    ]);
    expect([read.of, read.kind]).toStrictEqual([verdict.cause, 'odd']);
  });

  it('its bundle replays to the same report', () => {
    const vote = voteOn('live-slow-function');
    const text = made([vote]).cases[0]?.files.find(({ name }) => name === 'bundle.json')?.text ?? '';
    const read = readBundle(text);
    if (read.status === 'refused') throw new Error(read.problem);
    expect(replay(read.bundle, templates).answer.findings[0]?.report).toStrictEqual(vote.report);
  });

  it.each([
    [
      'another cause: expected as the person said, a near miss of what was judged',
      { cause: 'authorizer-failure', reason: 'The\nauthorizer was slow.' },
      {
        about: 'Judged slow-integration, and called wrong by a person: The authorizer was slow.',
        kind: 'near',
        of: 'slow-integration',
        family: 'cause',
        expect: [expect.objectContaining({ cause: 'authorizer-failure', phase: 'wait' })],
      },
    ],
    [
      'no cause: expected to be inconclusive, so that it fails until somebody decides',
      {},
      {
        about: 'Judged slow-integration, and called wrong by a person',
        kind: 'near',
        of: 'slow-integration',
        family: 'missing-log',
        expect: [expect.objectContaining({ cause: 'inconclusive' })],
      },
    ],
    [
      'the same cause: somebody reads the reason',
      { cause: 'slow-integration', reason: 'It had finished.' },
      {
        kind: 'odd',
        of: 'slow-integration',
        expect: [expect.objectContaining({ cause: 'slow-integration' })],
      },
    ],
    [
      'a reason with a secret: without it',
      { reason: 'see https://me:hunter2@example.com/' },
      { about: expect.not.stringContaining('hunter2') },
    ],
  ])('called wrong, %s', (_what, said, expected) => {
    const [read] = dropped([voteOn('live-slow-function', { vote: 'wrong', ...said })]);
    expect(read).toMatchObject(expected);
    expect(made([voteOn('live-slow-function', { vote: 'wrong', ...said })]).cases[0]?.files[0]?.text).toMatch(
      /^# \w/,
    );
  });

  it.each([
    ['two people who agree make one case', [{}, { user: 'U0BOB' }], 1, 0],
    ['two who do not make two', [{}, { user: 'U0BOB', vote: 'wrong' }], 2, 0],
    ['two answers make two', [{}, { answerId: 'ffffffff-0000-4000-8000-000000000001' }], 2, 0],
    ['a vote without evidence makes none', [{ bundle: undefined }], 0, 1],
    ['one that no version of ours wrote makes none', [{ report: { verdict: 'no' } }], 0, 1],
    ['nor does a bundle that reaches for a prototype', [{ bundle: JSON.parse('{"__proto__":{}}') }], 0, 1],
  ])('%s', (_what, changes, cases, unreadable) => {
    const found = made(changes.map((change) => voteOn('live-slow-function', change)));
    expect({ cases: found.cases.length, unreadable: found.unreadable }).toStrictEqual({ cases, unreadable });
  });

  it('names no folder but one beside the others, whatever its ids say', () => {
    const { report } = voteOn('live-slow-function');
    const request = { ...report.request, id: '../../../etc/passwd' };
    const { cases } = made([
      voteOn('live-slow-function', { answerId: '../..', report: { ...report, request } }),
      voteOn('live-slow-function', {
        answerId: '',
        report: { ...report, request: { ...request, id: '..' } },
      }),
    ]);
    expect(cases.map(({ folder, files }) => [folder, files.map(({ name }) => name)])).toStrictEqual([
      [expect.stringMatching(/^feedback-right-[a-z-]+-etcpassw-none$/), ['case.yaml', 'bundle.json']],
      [expect.stringMatching(/^feedback-right-[a-z-]+-none-none$/), ['case.yaml', 'bundle.json']],
    ]);
  });

  it('names no person and no channel', () => {
    expect(
      JSON.stringify(made([voteOn('live-slow-function', { vote: 'wrong', reason: 'No.' })])),
    ).not.toMatch(/U0ALICE|C0INCIDENT/);
  });
});
