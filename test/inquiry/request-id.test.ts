import { describe, expect, it } from 'vitest';
import { classifyId, findIds } from '../../src/inquiry/request-id.ts';

const uuid = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const trace = '1-5c7674f4-0123456789abcdef01234567';
const front = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQr==';

describe('classifyId', () => {
  it.each([
    ['a UUID', uuid, { kind: 'uuid', value: uuid }],
    ['a UUID in capitals', uuid.toUpperCase(), { kind: 'uuid', value: uuid.toUpperCase() }],
    ['an extended id', 'Vwc2MGFUrPEFV_g=', { kind: 'extended', value: 'Vwc2MGFUrPEFV_g=' }],
    ['a trace id', trace, { kind: 'trace', value: trace, atMs: 1_551_267_060_000 }],
    ['a trace header', `Root=${trace}`, { kind: 'trace', value: trace, atMs: 1_551_267_060_000 }],
    [
      'a whole trace header',
      `Self=1-5c7674f5-ffffffffffffffffffffffff;Root=${trace};Parent=53995c3f42cd8ad8;Sampled=1`,
      { kind: 'trace', value: trace, atMs: 1_551_267_060_000 },
    ],
    ['a Self mark alone', `Self=${trace}`, { kind: 'trace', value: trace, atMs: 1_551_267_060_000 }],
    ['a CloudFront id', front, { kind: 'cloudfront', value: front }],
    [
      'a replaced id',
      `${uuid}_REPLACED_INVALID_REQUEST_ID`,
      { kind: 'replaced', value: `${uuid}_REPLACED_INVALID_REQUEST_ID` },
    ],
    ['the console test', 'test-invoke-request', { kind: 'test-invoke', value: 'test-invoke-request' }],
    ['the older console test', 'test-request', { kind: 'test-invoke', value: 'test-request' }],
  ])('knows %s', (_name, text, id) => {
    expect(classifyId(text)).toEqual(id);
  });

  it.each([
    ['nothing', ''],
    ['a blank around', ` ${uuid}`],
    ['a line end', `${uuid}\n`],
    ['two ids', `${uuid} ${uuid}`],
    ['a query behind it', `${uuid}" | delete`],
    ['a short UUID', uuid.slice(0, -1)],
    ['no hex digit', uuid.replace('9', 'g')],
    ['an extended id without its padding', 'Vwc2MGFUrPEFV_g'],
    ['a longer extended id', 'aVwc2MGFUrPEFV_g='],
    ['standard base64', 'Vwc2MGFUrPEFV/g='],
    ['another version of trace id', trace.replace('1-', '2-')],
    ['a header of any length', `Root=${trace};${'a=b;'.repeat(1000)}`],
    ['a CloudFront id with one pad', front.slice(0, -1)],
  ])('refuses %s', (_name, text) => {
    expect(classifyId(text)).toBeUndefined();
  });
});

describe('findIds', () => {
  it.each([
    ['nothing', 'it is slow again', []],
    ['a log line', `(${uuid}) Extended Request Id: Vwc2MGFUrPEFV_g=`, [uuid, 'Vwc2MGFUrPEFV_g=']],
    ['an id twice', `${uuid}, ${uuid}`, [uuid]],
    ['a header', `x-amzn-trace-id: Root=${trace};Sampled=0`, [trace]],
    ['a load balancer header', `Self=1-5c7674f5-ffffffffffffffffffffffff;Root=${trace}`, [trace]],
    ['a Self mark alone', `Self=${trace}`, [trace]],
    ['a pair', `requestId=${uuid}&apigw-requestid=JKJaXmPLvHcESHA=`, [uuid, 'JKJaXmPLvHcESHA=']],
    ['a link', `https://example.com/requests/${uuid}?x=1`, [uuid]],
    ['a UUID before an equals sign', `"${uuid}=done"`, []],
    ['a UUID with a trailing equals sign', `${uuid}=`, [uuid]],
    ['a name of the same shape', 'apigw-requestid=abc', []],
    ['a name without its value', 'apigw-requestid=', []],
    ['the end of longer base64', 'dGhpcyBp+Vwc2MGFUrPEFV_g= and dGhpcyBp/Vwc2MGFUrPEFV_g=', []],
    ['more padding', 'Vwc2MGFUrPEFV_g===', []],
    ['a longer hex run', `a${uuid} ${uuid}0`, []],
    ['a CloudFront id', `X-Amz-Cf-Id: ${front}`, [front]],
    ['a replaced id', `${uuid}_REPLACED_INVALID_REQUEST_ID`, [`${uuid}_REPLACED_INVALID_REQUEST_ID`]],
    ['the console test', 'Starting execution for request: test-invoke-request', ['test-invoke-request']],
    ['long runs', 'a'.repeat(200), []],
  ])('finds the ids of %s', (_name, text, values) => {
    expect(findIds(text).map(({ value }) => value)).toEqual(values);
  });

  it('takes linear time', () => {
    const started = performance.now();
    expect(findIds(`${'1-5c7674f4-'.repeat(200_000)} ${'a='.repeat(200_000)}`)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
