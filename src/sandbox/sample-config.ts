import type { World } from './aws/world.ts';
import { backendGroups, sampleBalancers } from './incidents/sample-backends.ts';
import { people, places } from './sample-workspace.ts';

/** gw504.yaml of the sandbox's bot: what somebody with these accounts and channels would write. */
export function sampleConfig(world: World, url: string): Record<string, unknown> {
  return {
    accounts: world.accounts.map((account) => {
      const [role] = account.roles;
      return {
        id: account.id,
        alias: account.alias,
        ...(role ? { roleArn: role.arn } : {}),
        ...(role?.externalId ? { externalId: role.externalId } : {}),
        regions: Object.keys(account.regions),
      };
    }),
    channels: [
      { id: places.incidents, pasted: 'on' },
      { id: places.payments, accounts: ['payments'] },
      { id: places.alarms, alarms: 'on' },
      { id: places.partner },
    ],
    backends: [
      ...backendGroups.map(({ kind, logGroup, account, region, apis }) => ({
        kind,
        logGroup,
        account,
        region,
        apis,
      })),
      ...sampleBalancers.map(({ loadBalancer, targetGroup, account, region, api }) => ({
        kind: 'load-balancer',
        loadBalancer,
        targetGroups: [targetGroup],
        account,
        region,
        apis: [api],
      })),
    ],
    slack: { apiUrl: `${url}/api/`, admins: [people.ana] },
    server: { port: 0 },
    limits: { deadlineSeconds: 30 },
  };
}
