import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/explain.ts';
import { sampleIncidents } from '../../../src/sandbox/incidents/sample-incidents.ts';
import { sampleWorld } from '../../../src/sandbox/incidents/sample-world.ts';
import { loadTemplates } from '../../../src/templates.ts';

const nowMs = Date.UTC(2026, 10, 21, 14, 55, 30);
const world = sampleWorld(nowMs);
const incidents = sampleIncidents(nowMs);
const shop = world.accounts[0]?.regions['eu-west-1'];
const order = 'f4267199-574c-4d30-b6b9-25e26d687255';

const linesOf = (group: string, part: string) =>
  (shop?.logGroups.find(({ name }) => name === group)?.events ?? [])
    .filter(({ message }) => message.includes(part))
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, message }) => `${new Date(atMs).toISOString().slice(11, 23)} ${message.trimEnd()}`);

describe('the sample world', () => {
  it('is the same for the same moment', () => {
    expect(sampleWorld(nowMs)).toEqual(world);
  });

  it('names every incident by an id of its own', () => {
    expect(new Set(incidents.map(({ id }) => id)).size).toBe(incidents.length);
    expect(new Set(incidents.map(({ name }) => name)).size).toBe(incidents.length);
  });

  it('has the order that everybody tries first: sent at :09.2, given up at :38.2', () => {
    expect(incidents[0]).toMatchObject({
      id: order,
      cause: 'slow-integration',
      api: 'orders',
      stage: 'prod',
    });
    const log = linesOf('API-Gateway-Execution-Logs_a1b2c3d4e5/prod', `(${order}) `);
    expect(log.find((line) => line.includes('Sending request to'))).toMatch(
      /^14:43:09\.200 .*orders-create\/invocations$/,
    );
    expect(log.find((line) => line.includes('timeout error'))).toMatch(/^14:43:38\.200 /);
    expect(log.at(-2)).toBe(`14:43:38.202 (${order}) Method completed with status: 504`);
    expect(linesOf('/aws/lambda/orders-create', order)).toEqual([
      expect.stringMatching(/^14:43:09\.304 .*accepted apiRequestId=/),
    ]);
  });

  it('gives its role the product’s permissions and nothing that writes', () => {
    const actions = world.accounts.flatMap(({ roles }) =>
      roles.flatMap(({ policy }) => policy.Statement.flatMap(({ Action }) => Action)),
    );
    expect(
      actions.filter(
        (action) => !/:(?:Get|Describe|StartQuery|StopQuery|FilterLogEvents|BatchGet|GET)/.test(action),
      ),
    ).toEqual([]);
  });

  it('says what an engineer pastes, and the product reads it', () => {
    const templates = loadTemplates();
    const redaction = { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] };
    const { answer } = explain(incidents[0]?.pasted ?? '', { nowMs, redaction, templates });
    expect(
      answer.findings.map(({ report }) => [report.request.id, report.verdict.cause, report.verdict.phase]),
    ).toEqual([[order, 'integration-timeout', 'unknown']]);
  });
});
