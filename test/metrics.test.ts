import { readFileSync } from 'node:fs';
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
  metrics.decided({ decision: 'retried', entry: 'message' });
  metrics.broke();
  const end = metrics.stages.open('collect executionLog');
  metrics.stages.run('judge', {}, () => undefined);
  await metrics.stages.run('deliver', {}, async () => undefined);
  await expect(
    metrics.stages.run('question', {}, () => Promise.reject(new Error('broken off'))),
  ).rejects.toThrow('broken off');
  expect(() => metrics.stages.run('report', {}, () => JSON.parse('{'))).toThrow();
  end({});
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
      'gw504_retries_total{what="message"} 1',
      'gw504_stage_seconds_count{stage="collect executionLog"} 1',
      'gw504_stage_seconds_count{stage="judge"} 1',
      'gw504_stage_seconds_count{stage="report"} 1',
      'gw504_stage_seconds_count{stage="deliver"} 1',
      'gw504_stage_seconds_count{stage="question"} 1',
      'gw504_diagnosis_seconds_bucket{le="2"} 1',
      'gw504_diagnosis_seconds_bucket{le="1"} 0',
    ]),
  );
  expect(lines.join('\n')).not.toContain('f4267199');
  expect(lines.join('\n')).not.toContain('decision="retried"');
});

it('counts what one question cost, and that once, though several reports come of it', async () => {
  const metrics = createMetrics(async () => 0);
  const { answer } = explain(timeout, {
    nowMs: Date.parse('2026-11-20T15:00:00Z'),
    redaction: { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] },
    templates: loadTemplates(),
  });
  const query = { language: 'CWLI', text: 'fields @message', target: '/a', from: '', to: '' } as const;
  const reports = answer.findings.map(({ report }) => ({
    ...report,
    receipt: {
      ...report.receipt,
      apiCalls: 7,
      bytesScanned: 2_500_000_000,
      estimatedUsd: 0.0125,
      queries: [
        { ...query, status: 'complete' as const, ms: 400 },
        { ...query, status: 'timed-out' as const },
      ],
    },
  }));
  metrics.diagnosed({ reports: [...reports, ...reports], hiddenValues: 0, durationMs: 10 });
  metrics.decided({ decision: 'retried', entry: 'job' });
  const lines = (await metrics.print()).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'gw504_verdicts_total{cause="integration-timeout",confidence="certain"} 2',
      'gw504_queries_total{status="complete"} 1',
      'gw504_queries_total{status="timed-out"} 1',
      'gw504_query_seconds_count 1',
      'gw504_query_seconds_sum 0.4',
      'gw504_scanned_bytes_total 2500000000',
      'gw504_estimated_usd_total 0.0125',
      'gw504_aws_calls_total 7',
      'gw504_retries_total{what="job"} 1',
    ]),
  );
});

it('the dashboard asks for what is counted, and leaves nothing of it out', async () => {
  const text = readFileSync(new URL('../templates/dashboards/grafana.json', import.meta.url), 'utf8');
  const dashboard = JSON.parse(text);
  const counted = [...(await createMetrics(async () => 0).print()).matchAll(/^# TYPE (gw504_\S+) (\w+)$/gm)];
  const names = counted.map(([, name]) => name ?? '');
  const asked = dashboard.panels.flatMap(({ targets }: { targets: { expr: string }[] }) =>
    targets.flatMap(({ expr }) => expr.match(/gw504_\w+/g) ?? []),
  );
  const baseOf = (name: string) => name.replace(/_(?:bucket|sum|count)$/, '');
  expect(
    asked.filter((name: string) => !names.includes(name) && !names.includes(baseOf(name))),
  ).toStrictEqual([]);
  const own = names.filter((name) => !/^gw504_(?:process|nodejs)_/.test(name));
  expect(own.filter((name) => !asked.map(baseOf).includes(name))).toStrictEqual([]);
});

it('answers a scrape though the database is away', async () => {
  const metrics = createMetrics(async () => {
    throw new Error('away');
  });
  expect(await metrics.print()).toContain('gw504_queue_depth Nan');
});
