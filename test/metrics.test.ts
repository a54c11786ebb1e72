import { expect, it } from 'vitest';
import { explain } from '../src/explain.ts';
import { createMetrics } from '../src/metrics.ts';
import { loadTemplates } from '../src/templates.ts';

const timeout = [
  '2026-11-20T14:42:09.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Sending request to https://backend.example.com/orders',
  '2026-11-20T14:42:38.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Execution failed due to a timeout error',
].join('\n');

it('counts verdicts, decisions and the queue, and names nobody', async () => {
  const metrics = createMetrics(async () => 3);
  const { answer } = explain(timeout, {
    nowMs: Date.parse('2026-11-20T15:00:00Z'),
    redaction: { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] },
    templates: loadTemplates(),
  });
  metrics.diagnosed({ reports: answer.findings.map((one) => one.report), hiddenValues: 2, durationMs: 1500 });
  metrics.decided({ decision: 'accepted', entry: 'command' });
  metrics.decided({ decision: 'denied', entry: 'command', why: 'guest' });
  metrics.broke();
  const lines = (await metrics.print()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'gw504_verdicts_total{cause="integration-timeout",confidence="certain"} 1',
      'gw504_decisions_total{decision="accepted",entry="command"} 1',
      'gw504_decisions_total{decision="denied",entry="command"} 1',
      'gw504_denials_total{why="guest"} 1',
      'gw504_redactions_total 2',
      'gw504_queue_depth 3',
      'gw504_diagnosis_failures_total 1',
      'gw504_diagnosis_seconds_bucket{le="2"} 1',
      'gw504_diagnosis_seconds_bucket{le="1"} 0',
    ]),
  );
  expect(lines.join('\n')).not.toContain('f4267199');
});

it('answers a scrape though the database is away', async () => {
  const metrics = createMetrics(async () => {
    throw new Error('away');
  });
  expect(await metrics.print()).toContain('gw504_queue_depth Nan');
});
