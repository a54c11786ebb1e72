import type { World } from '../../src/sandbox/aws/world.ts';
import { backendGroups } from '../../src/sandbox/incidents/sample-backends.ts';
import type { Asker } from './soak-workspace.ts';

/** gw504.yaml of each replica. */
export function soakConfig(world: World, url: string, askers: readonly Asker[]): Record<string, unknown> {
  return {
    accounts: world.accounts.map(({ id, alias, roles: [role], regions }) => ({
      id,
      alias,
      ...(role ? { roleArn: role.arn } : {}),
      ...(role?.externalId ? { externalId: role.externalId } : {}),
      regions: Object.keys(regions),
    })),
    channels: askers.map(({ channel }) => ({ id: channel })),
    backends: backendGroups.map(({ kind, logGroup, account, region, apis }) => ({
      kind,
      logGroup,
      account,
      region,
      apis,
    })),
    slack: { apiUrl: `${url}/api/` },
    server: { port: 0 },
    limits: { deadlineSeconds: 30, concurrency: 8 },
  };
}
