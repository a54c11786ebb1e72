import type { AccountName } from './catalogue.ts';

/** Log groups behind the APIs, which AWS does not tell of: the sandbox's configuration names them under `backends`. */
export interface BackendGroup {
  kind: 'backend' | 'load-balancer' | 'flow-log';
  logGroup: string;
  account: AccountName;
  region: string;
  /** Names of the APIs that it serves. */
  apis: string[];
}

export const backendGroups: BackendGroup[] = [
  {
    kind: 'load-balancer',
    logGroup: '/shop/alb/catalog',
    account: 'shop',
    region: 'eu-west-1',
    apis: ['catalog'],
  },
  { kind: 'backend', logGroup: '/ecs/catalog', account: 'shop', region: 'eu-west-1', apis: ['catalog'] },
  {
    kind: 'flow-log',
    logGroup: '/shop/vpc/stock-flow',
    account: 'shop',
    region: 'eu-west-1',
    apis: ['stock'],
  },
];

/** A log group that the role may not read. */
export const deniedGroup = { account: 'payments', logGroup: '/aws/lambda/ledger-write' } as const;
