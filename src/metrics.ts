import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Report } from './report/report.ts';
import type { StageWatch } from './stage.ts';

/** Numbers for Prometheus (https://prometheus.io/docs/practices/naming/), served at /metrics. No id and no text of anybody. */
export interface Metrics {
  /** One decision of the Slack room: accepted, denied, joined, answered, failed, stopped, clicked, deleted. */
  decided(line: { decision: string; entry: string; why?: string }): void;
  /** One diagnosis that ended, with its reports. */
  diagnosed(result: { reports: Report[]; hiddenValues: number; durationMs: number }): void;
  /** One diagnosis that threw. */
  broke(): void;
  /** Times every stage. */
  stages: StageWatch;
  /** The text that Prometheus reads. */
  print(): Promise<string>;
  contentType: string;
}

/** `readQueueDepth`: questions that wait for a worker; asked at each scrape. */
export function createMetrics(readQueueDepth: () => Promise<number>): Metrics {
  const registers = [new Registry()];
  const [registry] = registers;
  if (!registry) throw new Error('no registry');
  collectDefaultMetrics({ register: registry, prefix: 'gw504_' });
  const decisions = new Counter({
    name: 'gw504_decisions_total',
    help: 'Decisions about questions, clicks and alarms, by decision and way in',
    labelNames: ['decision', 'entry'],
    registers,
  });
  const denials = new Counter({
    name: 'gw504_denials_total',
    help: 'Denied questions and clicks, by reason',
    labelNames: ['why'],
    registers,
  });
  const verdicts = new Counter({
    name: 'gw504_verdicts_total',
    help: 'Verdicts, by cause and confidence',
    labelNames: ['cause', 'confidence'],
    registers,
  });
  const failures = new Counter({
    name: 'gw504_diagnosis_failures_total',
    help: 'Diagnoses that broke off with an error of ours',
    registers,
  });
  const duration = new Histogram({
    name: 'gw504_diagnosis_seconds',
    help: 'Time from the start of the search to the verdict',
    buckets: [0.5, 1, 2, 3, 5, 8, 13, 21, 34, 60, 120],
    registers,
  });
  const stageSeconds = new Histogram({
    name: 'gw504_stage_seconds',
    help: 'Time of one stage of an investigation: question, diagnose, locate, collect of each source, judge, report, deliver',
    labelNames: ['stage'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120],
    registers,
  });
  const retries = new Counter({
    name: 'gw504_retries_total',
    help: 'What was done again because it had failed or broken off: messages and jobs',
    labelNames: ['what'],
    registers,
  });
  const queries = new Counter({
    name: 'gw504_queries_total',
    help: 'Log queries, by how they ended',
    labelNames: ['status'],
    registers,
  });
  const querySeconds = new Histogram({
    name: 'gw504_query_seconds',
    help: 'Time of one log query',
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
    registers,
  });
  const bytes = new Counter({
    name: 'gw504_scanned_bytes_total',
    help: 'Bytes scanned by log queries',
    registers,
  });
  const dollars = new Counter({
    name: 'gw504_estimated_usd_total',
    help: 'Estimated cost of log queries',
    registers,
  });
  const calls = new Counter({ name: 'gw504_aws_calls_total', help: 'Calls to AWS', registers });
  const hidden = new Counter({
    name: 'gw504_redactions_total',
    help: 'Values hidden before anything left',
    registers,
  });
  new Gauge({
    name: 'gw504_queue_depth',
    help: 'Questions that wait for a worker',
    registers,
    async collect() {
      this.set(await readQueueDepth().catch(() => Number.NaN));
    },
  });
  return {
    contentType: registry.contentType,
    print: () => registry.metrics(),
    decided({ decision, entry, why }) {
      if (decision === 'retried') {
        retries.inc({ what: entry });
        return;
      }
      decisions.inc({ decision, entry });
      if (decision === 'denied') denials.inc({ why: why ?? 'unknown' });
    },
    diagnosed({ reports, hiddenValues, durationMs }) {
      duration.observe(durationMs / 1000);
      hidden.inc(hiddenValues);
      for (const { verdict } of reports)
        verdicts.inc({ cause: verdict.cause, confidence: verdict.confidence });
      // Every report of one question carries the same receipt; the question has paid once.
      const [first] = reports;
      if (!first) return;
      bytes.inc(first.receipt.bytesScanned);
      dollars.inc(first.receipt.estimatedUsd);
      calls.inc(first.receipt.apiCalls);
      for (const query of first.receipt.queries) {
        queries.inc({ status: query.status });
        if (query.ms !== undefined) querySeconds.observe(query.ms / 1000);
      }
    },
    broke: () => failures.inc(),
    stages: timeStages((stage, seconds) => stageSeconds.observe({ stage }, seconds)),
  };
}

function timeStages(took: (stage: string, seconds: number) => void): StageWatch {
  const begin = (stage: string) => {
    const startedMs = performance.now();
    return () => took(stage, (performance.now() - startedMs) / 1000);
  };
  return {
    run(stage, _attributes, work) {
      const end = begin(stage);
      let isWaiting = false;
      try {
        const value = work();
        if (value instanceof Promise) {
          isWaiting = true;
          value.then(end, end);
        }
        return value;
      } finally {
        if (!isWaiting) end();
      }
    },
    open: begin,
    note: () => undefined,
  };
}
