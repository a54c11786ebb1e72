import { describe, expect, it } from 'vitest';
import type { TraceSegment } from '../../../src/evidence/readings/trace.ts';
import { integrationSegment } from '../../../src/verdict/outside/trace-calls.ts';
import { segment, traceId } from '../evidence-with.ts';

const own = (id: string, parentId?: string, isCall = false): TraceSegment => ({
  ...segment({ name: id, from: 0 }),
  isCall,
  ...(parentId === undefined ? {} : { parentId }),
});
const gateway = (parentId?: string): TraceSegment => ({
  ...own('api', parentId),
  origin: 'AWS::ApiGateway::Stage',
});

describe('the integration’s segment, by the way up from it', () => {
  it.each<[string, TraceSegment[], string | undefined]>([
    ['behind the gateway’s call', [gateway(), own('call', 'api', true), own('orders', 'call')], 'orders'],
    ['without a parent in the trace', [gateway(), own('orders', 'missing')], 'orders'],
    ['without a gateway in the trace', [own('checkout'), own('call', 'checkout', true)], 'checkout'],
    ['the caller', [own('checkout'), own('call', 'checkout', true), gateway('call')], undefined],
    [
      'what the caller called besides',
      [
        own('checkout'),
        own('call', 'checkout', true),
        gateway('call'),
        own('other call', 'checkout', true),
        own('stock', 'other call'),
      ],
      undefined,
    ],
    [
      'the caller, and what the gateway called',
      [
        own('checkout'),
        own('call', 'checkout', true),
        gateway('call'),
        own('own call', 'api', true),
        own('orders', 'own call'),
      ],
      'orders',
    ],
    ['parents that lead in a circle', [gateway(), own('a', 'b', true), own('b', 'a')], 'b'],
  ])('%s', (_name, segments, expected) => {
    const found = integrationSegment({ traceId, segments }, { isAddress: false, hasAuthorizer: false });
    expect(found?.name).toBe(expected);
  });
});
