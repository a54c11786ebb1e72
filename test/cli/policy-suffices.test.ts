import { afterAll, expect, it } from 'vitest';
import { rolePolicies } from '../../src/aws/role-policy.ts';
import { configSchema } from '../../src/config-schema.ts';
import { sampleIncidents } from '../../src/sandbox/incidents/sample-incidents.ts';
import { sampleWorld } from '../../src/sandbox/incidents/sample-world.ts';
import { sampleConfig } from '../../src/sandbox/sample-config.ts';
import { nowMs, openInvestigation } from '../sandbox/incidents/open-investigation.ts';

const environment = { ...process.env };
afterAll(() => {
  process.env = environment;
});

/** Statements as the stand-in's IAM takes them: the same actions, resources and conditions. */
function statementsOf(document: { Statement: Record<string, unknown>[] }) {
  return document.Statement.map((one) => ({
    Effect: 'Allow' as const,
    Action: one.Action as string[],
    Resource: one.Resource as string[],
    ...(one.Condition ? { Condition: one.Condition as Record<string, Record<string, string[]>> } : {}),
  }));
}

it('every call that the product makes is allowed by the policy that it prints, and by nothing else', async () => {
  const world = sampleWorld(nowMs);
  const { accounts, backends } = sampleConfig(world, 'http://127.0.0.1:9');
  const printed = rolePolicies(configSchema.parse({ accounts, backends }));
  for (const account of world.accounts)
    for (const role of account.roles)
      role.policy = {
        Statement: printed
          .filter((one) => one.account === account.id)
          .flatMap((one) => statementsOf(one.permissions)),
      };
  const { ask, standIn, close } = await openInvestigation(world);
  const incidents = sampleIncidents(nowMs);
  const kinds = ['slow-order', ...new Set(incidents.map((incident) => incident.shown))].flatMap((kind) => {
    const incident = incidents.find((one) => one.name === kind || one.shown === kind);
    return incident ? [incident.id] : [];
  });
  await Promise.all([...new Set(kinds)].slice(0, 12).map((id) => ask(id, { deadlineMs: 60_000 })));
  await close();
  const refused = standIn.requests.filter(
    (call) => call.status === 403 || /AccessDenied/.test(call.error ?? ''),
  );
  expect(refused.map(({ service, operation, error }) => ({ service, operation, error }))).toStrictEqual([]);
  expect(standIn.requests.length).toBeGreaterThan(50);
});
