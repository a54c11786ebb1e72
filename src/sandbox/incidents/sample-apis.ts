import {
  clfPreset,
  csvPreset,
  jsonPreset,
  richHttpJson,
  richJson,
  type SampleApi,
  type SampleMethod,
  type SampleStage,
  socketJson,
} from './catalogue.ts';

const restTimeoutMs = 29_000;
const httpTimeoutMs = 30_000;
const main = 'eu-west-1';

const toFunction = (call: string, functionName: string, more: Partial<SampleMethod> = {}): SampleMethod => ({
  call,
  timeoutMs: restTimeoutMs,
  target: { kind: 'function', functionName },
  ...more,
});

const toUrl = (call: string, url: string, more: Partial<SampleMethod> = {}): SampleMethod => ({
  call,
  timeoutMs: restTimeoutMs,
  target: { kind: 'url', url },
  ...more,
});

/** A stage with everything on. */
const stage = (name: string, api: string, format: string, more: Partial<SampleStage> = {}): SampleStage => ({
  name,
  level: 'INFO',
  dataTrace: true,
  tracing: true,
  accessLog: { group: `/shop/access/${api}`, format },
  ...more,
});

const api = (
  name: string,
  id: string,
  stages: SampleStage[],
  methods: SampleMethod[],
  more: Partial<SampleApi> = {},
): SampleApi => ({
  name,
  id,
  kind: 'rest',
  account: 'shop',
  region: main,
  endpointType: 'REGIONAL',
  stages,
  methods,
  ...more,
});

/** Every API of the sandbox. Each is set up as a different team would: that decides what its logs can show. */
export const sampleApis: SampleApi[] = [
  // Everything is logged: the team has been through it.
  api(
    'orders',
    'a1b2c3d4e5',
    [
      stage('prod', 'orders', richJson),
      stage('staging', 'orders-staging', jsonPreset, { level: 'ERROR', dataTrace: false, tracing: false }),
    ],
    [
      toFunction('POST /orders', 'orders-create'),
      toFunction('GET /orders', 'orders-list'),
      toFunction('GET /orders/{id}', 'orders-get'),
      toFunction('POST /orders/{id}/refund', 'orders-refund', { timeoutMs: 10_000 }),
      toFunction('PUT /orders/{id}', 'orders-update', { isAuthorized: true }),
      toFunction('POST /orders/import', 'orders-import', {
        target: { kind: 'function', functionName: 'orders-import', alias: 'live' },
      }),
    ],
    { authorizer: { id: '62mgrc', functionName: 'shop-authorizer' } },
  ),
  // HTTP backend behind a load balancer; INFO without bodies.
  api(
    'catalog',
    'c4t4l0g123',
    [stage('prod', 'catalog', clfPreset, { dataTrace: false })],
    [
      toUrl('GET /items', 'https://catalog.shop.example.com/items', {
        target: {
          kind: 'url',
          url: 'https://catalog.shop.example.com/items',
          balancer: 'app/catalog/50dc6c495c0c9188',
        },
      }),
      toUrl('GET /items/{id}', 'https://catalog.shop.example.com/items/{id}', {
        target: {
          kind: 'url',
          url: 'https://catalog.shop.example.com/items/{id}',
          balancer: 'app/catalog/50dc6c495c0c9188',
        },
      }),
      toUrl('POST /search', 'https://search.partner.example.net/v2/query'),
      toUrl('GET /reviews', 'https://reviews.partner.example.org/v1/reviews'),
    ],
  ),
  // Private integration over a VPC link.
  api(
    'stock',
    's70ck98765',
    [stage('prod', 'stock', richJson, { dataTrace: false })],
    [
      toUrl('GET /levels', 'http://stock.internal.example:8080/levels', {
        target: { kind: 'url', url: 'http://stock.internal.example:8080/levels', vpcLink: 'vl0abc' },
      }),
      toUrl('POST /reservations', 'http://stock.internal.example:8443/reservations', {
        target: { kind: 'url', url: 'http://stock.internal.example:8443/reservations', vpcLink: 'vl0abc' },
      }),
    ],
  ),
  // ERROR level, console preset: half blind.
  api(
    'reports',
    'r3p0r7s246',
    [stage('prod', 'reports', jsonPreset, { level: 'ERROR', dataTrace: false, tracing: false })],
    [
      toUrl('GET /daily', 'https://reports.shop.example.com/daily'),
      toFunction('POST /export', 'reports-export'),
    ],
  ),
  // No execution log at all.
  api(
    'legacy',
    'l3g4cy1357',
    [stage('v1', 'legacy', csvPreset, { level: 'OFF', dataTrace: false, tracing: false })],
    [
      toUrl('GET /stores', 'https://legacy.shop.example.com/stores'),
      toFunction('POST /stores', 'stores-save'),
    ],
  ),
  // Execution log delivered as JSON to a group of the team's own choosing.
  api(
    'profile',
    'pr0f1l3802',
    [stage('prod', 'profile', richJson, { deliveredTo: '/shop/gateway/profile-execution' })],
    [
      toFunction('GET /profile', 'profile-get'),
      toFunction('PUT /profile', 'profile-save', {
        target: { kind: 'function', functionName: 'profile-save', stageVariable: 'saver' },
      }),
    ],
  ),
  api(
    'checkout',
    'ch3ck0u7zz',
    [stage('$default', 'checkout', richHttpJson, { level: 'OFF', dataTrace: false, tracing: false })],
    [
      toFunction('POST /checkout', 'checkout', { timeoutMs: httpTimeoutMs }),
      toFunction('GET /basket', 'basket', { timeoutMs: httpTimeoutMs }),
      toUrl('GET /vouchers', 'https://vouchers.shop.example.com/vouchers', { timeoutMs: httpTimeoutMs }),
    ],
    { kind: 'http' },
  ),
  api(
    'chat',
    'ch47soc3k7',
    [stage('live', 'chat', socketJson, { tracing: false })],
    [toFunction('$connect', 'chat-connect'), toFunction('sendmessage', 'chat-send')],
    { kind: 'websocket' },
  ),
  api(
    'images',
    'im4g3s5678',
    [stage('prod', 'images', richJson)],
    [toFunction('POST /resize', 'images-resize')],
    { region: 'us-east-1', endpointType: 'EDGE' },
  ),
  api(
    'payments',
    'p4ym3n7s11',
    [
      stage('prod', 'payments', richJson, {
        accessLog: { group: '/payments/access/payments', format: richJson },
      }),
    ],
    [
      toFunction('POST /charges', 'charges-create'),
      toFunction('POST /ledger', 'ledger-write'),
      toFunction('GET /charges/{id}', 'charges-get'),
      toUrl('POST /3ds', 'https://acs.bank.example.com/3ds', { timeoutMs: 60_000 }),
      toFunction('GET /balance', 'balance-get'),
    ],
    { account: 'payments' },
  ),
];
