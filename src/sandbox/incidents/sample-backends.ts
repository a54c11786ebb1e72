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

/** Load balancers behind the APIs, whose metrics the sandbox's configuration asks for. */
export const sampleBalancers: {
  loadBalancer: string;
  targetGroup: string;
  account: AccountName;
  region: string;
  api: string;
}[] = [
  {
    loadBalancer: 'net/stock/9f2b7c1d4e5a6b80',
    targetGroup: 'targetgroup/stock/73e2d6bc24d8a067',
    account: 'shop',
    region: 'eu-west-1',
    api: 'stock',
  },
];

/** A log group that the role may not read. */
export const deniedGroup = { account: 'payments', logGroup: '/aws/lambda/ledger-write' } as const;
