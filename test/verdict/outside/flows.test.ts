import { describe, expect, it } from 'vitest';
import type { FlowLogRow } from '../../../src/evidence/readings/flow-log.ts';
import {
  addressOf,
  beganMeanwhile,
  connectionsMeanwhile,
  portOf,
} from '../../../src/verdict/outside/flows.ts';

const [fin, syn, rst, ack] = [1, 2, 4, 16];
const sentAtMs = 1_700_000_000_000;
const gaveUpAtMs = sentAtMs + 29_000;

const call = (fields: Partial<FlowLogRow> = {}): FlowLogRow => ({
  line: 'the call',
  sourceAddress: '10.0.1.20',
  destinationAddress: '10.0.2.7',
  sourcePort: 40_000,
  destinationPort: 443,
  protocol: 6,
  packets: 1,
  bytes: 60,
  startMs: sentAtMs,
  endMs: sentAtMs + 1000,
  action: 'ACCEPT',
  ...fields,
});
const back = (fields: Partial<FlowLogRow> = {}): FlowLogRow =>
  call({
    line: 'the way back',
    sourceAddress: '10.0.2.7',
    destinationAddress: '10.0.1.20',
    sourcePort: 443,
    destinationPort: 40_000,
    ...fields,
  });
const outcomes = (rows: FlowLogRow[] | undefined, when = {}) =>
  connectionsMeanwhile(rows, { port: 443, sentAtMs, gaveUpAtMs, ...when }).map(({ outcome }) => outcome);

describe('what became of a connection', () => {
  it('is told with the side that was called and the row', () => {
    const row = call({ tcpFlags: syn });
    expect(connectionsMeanwhile([row], { port: 443, sentAtMs, gaveUpAtMs })).toEqual([
      { outcome: 'unanswered', address: '10.0.2.7', port: 443, row },
    ]);
    expect(connectionsMeanwhile([call({ tcpFlags: syn }), back({ tcpFlags: rst })], { port: 443 })).toEqual([
      { outcome: 'unclear', address: '10.0.2.7', port: 443, row },
    ]);
    const [one] = connectionsMeanwhile([call({ tcpFlags: syn | fin })], { port: 443 });
    expect(one).toMatchObject({ outcome: 'unclear', address: '10.0.2.7', port: 443 });
  });

  it.each<[string, FlowLogRow[], string]>([
    ['turned away', [call({ action: 'REJECT', tcpFlags: syn })], 'rejected'],
    ['its answer turned away', [call({ tcpFlags: syn }), back({ action: 'REJECT' })], 'rejected'],
    ['an answer of SYN alone', [call({ tcpFlags: syn }), back({ tcpFlags: syn })], 'connected'],
    ['an answer of ACK alone', [call({ tcpFlags: syn }), back({ tcpFlags: ack })], 'connected'],
    ['an answer of FIN alone', [call({ tcpFlags: syn }), back({ tcpFlags: fin })], 'connected'],
    [
      'an answer without a flag that is logged',
      [call({ tcpFlags: syn }), back({ tcpFlags: 0 })],
      'connected',
    ],
    ['an answer without a byte', [call({ tcpFlags: syn }), back({ tcpFlags: 0, bytes: 0 })], 'unanswered'],
    ['a reset of what was never made', [call({ tcpFlags: syn }), back({ tcpFlags: rst | ack })], 'unclear'],
    [
      'a reset at the end of what was made',
      [call({ tcpFlags: syn | ack }), back({ tcpFlags: syn | ack | rst })],
      'connected',
    ],
    ['SYN alone of empty packets', [call({ tcpFlags: syn, packets: 7, bytes: 700 })], 'unanswered'],
    ['SYN alone, and content', [call({ tcpFlags: syn, packets: 7, bytes: 701 })], 'unclear'],
    ['SYN alone, packets not logged', [call({ tcpFlags: syn, packets: 0, bytes: 60 })], 'unanswered'],
    ['content turned away later', [call({ action: 'REJECT', packets: 1, bytes: 101 })], 'unclear'],
    ['without flags, one byte back', [call(), back({ bytes: 1 })], 'connected'],
    ['without flags, no byte back', [call(), back({ bytes: 0 })], 'unclear'],
    ['without flags, nothing back', [call()], 'unclear'],
    ['without flags, the way back turned away', [call(), back({ action: 'REJECT' })], 'rejected'],
    [
      'a way back of another address',
      [call({ tcpFlags: syn }), back({ tcpFlags: 18, sourceAddress: '10.0.2.8' })],
      'unanswered',
    ],
    [
      'a way back to another address',
      [call({ tcpFlags: syn }), back({ tcpFlags: 18, destinationAddress: '10.0.1.21' })],
      'unanswered',
    ],
    [
      'a way back from another port',
      [call({ tcpFlags: syn }), back({ tcpFlags: 18, sourcePort: 444 })],
      'unanswered',
    ],
    [
      'a way back to another port',
      [call({ tcpFlags: syn }), back({ tcpFlags: 18, destinationPort: 40_001 })],
      'unanswered',
    ],
  ])('%s', (_name, rows, outcome) => {
    expect(outcomes(rows)).toEqual([outcome]);
  });
});

describe('whose failure it is', () => {
  it.each([
    ['10.255.0.1', true],
    ['110.0.0.1', false],
    ['192.168.4.4', true],
    ['192.169.4.4', false],
    ['172.15.0.1', false],
    ['172.16.0.1', true],
    ['172.19.0.1', true],
    ['172.20.0.1', true],
    ['172.31.0.1', true],
    ['172.30.0.1', true],
    ['172.32.0.1', false],
    ['100.63.0.1', false],
    ['100.64.0.1', true],
    ['100.69.0.1', true],
    ['100.70.0.1', true],
    ['100.99.0.1', true],
    ['100.100.0.1', true],
    ['100.119.0.1', true],
    ['100.120.0.1', true],
    ['100.127.0.1', true],
    ['100.128.0.1', false],
    ['fc00::1', true],
    ['FD12::1', true],
    ['fe80::1', false],
    ['203.0.113.10', false],
  ])('a caller at %s is the VPC’s own: %s', (sourceAddress, isOurs) => {
    expect(outcomes([call({ sourceAddress, tcpFlags: syn })])).toEqual(isOurs ? ['unanswered'] : []);
    expect(outcomes([call({ sourceAddress, action: 'REJECT' })])).toEqual(isOurs ? ['rejected'] : []);
  });

  it('a call from outside that was made says as much as one from inside', () => {
    expect(outcomes([call({ sourceAddress: '203.0.113.10', tcpFlags: syn | ack })])).toEqual(['unclear']);
  });

  it('a failure to the outside is not the gateway’s', () => {
    expect(outcomes([call({ destinationAddress: '203.0.113.10', tcpFlags: syn })])).toEqual([]);
  });
});

describe('which connections count', () => {
  it.each<[string, FlowLogRow[] | undefined, object, number]>([
    ['no flow log', undefined, {}, 0],
    ['no port', [call()], { port: undefined }, 0],
    ['another port', [call({ destinationPort: 444 })], {}, 0],
    ['not TCP', [call({ protocol: 17 })], {}, 0],
    ['to that address', [call()], { address: '10.0.2.7' }, 1],
    ['to another address', [call()], { address: '10.0.2.8' }, 0],
    ['ended a second before sending', [call({ endMs: sentAtMs - 1000 })], {}, 1],
    ['ended before that', [call({ endMs: sentAtMs - 1001 })], {}, 0],
    ['began a second after the end', [call({ startMs: gaveUpAtMs + 1000 })], {}, 1],
    ['began after that', [call({ startMs: gaveUpAtMs + 1001 })], {}, 0],
    ['no times known', [call({ startMs: 1, endMs: 2 })], { sentAtMs: undefined, gaveUpAtMs: undefined }, 1],
  ])('%s', (_name, rows, when, count) => {
    expect(outcomes(rows, when)).toHaveLength(count);
  });

  it.each<[string, number, object, boolean]>([
    ['a second before sending', sentAtMs - 1000, {}, true],
    ['earlier', sentAtMs - 1001, {}, false],
    ['a second after the end', gaveUpAtMs + 1000, {}, true],
    ['later', gaveUpAtMs + 1001, {}, false],
    ['nobody knows when it was sent', sentAtMs, { sentAtMs: undefined }, false],
    ['nobody knows when it ended', sentAtMs, { gaveUpAtMs: undefined }, false],
  ])('began meanwhile: %s', (_name, startMs, when, expected) => {
    const row = call({ startMs });
    const one = { outcome: 'connected', address: '10.0.2.7', port: 443, row } as const;
    expect(beganMeanwhile(one, { sentAtMs, gaveUpAtMs, ...when })).toBe(expected);
  });
});

describe('the address of an endpoint', () => {
  it.each([
    [undefined, undefined, undefined],
    ['https://10.0.2.7/orders', 443, '10.0.2.7'],
    ['http://10.0.2.7/orders', 80, '10.0.2.7'],
    ['http://10.0.2.7:8080/orders', 8080, '10.0.2.7'],
    ['http://110.220.130.240/', 80, '110.220.130.240'],
    ['https://backend.example.com/orders', 443, undefined],
    ['https://10.0.2.7.example.com/', 443, undefined],
    ['https://a10.0.2.7.nip.example/', 443, undefined],
    ['arn:aws:apigateway:eu-west-1:lambda:path/https://x', undefined, undefined],
    ['https://', undefined, undefined],
    ['ftp://10.0.2.7/', undefined, undefined],
  ])('%s', (uri, port, address) => {
    expect({ port: portOf(uri), address: addressOf(uri) }).toEqual({ port, address });
  });
});
