import type { SourceName } from '../evidence.ts';
import { accessLogSource } from './access-log.ts';
import { authorizerLogSource } from './authorizer-log.ts';
import { backendLogSource } from './backend-log.ts';
import { clientResponseSource } from './client-response.ts';
import { deploymentsSource } from './deployments.ts';
import { executionLogSource } from './execution-log.ts';
import { flowLogSource } from './flow-log.ts';
import { functionLogSource } from './function-log.ts';
import { functionSettingsSource } from './function-settings.ts';
import { gatewaySettingsSource } from './gateway-settings.ts';
import { loadBalancerLogSource } from './load-balancer-log.ts';
import { metricsSource } from './metrics.ts';
import type { Source } from './source.ts';
import { traceSource } from './trace.ts';

/** Every source of evidence. A name of Observations without a line here does not compile. */
export const sources: { [Name in SourceName]: Source<Name> } = {
  executionLog: executionLogSource,
  accessLog: accessLogSource,
  functionLog: functionLogSource,
  authorizerLog: authorizerLogSource,
  gatewaySettings: gatewaySettingsSource,
  functionSettings: functionSettingsSource,
  trace: traceSource,
  loadBalancerLog: loadBalancerLogSource,
  flowLog: flowLogSource,
  backendLog: backendLogSource,
  clientResponse: clientResponseSource,
  metrics: metricsSource,
  deployments: deploymentsSource,
};
