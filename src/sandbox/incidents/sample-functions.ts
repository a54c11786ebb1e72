import type { SampleFunction } from './catalogue.ts';

const fn = (name: string, more: Partial<SampleFunction> = {}): SampleFunction => ({
  name,
  account: 'shop',
  region: 'eu-west-1',
  timeoutSeconds: 60,
  memoryMb: 512,
  logFormat: 'Text',
  ...more,
});

/** Every function of the sandbox. */
export const sampleFunctions: SampleFunction[] = [
  fn('orders-create'),
  fn('orders-list', { timeoutSeconds: 30 }),
  fn('orders-get', { timeoutSeconds: 10, memoryMb: 256 }),
  fn('orders-refund', { timeoutSeconds: 30 }),
  fn('orders-update', { timeoutSeconds: 5 }),
  fn('orders-import', { timeoutSeconds: 900, memoryMb: 1024, aliases: { live: '42' }, logFormat: 'JSON' }),
  fn('shop-authorizer', { timeoutSeconds: 5, memoryMb: 128 }),
  fn('reports-export', { timeoutSeconds: 120 }),
  fn('stores-save', { timeoutSeconds: 60 }),
  fn('profile-get', { logFormat: 'JSON', timeoutSeconds: 30, runtime: 'python3.13' }),
  fn('profile-save', { logFormat: 'JSON', logGroup: '/shop/functions/profile', timeoutSeconds: 60 }),
  fn('checkout', { timeoutSeconds: 60, isInVpc: true }),
  fn('basket', { timeoutSeconds: 6 }),
  fn('chat-connect', { timeoutSeconds: 10 }),
  fn('chat-send', { timeoutSeconds: 60 }),
  fn('images-resize', { region: 'us-east-1', memoryMb: 2048, timeoutSeconds: 90 }),
  fn('charges-create', { account: 'payments', timeoutSeconds: 60, reservedConcurrency: 20 }),
  fn('charges-get', { account: 'payments', timeoutSeconds: 60, logClass: 'INFREQUENT_ACCESS' }),
  fn('balance-get', { account: 'payments', timeoutSeconds: 10 }),
  fn('ledger-write', { account: 'payments', timeoutSeconds: 60 }),
];
