import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AwsAccess, openAws } from '../../../src/aws/open-aws.ts';
import { configSchema } from '../../../src/config-schema.ts';
import { diagnose } from '../../../src/diagnose.ts';
import { classifyId } from '../../../src/inquiry/request-id.ts';
import { type StartedAwsStandIn, startAwsStandIn } from '../../../src/sandbox/aws/start-aws-stand-in.ts';
import { backendGroups } from '../../../src/sandbox/incidents/sample-backends.ts';
import { sampleIncidents } from '../../../src/sandbox/incidents/sample-incidents.ts';
import { sampleWorld } from '../../../src/sandbox/incidents/sample-world.ts';
import { loadTemplates } from '../../../src/templates.ts';

const nowMs = Date.UTC(2026, 10, 21, 14, 55, 30);
const world = sampleWorld(nowMs);
const incidents = sampleIncidents(nowMs);
const templates = loadTemplates();
const config = configSchema.parse({
  accounts: world.accounts.map(({ id, alias, roles, regions }) => ({
    id,
    alias,
    roleArn: roles[0]?.arn,
    externalId: roles[0]?.externalId,
    regions: Object.keys(regions),
  })),
  backends: backendGroups.map(({ account, ...group }) => ({ ...group, account })),
});

let standIn: StartedAwsStandIn;
let aws: AwsAccess;

beforeAll(async () => {
  standIn = await startAwsStandIn(world, { now: () => nowMs });
  const [key] = world.keys;
  process.env.AWS_ENDPOINT_URL = standIn.url;
  process.env.AWS_REGION = 'eu-west-1';
  process.env.AWS_ACCESS_KEY_ID = key?.accessKeyId;
  process.env.AWS_SECRET_ACCESS_KEY = key?.secretAccessKey;
  aws = openAws(config);
});

afterAll(async () => {
  aws.close();
  await standIn.close();
});

async function ask(id: string) {
  const requestId = classifyId(id);
  if (requestId === undefined) throw new Error(`${id} is no id`);
  const { answer, evidences } = await diagnose(
    { id: requestId, scope: {}, askedBy: 'U0SANDBOX' },
    {
      aws,
      config,
      templates,
      now: () => nowMs,
      deadlineMs: 20_000,
      signal: AbortSignal.timeout(25_000),
      onProgress: () => {},
      lookAgainMs: 10,
    },
  );
  return { findings: answer.findings, notes: answer.notes, evidences };
}

describe('from the bare id to the true cause', () => {
  it.concurrent.each(incidents)('$name: $shown', async ({ id, shown, api, account, region }) => {
    const { findings } = await ask(id);
    expect(
      findings.map(({ report }) => ({
        id: report.request.id,
        account: report.request.account,
        region: report.request.region,
        cause: report.verdict.cause,
      })),
    ).toEqual([{ id, account, region, cause: shown }]);
    expect(api).not.toBe('');
  });
});
