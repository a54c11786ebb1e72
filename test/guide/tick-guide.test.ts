import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Evidence, Observations } from '../../src/evidence/evidence.ts';
import { unavailable } from '../../src/evidence/sources/source.ts';
import { steps } from '../../src/guide/steps/index.ts';
import { tickGuide } from '../../src/guide/tick-guide.ts';
import { loadTemplates } from '../../src/templates.ts';
import { decideVerdict } from '../../src/verdict/decide-verdict.ts';
import { evidenceWith, log, sending } from '../verdict/evidence-with.ts';
import { readCases } from '../verdict/read-cases.ts';

const templates = loadTemplates();
const folder = fileURLToPath(new URL('../../src/guide/steps/', import.meta.url));
const sources = new Map(
  readdirSync(folder)
    .filter((name) => name !== 'index.ts')
    .map((name) => [name, readFileSync(`${folder}${name}`, 'utf8')]),
);
const cases = readCases();
const ticked = (name: string) => {
  const evidence = cases.find((each) => each.name === name)?.evidences[0];
  if (evidence === undefined) throw new Error(`No case ${name}.`);
  return tickGuide(evidence, decideVerdict(evidence));
};
const template = (step: number) => `guide/${String(step).padStart(2, '0')}`;

describe('the guide and its words', () => {
  it('has fifteen steps, in order, each in a file of its own', () => {
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    expect(sources.size).toBe(15);
  });

  it.each(steps.map(({ step }) => step))(
    'step %i: every note and command has words, and no words are left over',
    (step) => {
      const source = [...sources.values()].find((text) => text.includes(`step: ${step},`)) ?? '';
      const names = (part: string) =>
        templates
          .names(`${template(step)}:${part}.`)
          .map((name) => name.slice(template(step).length + part.length + 2))
          .sort();
      expect(templates.has(`${template(step)}:title`)).toBe(true);
      for (const name of [...names('notes'), ...names('commands')])
        expect(source).toMatch(new RegExp(`['"]${name}['"]`));
      const noted = [
        ...source.matchAll(/note: (?:[^'\n]*\? )?'([a-z0-9-]+)'(?: : '([a-z0-9-]+)')?/g),
      ].flatMap(([, one, other]) => [one, other].filter((name) => name !== undefined));
      expect(names('notes')).toEqual(expect.arrayContaining([...new Set(noted)]));
    },
  );

  it.each(cases)(
    '$name: fifteen steps, each with a note and commands that can be filled in',
    ({ evidences }) => {
      for (const evidence of evidences) {
        const all = tickGuide(evidence, decideVerdict(evidence));
        expect(all.map(({ step }) => step).sort((a, b) => a - b)).toEqual(steps.map(({ step }) => step));
        for (const { step, note, args, commands } of all) {
          expect(templates.render(`${template(step)}:notes.${note}`, args)).not.toBe('');
          for (const command of commands)
            expect(templates.render(`${template(step)}:commands.${command}`, args)).not.toContain(
              'undefined',
            );
        }
      }
    },
  );
});

describe('a request that was found nowhere', () => {
  const nowhere = (lines: Observations['executionLog'], accessLog: Observations['accessLog']): Evidence => {
    const waiting = unavailable('depends-on-missing', { needs: 'request' }, []);
    const evidence = evidenceWith({});
    return {
      ...evidence,
      observations: { ...evidence.observations, executionLog: lines, accessLog, gatewaySettings: waiting },
    };
  };
  const notes = (evidence: Evidence) =>
    Object.fromEntries(
      tickGuide(evidence, decideVerdict(evidence))
        .filter(({ step }) => [1, 3, 4, 5, 6].includes(step))
        .map(({ step, status, note, args }) => [
          step,
          [status, templates.render(`${template(step)}:notes.${note}`, args)],
        ]),
    );
  const stageless = ['unknown', 'Not known: the request was not found, so neither is its stage.'];

  it('does not say in one step what another denies', () => {
    expect(notes(nowhere({ status: 'absent', searches: [] }, { status: 'absent', searches: [] }))).toEqual({
      1: stageless,
      3: stageless,
      4: [
        'failed',
        'Every access log that was looked in was searched completely; no row is of this request.',
      ],
      5: [
        'failed',
        'Every execution log that was looked in was searched completely; no line is of this request.',
      ],
      6: ['failed', 'No line of this request is there, so none shows a timeout.'],
    });
  });

  it('near miss: logs that could not be looked in', () => {
    const denied = unavailable('access-denied', {}, []);
    expect(notes(nowhere(denied, denied))).toEqual({
      1: stageless,
      3: stageless,
      4: ['unknown', 'No row of this request could be read.'],
      5: ['unknown', 'It could not be read.'],
      6: ['unknown', 'The execution log of this request was not read.'],
    });
  });
});

describe('ticks', () => {
  const tick = (name: string, step: number) => {
    const found = ticked(name).find((each) => each.step === step);
    return `${found?.status} ${found?.note}`;
  };

  it('a log that ends without a reason shows no timeout', () => {
    const executionLog = log(sending, [900, 'Method completed with status: 502']);
    const evidence = evidenceWith({ executionLog });
    const found = tickGuide(evidence, decideVerdict(evidence)).find(({ step }) => step === 6);
    expect(found).toMatchObject({ status: 'failed', note: 'no-timeout' });
  });

  it.each([
    ['timeout-two-lines', 1, 'passed found'],
    ['timeout-error-level', 1, 'unknown level-unknown'],
    ['not-invoked-error-level', 1, 'failed error-level'],
    ['timeout-http-api-503', 1, 'passed http-found'],
    ['timeout-console-test', 2, 'to-do console'],
    ['slow-function-by-trace', 2, 'to-do twice'],
    ['cold-start-short-budget', 2, 'to-do safe'],
    ['timeout-websocket', 2, 'to-do websocket'],
    // A POST that WAF stopped: sent again it is done for the first time.
    ['waf-blocked-row', 2, 'to-do first-time'],
    ['timeout-access-row', 3, 'failed fields'],
    ['timeout-dash-proves-nothing', 3, 'failed fields'],
    ['timeout-two-lines', 3, 'unknown unknown'],
    ['backend-504-row', 4, 'passed found-status'],
    ['live-nothing-found', 4, 'failed absent'],
    ['timeout-two-lines', 4, 'unknown unavailable'],
    ['timeout-http-api-503', 5, 'not-applicable http-api'],
    ['live-nothing-found', 5, 'failed absent'],
    ['timeout-two-lines', 6, 'passed timeout-at'],
    ['dns-plain', 6, 'failed other-end'],
    ['timeout-gateway-response-line', 6, 'passed response-type'],
    ['lambda-timeout-plain', 6, 'failed function-timeout'],
    ['healthy-near-answer-only', 6, 'unknown cut'],
    ['sending-and-no-end', 6, 'unknown cut'],
    ['timeout-http-api-503', 7, 'to-do run-access'],
    ['slow-function-by-trace', 8, 'passed invoked'],
    ['slow-function-by-time', 8, 'passed perhaps'],
    ['not-invoked-plain', 8, 'failed not-invoked'],
    ['connect-rejected', 8, 'failed not-reached'],
    ['connect-behind-a-name', 8, 'unknown look-in-backend-log'],
    ['connect-behind-a-name', 9, 'unknown at-least'],
    ['configuration-mapping-before-the-call', 8, 'failed stopped-before'],
    ['configuration-mapping-before-the-call', 9, 'not-applicable never-ran'],
    ['configuration-failures-alone', 8, 'unknown unknown'],
    ['configuration-failures-alone', 9, 'unknown unknown'],
    ['configuration-function-missing', 8, 'failed stopped-before'],
    ['authorizer-refused', 8, 'failed stopped-before'],
    ['permission-plain', 8, 'failed refused'],
    ['backend-500', 8, 'passed answered'],
    ['healthy-whole-log', 8, 'passed answered'],
    ['healthy-answer-of-a-mock', 8, 'unknown no-call'],
    ['healthy-preset-row', 8, 'unknown answered-somehow'],
    ['healthy-row', 8, 'passed answered'],
    ['permission-of-the-authorizer', 8, 'failed stopped-before'],
    ['dependency-connect-etimedout', 8, 'passed invoked'],
    ['lambda-error-plain', 8, 'passed failed'],
    ['timeout-quoted-by-body', 8, 'unknown look-in-function-log'],
    ['timeout-two-lines', 8, 'unknown look-without-trace'],
    ['timeout-interleaved', 8, 'unknown look-in-backend-log'],
    ['slow-function-by-trace', 9, 'passed measured'],
    ['slow-balancer-gave-up-later', 9, 'unknown longer'],
    ['slow-function-by-time', 9, 'passed measured'],
    ['connect-rejected', 9, 'not-applicable never-ran'],
    ['permission-plain', 9, 'not-applicable never-ran'],
    ['authorizer-refused', 9, 'not-applicable never-ran'],
    ['healthy-preset-row', 9, 'unknown unknown'],
    ['timeout-body-alone', 9, 'unknown unknown'],
    ['backend-504-row', 9, 'passed measured'],
    ['connect-all-connected', 9, 'unknown at-least'],
    ['configuration-after-the-answer', 8, 'passed answered'],
    ['configuration-after-the-answer', 13, 'not-applicable not-needed'],
    ['cold-start-plain', 9, 'passed measured-with-init'],
    ['timeout-two-lines', 9, 'unknown at-least'],
    ['not-invoked-plain', 10, 'to-do idempotent-first'],
    ['dns-plain', 10, 'not-applicable permanent'],
    ['slow-function-by-trace', 10, 'not-applicable not-needed'],
    ['timeout-two-lines', 10, 'unknown unknown'],
    ['live-slow-function', 11, 'to-do do-measured'],
    ['cold-start-plain', 11, 'to-do do-measured-with-init'],
    ['slow-perhaps-run-without-times', 11, 'unknown ran-short'],
    ['slow-contradiction-ended-in-time', 11, 'unknown was-short'],
    ['slow-contradiction-most-of-the-wait-and-ended', 11, 'unknown was-short'],
    ['slow-contradiction-ended-just-before', 11, 'to-do do-measured'],
    ['network-closed', 12, 'to-do idempotent-first'],
    ['cold-start-plain', 13, 'to-do cold-start'],
    ['dependency-call-took', 13, 'to-do dependency'],
    ['dependency-read-timeout-unnamed', 13, 'to-do dependency-unnamed'],
    ['dependency-connect-etimedout', 13, 'to-do dependency'],
    ['backend-500', 13, 'to-do backend'],
    ['slow-function-by-trace', 14, 'to-do do'],
    ['slow-behind-balancer', 14, 'not-applicable no-function'],
    ['live-slow-function', 15, 'to-do rest'],
    ['live-edge-optimised', 15, 'not-applicable edge'],
    ['timeout-http-api-503', 15, 'not-applicable http-at-limit'],
    ['timeout-http-api-short', 15, 'unknown http-api'],
    ['timeout-websocket', 15, 'not-applicable websocket'],
    ['cold-start-short-budget', 15, 'to-do rest-below'],
    ['network-closed', 15, 'not-applicable no-use'],
  ])('%s, step %i: %s', (name, step, expected) => {
    expect(tick(name, step)).toBe(expected);
  });

  it.each([
    ['slow-function-by-trace', [11, 13]],
    ['cold-start-plain', [13, 11]],
    ['not-invoked-plain', [10, 8]],
    ['connect-rejected', [12, 8]],
    ['timeout-two-lines', [8, 9]],
    ['live-nothing-found', [1, 3]],
  ])('%s begins with steps %j', (name, expected) => {
    const leading = ticked(name).filter(({ status }) => status !== 'not-applicable');
    expect(leading.slice(0, 2).map(({ step }) => step)).toEqual(expected);
  });
});
