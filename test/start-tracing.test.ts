import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openAws } from '../src/aws/open-aws.ts';
import { wantsTraces } from '../src/config.ts';
import { configSchema } from '../src/config-schema.ts';
import { diagnose } from '../src/diagnose.ts';
import { createAwsStandIn } from '../src/sandbox/aws/create-aws-stand-in.ts';
import { sampleWorld } from '../src/sandbox/incidents/sample-world.ts';
import { inStage, openStage } from '../src/stage.ts';
import { startTracing } from '../src/start-tracing.ts';
import { loadTemplates } from '../src/templates.ts';
import { id, startWorkspace, type WorkspaceUnderTest } from './slack/workspace.ts';

interface Span {
  name: string;
  spanId: string;
  parentSpanId?: string;
  traceId: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status?: { code?: number; message?: string };
}

/** A collector of OpenTelemetry in a few lines: keeps the spans that are posted to it. */
async function startCollector() {
  const spans: Span[] = [];
  let services: unknown[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/v1/traces') {
        const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString());
        for (const { resource, scopeSpans } of resourceSpans) {
          services = resource.attributes;
          for (const scope of scopeSpans) spans.push(...scope.spans);
        }
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    services: () => services,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const attribute = ({ attributes }: Span, key: string) => {
  const found = attributes.find((one) => one.key === key)?.value;
  return found && Object.values(found)[0];
};

describe('traces', () => {
  let at: WorkspaceUnderTest;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  beforeAll(async () => {
    collector = await startCollector();
    at = await startWorkspace();
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(async () => {
    await at.stop();
    await collector.close();
  });

  it('a question is one trace: a span a stage, each with the investigation, none with what a log says', async () => {
    const nowMs = Date.parse('2026-11-20T14:00:00Z');
    const standIn = createAwsStandIn(sampleWorld(nowMs), { now: () => nowMs });
    const server = createServer((request, response) => void standIn.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASANDBOX504ONCALL');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'sandbox-only-not-a-secret');
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url);
    vi.stubEnv('OTEL_SERVICE_NAME', 'gw504-of-a-test');
    const config = configSchema.parse({});
    const aws = openAws(config);
    at.port.diagnose = (inquiry, { signal, onProgress }) =>
      diagnose(inquiry, {
        aws,
        config,
        templates: loadTemplates(),
        now: () => nowMs,
        deadlineMs: 60_000,
        signal,
        onProgress,
      });
    const tracing = startTracing();
    const root = await at.ask('U0ALICE', 'C0INCIDENT', id);
    await tracing.stop();
    aws.close();
    await new Promise((resolve) => server.close(resolve));

    const { spans } = collector;
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const names = new Map(spans.map((span) => [span.spanId, span.name]));
    const tree = spans.map(({ name, parentSpanId }) => `${names.get(parentSpanId ?? '') ?? ''} > ${name}`);
    expect(tree).toEqual(
      expect.arrayContaining([
        ' > question',
        'question > diagnose',
        'diagnose > locate',
        'diagnose > collect executionLog',
        'diagnose > collect accessLog',
        'diagnose > collect functionLog',
        'diagnose > collect gatewaySettings',
        'diagnose > judge',
        'diagnose > report',
        'question > deliver',
      ]),
    );
    const investigations = spans.map((span) => attribute(span, 'gw504.investigation_id'));
    expect(new Set(investigations)).toStrictEqual(new Set([Object(root.metadata?.event_payload).answer]));
    const one = (name: string) => spans.find((span) => span.name === name);
    expect(attribute(one('judge') ?? spans[0] ?? missing(), 'gw504.cause')).toBe('slow-integration');
    expect(Number(attribute(one('report') ?? spans[0] ?? missing(), 'gw504.bytes_scanned'))).toBeGreaterThan(
      0,
    );
    expect(attribute(one('locate') ?? spans[0] ?? missing(), 'gw504.status')).toBe('found');
    expect(JSON.stringify(collector.services())).toContain('gw504-of-a-test');
    const said = spans.flatMap(({ attributes }) => attributes.map(({ key }) => key));
    expect([...new Set(said)].sort()).toStrictEqual([
      'gw504.bytes_scanned',
      'gw504.cause',
      'gw504.entry',
      'gw504.investigation_id',
      'gw504.status',
    ]);
  });

  it('a stage that breaks off tells the kind of error, not its words', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url);
    const tracing = startTracing();
    await expect(
      inStage('broken', {}, () => Promise.reject(new TypeError('the password is hunter2'))),
    ).rejects.toThrow('hunter2');
    expect(() =>
      inStage('broken at once', {}, () => {
        throw new RangeError('and so is this');
      }),
    ).toThrow('and so is this');
    await tracing.stop();
    expect(
      collector.spans.filter(({ name }) => name.startsWith('broken')).map(({ status }) => status),
    ).toStrictEqual([
      { code: 2, message: 'TypeError' },
      { code: 2, message: 'RangeError' },
    ]);
    expect(JSON.stringify(collector.spans)).not.toMatch(/hunter2|so is this/);
  });

  it('without traces, stages just run', () => {
    expect(inStage('any', {}, () => 504)).toBe(504);
    expect(openStage('any')({})).toBeUndefined();
  });
});

describe('whether traces are wanted', () => {
  it.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, true],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, true],
    [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, false],
    [{ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, false],
  ])('%o: %s', (env, wanted) => {
    expect(wantsTraces(env)).toBe(wanted);
  });
});

function missing(): never {
  throw new Error('no such span');
}
