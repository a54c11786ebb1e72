import { describe, expect, it } from 'vitest';
import { readBundle, writeBundle } from '../../src/evidence/bundle.ts';
import { evidenceFromText } from '../../src/evidence/evidence-from-text.ts';
import { loadTemplates } from '../../src/templates.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const other = 'a24bad5e-1840-41e9-83f1-efc9a0398aaa';
const redaction = { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] };
const options = { nowMs: 1_795_255_300_000, redaction };

const request = (requestId: string, second: string) =>
  [
    `2026-11-21T10:00:${second}.000Z (${requestId}) Starting execution for request: ${requestId}`,
    `2026-11-21T10:00:${second}.001Z (${requestId}) Method request headers: {Accept=*/*, Authorization=Bearer abc123def456}`,
    `2026-11-21T10:00:${second}.100Z (${requestId}) Sending request to https://backend.example.com/a`,
    `2026-11-21T10:00:${second}.900Z (${requestId}) Execution failed due to a timeout error`,
    `2026-11-21T10:00:${second}.901Z (${requestId}) Method completed with status: 504`,
  ].join('\n');

const reasons = (evidence: ReturnType<typeof evidenceFromText>['evidences'][number] | undefined) =>
  Object.fromEntries(
    Object.entries(evidence?.observations ?? {}).map(([source, seen]) => [
      source,
      seen.status === 'unavailable' ? seen.reason : seen.status,
    ]),
  );

describe('evidenceFromText', () => {
  it('finds what the text holds, and says of the rest that it was not given', () => {
    const { evidences } = evidenceFromText(request(id, '05'), { ...options, statedTimeoutMs: 29_000 });
    expect(evidences).toHaveLength(1);
    expect(evidences[0]).toMatchObject({
      request: { id, apiType: 'rest', status: 504 },
      collectedAtMs: options.nowMs,
      statedTimeoutMs: 29_000,
      hiddenValues: 1,
    });
    expect(reasons(evidences[0])).toEqual({
      executionLog: 'found',
      accessLog: 'not-given',
      functionLog: 'not-applicable',
      authorizerLog: 'not-applicable',
      gatewaySettings: 'not-given',
      functionSettings: 'not-applicable',
      trace: 'not-given',
      loadBalancerLog: 'not-given',
      flowLog: 'not-given',
      backendLog: 'not-given',
      clientResponse: 'not-given',
      metrics: 'not-given',
      deployments: 'not-given',
    });
  });

  it.each([
    ['a UUID', `(${id}) Execution failed due to a timeout error`, 'rest'],
    [
      'the group of a REST API',
      `2026-11-21T10:00:05.000Z API-Gateway-Execution-Logs_a1b2c3d4e5/prod 072b030ba126b2f4b2374f342be9ed44 (Kq2wXbUoAMEvag0=) Execution failed due to a timeout error`,
      'rest',
    ],
    ['a line that only REST has', '(Kq2wXbUoAMEvag0=) Method completed with status: 504', 'rest'],
    ['a line of WebSocket APIs', '(Kq2wXbUoAMEvag0=) WebSocket Request Route: [$connect]', 'websocket'],
    ['a failure line alone', '(Kq2wXbUoAMEvag0=) Execution failed due to a timeout error', 'unknown'],
  ])('takes the kind of API from %s', (_what, text, apiType) => {
    expect(evidenceFromText(text, options).evidences[0]?.request.apiType).toBe(apiType);
  });

  it.each([
    [
      ['Message from client [Connection Id: a=] sent to API [ws1234abcd] with response status code [504].'],
      504,
    ],
    [['Integration returned status: 500'], undefined],
  ])('takes the status of a WebSocket message from %j', (lines, status) => {
    const text = ['WebSocket Request Route: [send]', ...lines]
      .map((line, second) => `2026-11-21T10:00:0${second}.000Z (Kq2wXbUoAMEvag0=) ${line}`)
      .join('\n');
    expect(evidenceFromText(text, options).evidences[0]?.request.status).toBe(status);
  });

  it.each([
    ['API-Gateway-Execution-Logs_a1b2c3d4e5/prod', '111122223333'],
    ['/vendedlogs/orders', undefined],
  ])('takes the account of the API from the group %s', (logGroup, account) => {
    const text = JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup,
      logEvents: [
        { id: '1', timestamp: 1_795_272_129_000, message: `(${id}) Method completed with status: 504` },
      ],
    });
    expect(evidenceFromText(text, options).evidences[0]?.request.account).toBe(account);
  });

  const failure = `2026-11-21T10:00:34.000Z (${id}) Execution failed due to a timeout error`;
  const rowAt = (requestTimeEpoch: number) =>
    `\n{"requestId":"${id}","status":"504","integrationLatency":"29000","requestTimeEpoch":"${requestTimeEpoch}"}`;
  const csvAt = (time: string) => `\n@timestamp,requestId,status,integrationLatency\n${time},${id},504,29000`;
  it.each([
    ['the failure alone', failure, 34_000],
    ['the epoch of its row', `${failure}${rowAt(1_795_255_204_950)}`, 4950],
    ['the time of its row', `${failure}${csvAt('2026-11-21 10:00:04.900')}`, 4900],
    ['the failure, where its row is later', `${failure}${csvAt('2026-11-21 10:00:34.100')}`, 34_000],
  ])('takes the time of a request with a failure line only from %s', (_what, text, ms) => {
    expect(evidenceFromText(text, options).evidences[0]?.request.atMs).toBe(1_795_255_200_000 + ms);
  });

  it.each([
    ['a=1 b=2', []],
    [
      `a=1 b=2\n(${id}) Method completed with status: 504`,
      [{ shape: 'log lines without times', records: 1 }],
    ],
  ])('counts as recognised only what it could make something of: %j', (text, recognised) => {
    const { notes } = evidenceFromText(text, options);
    expect(notes.filter(({ note }) => note === 'recognised').map(({ args }) => args)).toEqual(recognised);
    expect(notes).toContainEqual({ note: 'skipped', args: { lines: 1 } });
  });

  it('redacts before anyone judges', () => {
    const { evidences } = evidenceFromText(request(id, '05'), options);
    expect(JSON.stringify(evidences)).not.toContain('abc123def456');
    expect(JSON.stringify(evidences)).toContain('Authorization=[hidden]');
  });

  it('does not speak of an execution log where an HTTP API has none', () => {
    const row =
      '{"requestId":"Vwc2MGFUrPEFV_g=","status":"503","routeKey":"GET /a","integrationLatency":"30000"}';
    expect(reasons(evidenceFromText(row, options).evidences[0])).toMatchObject({
      executionLog: 'not-applicable',
      accessLog: 'found',
      functionLog: 'not-given',
    });
  });

  it('gives one evidence a request, oldest first, and says how many there are', () => {
    const { evidences, notes } = evidenceFromText(`${request(other, '40')}\n${request(id, '05')}`, options);
    expect(evidences.map((each) => each.request.id)).toEqual([id, other]);
    expect(notes).toContainEqual({ note: 'several-requests', args: { requests: 2 } });
  });

  it.each([
    ['chatter', 'it is slow again, any ideas?', 'no-request'],
    ['nothing', '', 'empty-text'],
    ['blanks', ' \n\uFEFF\r\n', 'empty-text'],
  ])('gives one evidence in which nothing was given for %s', (_name, text, note) => {
    const { evidences, notes } = evidenceFromText(text, { ...options, apiType: 'rest' });
    expect(evidences.map((each) => each.request)).toEqual([
      { id: 'unknown', apiType: 'rest', resolutionMs: 1 },
    ]);
    expect(new Set(Object.values(reasons(evidences[0])))).toEqual(new Set(['not-given']));
    expect(notes.at(-1)).toStrictEqual({ note, args: {} });
  });

  it('makes bundles that can be read again, and notes that have their sentences', () => {
    const { evidences, notes } = evidenceFromText(
      `${request(id, '05')}\n${request(other, '40')}\nany ideas?`,
      options,
    );
    expect(readBundle(writeBundle(evidences, notes))).toEqual({
      status: 'read',
      bundle: { bundleVersion: 1, evidences, notes },
    });
    const templates = loadTemplates();
    for (const { note, args } of notes) expect(templates.render(`messages/notes:${note}`, args)).not.toBe('');
  });
});
