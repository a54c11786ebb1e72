import type { Source } from './source.ts';
import { unavailable } from './source.ts';

/** When the stage and the function were last changed; a change shortly before the failure is worth a look. */
export const deploymentsSource: Source<'deployments'> = {
  name: 'deployments',
  async collect(context) {
    const [gateway, functions] = await Promise.all([
      context.observe('gatewaySettings'),
      context.observe('functionSettings'),
    ]);
    const stageDeployedAtMs = gateway.status === 'found' ? gateway.value.deployedAtMs : undefined;
    const functionModifiedAtMs = functions.status === 'found' ? functions.value.lastModifiedMs : undefined;
    const searches = [...gateway.searches, ...functions.searches];
    if (stageDeployedAtMs === undefined && functionModifiedAtMs === undefined)
      return unavailable('depends-on-missing', { needs: 'gatewaySettings' }, []);
    return {
      status: 'found',
      value: {
        ...(stageDeployedAtMs === undefined ? {} : { stageDeployedAtMs }),
        ...(functionModifiedAtMs === undefined ? {} : { functionModifiedAtMs }),
      },
      searches,
    };
  },
};
