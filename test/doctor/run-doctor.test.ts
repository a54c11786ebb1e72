import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openAws } from '../../src/aws/open-aws.ts';
import { permissions } from '../../src/aws/permissions.ts';
import { probes } from '../../src/aws/probe-permissions.ts';
import type { Secrets } from '../../src/config.ts';
import { configSchema } from '../../src/config-schema.ts';
import { checks, runDoctor } from '../../src/doctor/run-doctor.ts';
import { formatFields, missingFields } from '../../src/evidence/readings/access-log-format.ts';
import { pingStore } from '../../src/jobs/ping-store.ts';
import { loadTemplates } from '../../src/templates.ts';
import { type ScriptedCall, startScriptedAws } from '../aws/scripted-aws.ts';
import { answerFrom, type TinyWorld } from '../evidence/collect/tiny-world.ts';
import { startPostgres } from '../jobs/start-postgres.ts';

const nowMs = Date.parse('2026-11-20T14:00:00Z');
const postgres = await startPostgres();
const closing: (() => unknown)[] = [() => postgres?.stop()];
afterAll(async () => {
  for (const close of closing) await close();
});
const closers: (() => Promise<unknown> | unknown)[] = [];
const environment = { ...process.env };
afterEach(async () => {
  process.env = { ...environment };
  for (const close of closers.splice(0).reverse()) await close();
});

interface SlackScript {
  [method: string]: (values: URLSearchParams) => Record<string, unknown>;
}

async function startSlack(script: SlackScript, scopes: string, dateMs = nowMs): Promise<string> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const method = request.url?.replace('/api/', '') ?? '';
      const answer = script[method]?.(new URLSearchParams(text)) ?? { ok: false, error: 'unknown_method' };
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-oauth-scopes': scopes,
        date: new Date(dateMs).toUTCString(),
      });
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
}

async function diagnose(setup: {
  world?: TinyWorld;
  config?: Record<string, unknown>;
  secrets?: Secrets;
  pingDatabase?: () => Promise<void>;
  /** null: there is no file. */
  path?: null;
  /** Filled with the names of the calls. */
  calls?: string[];
}) {
  const aws = await startScriptedAws(answerFrom(setup.world ?? { groups: {} }));
  closers.push(aws.close);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
  });
  const config = configSchema.parse({
    accounts: [{ id: '111122223333', alias: 'shop', regions: ['eu-west-1'] }],
    ...setup.config,
  });
  const access = openAws(config);
  closers.push(access.close);
  const findings = await runDoctor(
    {
      config,
      ...(setup.path === null ? {} : { path: 'gw504.yaml' }),
      secrets: setup.secrets ?? {},
      aws: access,
      manifestScopes: ['chat:write', 'commands'],
      pingDatabase: setup.pingDatabase ?? (async () => undefined),
      fetch,
      now: () => nowMs,
      signal: AbortSignal.timeout(20_000),
    },
    loadTemplates(),
  );
  setup.calls?.push(...aws.names());
  return findings.map(({ check, subject, status, says, commands }) => ({
    check,
    subject,
    status,
    says,
    ...(commands ? { commands } : {}),
  }));
}

const about = <Found extends { check: string }>(findings: Found[], check: string): Found[] =>
  findings.filter((finding) => finding.check === check);

describe('configuration', () => {
  const trusting = {
    id: '111122223333',
    alias: 'shop',
    roleArn: 'arn:aws:iam::111122223333:role/gw504',
    regions: ['eu-west-1'],
  };
  const listed = {
    accounts: [{ ...trusting, externalId: 'shop-504' }],
    channels: [{ id: 'C0INCIDENT' }],
  };
  it.each<[string, Record<string, unknown>, null | undefined, string[][]]>([
    ['whole', listed, undefined, [['gw504.yaml', 'ok', 'The configuration is valid.']]],
    [
      'not there',
      { accounts: [] },
      null,
      [
        ['gw504.yaml', 'advice', 'There is no configuration file'],
        ['gw504.yaml', 'advice', 'No AWS account is configured'],
        ['gw504.yaml', 'advice', 'No Slack channel is configured'],
      ],
    ],
    [
      'without an external id',
      { ...listed, accounts: [trusting] },
      undefined,
      [
        ['gw504.yaml', 'ok', 'The configuration is valid.'],
        ['account shop', 'advice', 'The role is assumed without an external id'],
      ],
    ],
  ])('says of one that is %s', async (_what, config, path, expected) => {
    const found = about(
      await diagnose({
        config,
        ...(path === null ? { path } : {}),
        world: { groups: {}, override: notFoundForProbes },
      }),
      'configuration',
    );
    expect(found.map(({ subject, status, says }) => [subject, status, says])).toStrictEqual(
      expected.map(([subject, status, says]) => [subject, status, expect.stringContaining(says ?? '')]),
    );
  });
});

describe('permissions', () => {
  it('makes no call that writes, whatever there is to look at', async () => {
    const calls: string[] = [];
    await diagnose({
      calls,
      config: {
        accounts: [
          { id: '111122223333', roleArn: 'arn:aws:iam::111122223333:role/gw504', regions: ['eu-west-1'] },
        ],
      },
      world: {
        groups: { '/shop/access': [] },
        restApis: [{ id: 'a1b2c3d4e5', name: 'shop' }],
        stages: {
          a1b2c3d4e5: [
            {
              stageName: 'prod',
              accessLogSettings: {
                destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop/access',
              },
            },
          ],
        },
        httpApis: [{ apiId: 'h1', name: 'checkout', protocolType: 'HTTP' }],
        httpParts: { h1: { stages: [{ stageName: '$default' }] } },
        override: notFoundForProbes,
      },
    });
    expect([...new Set(calls)].sort()).toStrictEqual([
      'GET /2015-03-31/functions/gw504-doctor-probe/configuration',
      'GET /2019-09-30/functions/gw504-doctor-probe/concurrency',
      'GET /restapis',
      'GET /restapis/a1b2c3d4e5/stages',
      'GET /v2/apis',
      'GET /v2/apis/h1/stages',
      'POST /Traces',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'logs:DescribeDeliveries',
      'logs:DescribeDeliveryDestinations',
      'logs:DescribeDeliverySources',
      'logs:DescribeLogGroups',
      'logs:FilterLogEvents',
      'logs:GetQueryResults',
      'logs:StartQuery',
      'logs:StopQuery',
      'sts:AssumeRole',
    ]);
  });

  it('tries every action of the list, and none beyond it', () => {
    expect(Object.keys(probes).sort()).toStrictEqual(
      permissions.flatMap((permission) => [...permission.actions]).sort(),
    );
  });

  it('takes "no such thing" as the proof of a grant', async () => {
    const found = about(await diagnose({ world: { groups: {}, override: notFoundForProbes } }), 'roles');
    expect(found).toStrictEqual([
      {
        check: 'roles',
        subject: 'account shop in eu-west-1',
        status: 'ok',
        says: 'Every permission that gw504 uses is granted.',
      },
    ]);
  });

  it('names each denied action, and prints the command that mends it', async () => {
    const found = about(
      await diagnose({
        world: {
          groups: {},
          override: (call) =>
            call.name === 'logs:StartQuery'
              ? { error: 'AccessDeniedException', message: 'not authorized to perform logs:StartQuery' }
              : notFoundForProbes(call),
        },
      }),
      'roles',
    );
    expect(found).toStrictEqual([
      {
        check: 'roles',
        subject: 'account shop in eu-west-1',
        status: 'problem',
        says: 'Denied: logs:StartQuery. What these would show is left out of every diagnosis, by name.',
        commands: ['gw504 policy --format json'],
      },
    ]);
  });

  it('says one thing, not thirteen, of a role that cannot be assumed', async () => {
    const found = about(
      await diagnose({
        config: {
          accounts: [
            {
              id: '111122223333',
              roleArn: 'arn:aws:iam::111122223333:role/gw504',
              externalId: 'shop-504',
              regions: ['eu-west-1'],
            },
          ],
        },
        world: {
          groups: {},
          override: (call) =>
            call.name === 'sts:AssumeRole'
              ? { error: 'AccessDenied', message: 'not authorized to perform: sts:AssumeRole', status: 403 }
              : undefined,
        },
      }),
      'roles',
    );
    expect(found.map(({ status, says }) => ({ status, says }))).toStrictEqual([
      {
        status: 'problem',
        says: 'arn:aws:iam::111122223333:role/gw504 cannot be assumed: not authorized to perform: sts:AssumeRole.',
      },
    ]);
  });

  const gone: TinyWorld['override'] = (call) =>
    call.name === 'sts:AssumeRole'
      ? { error: 'AccessDenied', message: 'not authorized to perform: sts:AssumeRole', status: 403 }
      : undefined;
  it.each<[string, TinyWorld['override'], string, string, string]>([
    [
      'a role that is gone',
      gone,
      'problem',
      'role/gw504 cannot be assumed',
      'gw504 policy --format cloudformation --account 111122223333',
    ],
    [
      'an endpoint that cuts every connection',
      () => ({ destroy: true }),
      'unknown',
      'AWS did not answer here (the connection was cut)',
      "curl -sS -m 10 -o /dev/null -w '%{http_code}\\n' https://sts.eu-west-1.amazonaws.com/",
    ],
    [
      'the page of a proxy',
      (call) => (call.name.startsWith('sts:') ? undefined : { status: 200, body: '<html>Sign in</html>' }),
      'unknown',
      'What answered was not AWS (HTTP 200, not an answer of AWS); whether this is granted, nobody knows: any permission.',
      'curl -sS -m 10 -D - -o /dev/null https://logs.eu-west-1.amazonaws.com/',
    ],
    [
      'a fault of AWS',
      (call) => (call.name.startsWith('sts:') ? undefined : { error: 'InternalFailure', status: 500 }),
      'unknown',
      'AWS failed each time it was asked (HTTP 500)',
      'gw504 doctor',
    ],
    [
      'a clock that is off',
      () => ({
        error: 'SignatureDoesNotMatch',
        message: 'Signature not yet current: 1 is still later than 2',
        status: 403,
      }),
      'problem',
      'its clock is off.',
      'timedatectl set-ntp true',
    ],
  ])('says one thing, with its own cure, of %s', async (_, override, status, says, command) => {
    const found = await diagnose({
      config: {
        accounts: [
          { id: '111122223333', roleArn: 'arn:aws:iam::111122223333:role/gw504', regions: ['eu-west-1'] },
        ],
      },
      world: { groups: {}, override },
    });
    expect(found.filter((one) => one.check === 'roles' || one.check === 'logging')).toStrictEqual([
      {
        check: 'roles',
        subject: 'account 111122223333 in eu-west-1',
        status,
        says: expect.stringContaining(says),
        commands: [command],
      },
    ]);
  });

  it.each<[string, ReturnType<NonNullable<TinyWorld['override']>>]>([
    ['nothing but {}', { body: {} }],
    ['something else', { body: { welcome: 'home' } }],
    ['nothing at all', { body: '' }],
    ['a page that is not there', { status: 404, body: { message: 'no such page' } }],
  ])('takes an answer of %s for no grant', async (_, answer) => {
    const found = about(await diagnose({ world: { groups: {}, override: () => answer } }), 'roles');
    expect(found.map(({ status }) => status)).not.toContain('ok');
    expect(found.map(({ says }) => says).join(' ')).toContain('whether this is granted, nobody knows');
  });

  it('tells granted, denied and not looked at apart', async () => {
    const found = about(
      await diagnose({
        world: {
          groups: {},
          override: (call) => {
            if (call.name === 'logs:StopQuery') return { error: 'AccessDeniedException', message: 'no' };
            return call.name === 'POST /Traces' ? { destroy: true } : notFoundForProbes(call);
          },
        },
      }),
      'roles',
    );
    expect(found.map(({ status, says }) => [status, says])).toStrictEqual([
      ['problem', 'Denied: logs:StopQuery. What these would show is left out of every diagnosis, by name.'],
      [
        'unknown',
        'AWS did not answer here (the connection was cut); whether this is granted, nobody knows: xray:BatchGetTraces.',
      ],
    ]);
  });

  it('says whose the credentials are where the configuration says somebody else', async () => {
    const found = await diagnose({
      config: { accounts: [{ id: '444455556666', alias: 'payments', regions: ['eu-west-1'] }] },
    });
    expect(found.filter((one) => one.check === 'roles' || one.check === 'logging')).toMatchObject([
      {
        subject: 'account payments in eu-west-1',
        status: 'problem',
        says: 'The credentials here are of account 111122223333, and the configuration says 444455556666; nothing of it is asked with them.',
      },
    ]);
  });

  it('names the account of the ambient credentials', async () => {
    const found = about(
      await diagnose({ config: { accounts: [] }, world: { groups: {}, override: notFoundForProbes } }),
      'roles',
    );
    expect(found).toMatchObject([
      { subject: 'ambient credentials (account 111122223333) in eu-west-1', status: 'ok' },
    ]);
  });

  it('says that a clock which AWS made up for still shifts the searches', async () => {
    const headers = { date: new Date(Date.now() - 600_000).toUTCString() };
    const found = about(
      await diagnose({ world: { groups: {}, override: notFoundForProbes, headers } }),
      'roles',
    );
    expect(found).toMatchObject([
      { status: 'ok' },
      {
        status: 'problem',
        says: expect.stringContaining('10 min ahead of AWS'),
        commands: ['timedatectl set-ntp true'],
      },
    ]);
  });
});

describe('logging', () => {
  const stage = (values: Record<string, unknown>): TinyWorld => ({
    groups: { '/shop/access': [] },
    restApis: [{ id: 'a1b2c3d4e5', name: 'shop' }],
    stages: { a1b2c3d4e5: [{ stageName: 'prod', ...values }] },
    override: notFoundForProbes,
  });
  const fullFormat =
    '$context.requestId $context.extendedRequestId $context.status $context.responseLatency $context.integration.latency $context.integration.status $context.integrationStatus $context.integration.requestId $context.integration.error $context.error.responseType $context.error.message $context.xrayTraceId';
  const accessLogSettings = {
    destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:/shop/access',
    format: fullFormat,
  };

  it.each([
    ['off', { methodSettings: {} }, 'problem', 'Execution logging is off'],
    [
      'ERROR',
      { methodSettings: { '*/*': { loggingLevel: 'ERROR' } } },
      'advice',
      'Execution logging is at ERROR',
    ],
  ])(
    'says that execution logging is %s, with the command that changes it',
    async (_, settings, status, says) => {
      const found = about(
        await diagnose({ world: stage({ ...settings, tracingEnabled: true, accessLogSettings }) }),
        'logging',
      );
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        subject: 'stage shop/prod, account shop in eu-west-1',
        status,
        says: expect.stringContaining(says),
        commands: [
          "aws apigateway update-stage --region eu-west-1 --rest-api-id a1b2c3d4e5 --stage-name prod --patch-operations 'op=replace,path=/*/*/logging/loglevel,value=INFO'",
        ],
      });
    },
  );

  const executionGroup = 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod';
  it.each([
    ['execution log', executionGroup, 3, `${executionGroup} keeps its lines for 3 days`],
    ['access log', '/shop/access', 1, '/shop/access keeps its lines for 1 day;'],
    ['near miss: a week', '/shop/access', 7, undefined],
  ])('says that lines go early: %s', async (_, group, retentionInDays, says) => {
    const world = stage({
      methodSettings: { '*/*': { loggingLevel: 'INFO' } },
      tracingEnabled: true,
      accessLogSettings,
    });
    const found = about(
      await diagnose({
        world: {
          ...world,
          groups: { ...world.groups, [executionGroup]: [] },
          groupDetails: { [group]: { retentionInDays } },
        },
      }),
      'logging',
    );
    expect(found).toMatchObject(
      says === undefined
        ? [{ status: 'ok' }]
        : [
            {
              status: 'advice',
              says: expect.stringContaining(says),
              commands: [
                `aws logs put-retention-policy --region eu-west-1 --log-group-name ${group} --retention-in-days 14`,
              ],
            },
          ],
    );
  });

  it('says that data trace writes bodies, with the command that ends it', async () => {
    const found = about(
      await diagnose({
        world: stage({
          methodSettings: { '*/*': { loggingLevel: 'INFO', dataTraceEnabled: true } },
          tracingEnabled: true,
          accessLogSettings,
        }),
      }),
      'logging',
    );
    expect(found).toMatchObject([
      { status: 'advice', commands: [expect.stringContaining('path=/*/*/logging/dataTrace,value=false')] },
    ]);
  });

  it('prints the commands that begin an access log, with every field that a diagnosis uses', async () => {
    const found = about(
      await diagnose({
        world: stage({ methodSettings: { '*/*': { loggingLevel: 'INFO' } }, tracingEnabled: true }),
      }),
      'logging',
    );
    expect(found).toMatchObject([
      { status: 'advice', says: 'There is no access log in CloudWatch Logs for this stage.' },
    ]);
    const command = found[0]?.commands?.[0] ?? '';
    const words = execFileSync('sh', ['-c', `aws() { printf '%s\\n' "$@"; }; ${command}`], {
      encoding: 'utf8',
    })
      .trim()
      .split('\n');
    expect(words.slice(0, 6)).toStrictEqual([
      'logs',
      'create-log-group',
      '--region',
      'eu-west-1',
      '--log-group-name',
      '/api-gateway/a1b2c3d4e5/prod',
    ]);
    const [destination, format] = JSON.parse(words.at(-1) ?? '[]');
    expect(destination).toMatchObject({
      value: 'arn:aws:logs:eu-west-1:111122223333:log-group:/api-gateway/a1b2c3d4e5/prod',
    });
    expect(missingFields(formatFields(format.value), 'rest')).toStrictEqual([]);
  });

  it('says that X-Ray is off, with the command that switches it on', async () => {
    const found = about(
      await diagnose({
        world: stage({ methodSettings: { '*/*': { loggingLevel: 'INFO' } }, accessLogSettings }),
      }),
      'logging',
    );
    expect(found).toStrictEqual([
      {
        check: 'logging',
        subject: 'stage shop/prod, account shop in eu-west-1',
        status: 'advice',
        says: 'X-Ray tracing is off; the time inside the integration cannot be split.',
        commands: [
          "aws apigateway update-stage --region eu-west-1 --rest-api-id a1b2c3d4e5 --stage-name prod --patch-operations 'op=replace,path=/tracingEnabled,value=true'",
        ],
      },
    ]);
  });

  const sound = {
    methodSettings: { '*/*': { loggingLevel: 'INFO' } },
    tracingEnabled: true,
    accessLogSettings,
  };
  it.each<[string, TinyWorld, string, string, string]>([
    [
      'an access log whose group is gone',
      { ...stage(sound), groups: {} },
      'problem',
      "The access log's group /shop/access does not exist.",
      'aws logs create-log-group --region eu-west-1 --log-group-name /shop/access',
    ],
    [
      'an access log of a class that searches slowly',
      { ...stage(sound), groupDetails: { '/shop/access': { logGroupClass: 'INFREQUENT_ACCESS' } } },
      'advice',
      "The access log's group /shop/access is of the Infrequent Access class",
      '',
    ],
    [
      'an HTTP API without an access log, which is all that it has',
      {
        groups: {},
        httpApis: [{ apiId: 'h1h2h3h4h5', name: 'checkout', protocolType: 'HTTP' }],
        httpParts: { h1h2h3h4h5: { stages: [{ stageName: 'live' }] } },
        override: notFoundForProbes,
      },
      'problem',
      'There is no access log in CloudWatch Logs for this stage.',
      "aws apigatewayv2 update-stage --region eu-west-1 --api-id h1h2h3h4h5 --stage-name 'live' --access-log-settings",
    ],
    [
      'a region without an API',
      { groups: {}, override: notFoundForProbes },
      'advice',
      'There is no API Gateway API here.',
      'aws apigateway get-rest-apis --region eu-west-1',
    ],
    [
      'more APIs than are looked at',
      {
        groups: {},
        restApis: Array.from({ length: 41 }, (_, index) => ({ id: `api${index}`, name: `shop-${index}` })),
        override: notFoundForProbes,
      },
      'advice',
      'There are 41 APIs; the logging of the first 40 was looked at.',
      'aws apigateway get-rest-apis --region eu-west-1',
    ],
  ])('says of %s what is wrong, and the cure', async (_what, world, status, says, command) => {
    const found = about(await diagnose({ world }), 'logging');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ status, says: expect.stringContaining(says) });
    expect(found[0]?.commands?.join('\n') ?? '').toContain(command);
  });

  it('says that APIs cannot be listed, with the command that prints what allows it', async () => {
    const found = about(
      await diagnose({
        world: {
          groups: {},
          override: (call) =>
            call.name === 'GET /restapis'
              ? {
                  error: 'AccessDeniedException',
                  message: 'not authorized to perform: apigateway:GET',
                  status: 403,
                }
              : notFoundForProbes(call),
        },
      }),
      'logging',
    );
    expect(found).toMatchObject([
      {
        status: 'problem',
        says: expect.stringContaining('Could not be read, access denied: the APIs'),
        commands: ['gw504 policy --format json'],
      },
    ]);
  });

  it('is content with INFO, tracing and a complete access log', async () => {
    const found = about(
      await diagnose({
        world: stage({
          methodSettings: { '*/*': { loggingLevel: 'INFO' } },
          tracingEnabled: true,
          accessLogSettings,
        }),
      }),
      'logging',
    );
    expect(found).toMatchObject([{ status: 'ok' }]);
  });

  it('names the access-log fields that a diagnosis misses, and does not take a longer name for a shorter one', async () => {
    const found = about(
      await diagnose({
        world: stage({
          methodSettings: { '*/*': { loggingLevel: 'INFO' } },
          tracingEnabled: true,
          accessLogSettings: {
            ...accessLogSettings,
            format: fullFormat.replace('$context.status ', '$context.statusText '),
          },
        }),
      }),
      'logging',
    );
    expect(found).toMatchObject([
      {
        status: 'advice',
        says: "The access log's format lacks fields that a diagnosis uses: $context.status.",
      },
    ]);
  });
});

describe('quotas', () => {
  it.each([
    ['eu-west-1', '2.5 of 10 FilterLogEvents'],
    ['us-east-1', '6.25 of 25 FilterLogEvents'],
    ['eu-central-1', '1.25 of 5 FilterLogEvents'],
  ])('tells what is taken of them in %s, once a region', async (region, filters) => {
    const found = about(
      await diagnose({
        config: {
          accounts: [
            { id: '111122223333', regions: [region] },
            { id: '444455556666', roleArn: 'arn:aws:iam::444455556666:role/gw504', regions: [region] },
          ],
          limits: { queriesAtOnce: 12 },
        },
      }),
      'quotas',
    );
    expect(found).toMatchObject([{ subject: `quotas in ${region}`, status: 'ok' }]);
    expect(found[0]?.says).toContain(
      'at most 12 of 100 Insights queries at once, 2.5 of 10 StartQuery calls',
    );
    expect(found[0]?.says).toContain(filters);
  });
});

describe('Slack', () => {
  const secrets = { slackBotToken: 'xoxb-1', slackAppToken: 'xapp-1' };
  const channel = (values: Record<string, unknown>): SlackScript => ({
    'auth.test': () => ({ ok: true }),
    'apps.connections.open': () => ({ ok: true, url: 'wss://127.0.0.1' }),
    'conversations.info': () => ({ ok: true, channel: { name: 'incidents', is_member: true, ...values } }),
  });
  const run = async (script: SlackScript, scopes = 'chat:write,commands', dateMs = nowMs) =>
    about(
      await diagnose({
        secrets,
        config: {
          channels: [{ id: 'C0INCIDENT' }],
          slack: { apiUrl: await startSlack(script, scopes, dateMs) },
        },
      }),
      'slack',
    ).map(({ subject, status }) => [subject, status]);

  it('is content with valid tokens, all scopes, a right clock and a joined channel', async () => {
    expect(await run(channel({}))).toStrictEqual([
      ['bot token', 'ok'],
      ['scopes', 'ok'],
      ['clock', 'ok'],
      ['app token', 'ok'],
      ['channel #incidents (C0INCIDENT)', 'ok'],
    ]);
  });

  it.each([
    ['not joined', { is_member: false }],
    ['shared', { is_ext_shared: true }],
    ['archived', { is_archived: true }],
  ])('finds a channel that is %s', async (_, values) => {
    expect((await run(channel(values))).at(-1)).toStrictEqual(['channel #incidents (C0INCIDENT)', 'problem']);
  });

  it('finds a missing scope', async () => {
    expect((await run(channel({}), 'chat:write'))[1]).toStrictEqual(['scopes', 'problem']);
  });

  it('finds a clock that is two minutes off, and forgives half a minute', async () => {
    expect((await run(channel({}), 'chat:write,commands', nowMs - 120_000))[2]).toStrictEqual([
      'clock',
      'problem',
    ]);
    expect((await run(channel({}), 'chat:write,commands', nowMs - 30_000))[2]).toStrictEqual(['clock', 'ok']);
  });

  it.each<[string, Secrets, Record<string, unknown>, string[][]]>([
    ['not set up', {}, {}, [['Slack', 'advice']]],
    ['set up by half', { slackBotToken: 'xoxb-1' }, {}, [['Slack', 'problem']]],
    [
      'spoken to by signed HTTP: no app token is asked for',
      { slackBotToken: 'xoxb-1', slackSigningSecret: 's' },
      { mode: 'http' },
      [
        ['bot token', 'ok'],
        ['scopes', 'ok'],
        ['clock', 'ok'],
        ['signing secret', 'ok'],
      ],
    ],
  ])('knows a Slack that is %s', async (_what, own, slack, expected) => {
    const script: SlackScript = { 'auth.test': () => ({ ok: true }) };
    const apiUrl = await startSlack(script, 'chat:write,commands');
    const found = about(await diagnose({ secrets: own, config: { slack: { apiUrl, ...slack } } }), 'slack');
    expect(found.map(({ subject, status }) => [subject, status])).toStrictEqual(expected);
  });

  it('finds an app token that is refused', async () => {
    const script = {
      ...channel({}),
      'apps.connections.open': () => ({ ok: false, error: 'not_allowed_token_type' }),
    };
    expect((await run(script))[3]).toStrictEqual(['app token', 'problem']);
  });

  it.each([
    ['hides', 'channel_not_found', 'problem'],
    ['does not want to tell of', 'missing_scope', 'unknown'],
  ])('finds a channel that Slack %s', async (_what, error, status) => {
    const script = { ...channel({}), 'conversations.info': () => ({ ok: false, error }) };
    expect((await run(script)).at(-1)).toStrictEqual(['channel C0INCIDENT', status]);
  });

  it('says that nobody knows the scopes where Slack does not tell them', async () => {
    expect((await run(channel({}), ''))[1]).toStrictEqual(['scopes', 'unknown']);
  });

  it('says refused where Slack refuses, and unknown where it does not answer', async () => {
    expect(await run({ 'auth.test': () => ({ ok: false, error: 'invalid_auth' }) })).toStrictEqual([
      ['bot token', 'problem'],
    ]);
    const silent = about(
      await diagnose({ secrets, config: { slack: { apiUrl: 'http://127.0.0.1:9/api/' } } }),
      'slack',
    );
    expect(silent).toMatchObject([{ subject: 'Slack', status: 'unknown' }]);
  });
});

describe('database', () => {
  it('passes on why it cannot be used', async () => {
    const found = about(
      await diagnose({
        pingDatabase: async () => {
          throw new Error('connect ECONNREFUSED');
        },
      }),
      'database',
    );
    expect(found).toMatchObject([
      {
        status: 'problem',
        says: 'The folder of the embedded database cannot be written: connect ECONNREFUSED',
      },
    ]);
  });
});

describe('the store, as it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gw504-doctor-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'file'), '');
  const examine = (store: { databaseUrl?: string; directory: string }) =>
    diagnose({
      pingDatabase: () => pingStore(store),
      ...(store.databaseUrl ? { secrets: { databaseUrl: store.databaseUrl } } : {}),
      config: { jobs: { directory: store.directory } },
    }).then((found) => about(found, 'database').map(({ subject, status, says }) => [subject, status, says]));

  it('says of PostgreSQL whether it answers', async () => {
    const gone = await examine({
      databaseUrl: 'postgres://gw504:secret-504@127.0.0.1:1/gw504',
      directory: '.',
    });
    expect(gone).toStrictEqual([
      [
        'PostgreSQL (DATABASE_URL)',
        'problem',
        'The database cannot be used: connect ECONNREFUSED 127.0.0.1:1',
      ],
    ]);
    if (!postgres) return;
    expect(await examine({ databaseUrl: postgres.url, directory: '.' })).toStrictEqual([
      ['PostgreSQL (DATABASE_URL)', 'ok', 'The database answers.'],
    ]);
  });

  it.each([
    ['is there', folder, 'ok', 'The folder of the embedded database can be written.'],
    ['is to be made', join(folder, 'a', 'b'), 'ok', 'The folder of the embedded database can be written.'],
    ['would lie in a file', join(folder, 'file', 'a'), 'problem', `"${join(folder, 'file')}" is no folder`],
  ])(
    'says of a folder that %s whether it can be written, and makes none',
    async (_what, directory, status, says) => {
      expect(await examine({ directory })).toStrictEqual([
        [`folder ${directory}`, status, expect.stringContaining(says)],
      ]);
      expect(readdirSync(folder)).toStrictEqual(['file']);
    },
  );
});

describe('words', () => {
  it('has a sentence for every finding that a check can give, and for no other', async () => {
    const { readFileSync } = await import('node:fs');
    const folder = new URL('../../src/doctor/checks/', import.meta.url);
    const given = [...readdirSync(folder), '../unlooked.ts'].flatMap((file) =>
      [
        ...readFileSync(new URL(file, folder), 'utf8')
          .replace("case 'clock-off'", '')
          .matchAll(/'([a-z]+(?:-[a-z]+)+)'/g),
      ].map((match) => match[1] ?? ''),
    );
    const written = loadTemplates()
      .names('messages/doctor:')
      .map((name) => name.replace('messages/doctor:', '').split('.')[0] ?? '');
    const reasons = ['access-denied', 'region-unreachable', 'aws-fault', 'timed-out'];
    const notFindings = ['x-oauth-scopes', 'aws-cn', 'aws-us-gov', ...reasons];
    expect([...new Set(written)].filter((name) => name !== 'check-failed').sort()).toStrictEqual(
      [...new Set(given)].filter((name) => !notFindings.includes(name)).sort(),
    );
    // Whatever is wrong comes with something to paste, but for what only a person in Slack's own pages can do.
    const templates = loadTemplates();
    const cureless = [...new Set(written)].filter(
      (name) =>
        templates.has(`messages/doctor:${name}.fix`) &&
        !templates.has(`messages/doctor:${name}.command`) &&
        !templates.has(`messages/doctor:${name}.paste`),
    );
    expect(cureless.sort()).toStrictEqual([
      'app-token-refused',
      'bot-token-refused',
      'channel-archived',
      'channel-not-visible',
      'channel-shared',
      'channel-unknown',
      'database-unreachable',
      'folder-not-writable',
      'scopes-missing',
      'scopes-unknown',
      'slack-incomplete',
    ]);
    expect(checks.map((check) => check.name)).toStrictEqual([
      'configuration',
      'slack',
      'roles',
      'logging',
      'quotas',
      'database',
    ]);
  });
});

/** What AWS answers to a probe for a thing that does not exist. */
function notFoundForProbes(call: ScriptedCall) {
  const text = JSON.stringify(call.body);
  if (/gw504doctor|504$|000000000504/.test(text) && call.name.startsWith('logs:'))
    return { error: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
  if (call.name.includes('gw504-doctor-probe'))
    return { error: 'ResourceNotFoundException', message: 'Function not found', status: 404 };
  if (call.name === 'cloudwatch:DescribeAlarms') return { body: { MetricAlarms: [] } };
  return undefined;
}
