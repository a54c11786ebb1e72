import { describe, expect, it } from 'vitest';
import { accessPattern } from '../../../src/evidence/window/access-pattern.ts';

const match = (format: string, line: string) => {
  const compiled = accessPattern(format);
  return compiled && { ...new RegExp(compiled.pattern).exec(line)?.groups };
};

describe('accessPattern', () => {
  it.each([
    [
      'JSON',
      '{ "requestId":"$context.requestId", "status":"$context.status", "resourcePath":"$context.resourcePath" }',
      '{ "requestId":"f4267199-574c-4d30-b6b9-25e26d687255", "status":"504", "resourcePath":"/orders" }',
      { requestId: 'f4267199-574c-4d30-b6b9-25e26d687255', status: '504', resourcePath: '/orders' },
    ],
    [
      'CLF',
      '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId',
      '203.0.113.7 - - [20/Nov/2026:14:42:09 +0000] "POST /orders HTTP/1.1" 504 41 f4267199-574c-4d30-b6b9-25e26d687255',
      {
        clientIp: '203.0.113.7',
        httpMethod: 'POST',
        resourcePath: '/orders',
        status: '504',
        requestId: 'f4267199-574c-4d30-b6b9-25e26d687255',
      },
    ],
    [
      'CSV with the id first',
      '$context.requestId,$context.status,$context.integration.error',
      'f4267199-574c-4d30-b6b9-25e26d687255,504,Execution failed due to a timeout error',
      {
        requestId: 'f4267199-574c-4d30-b6b9-25e26d687255',
        status: '504',
        integrationError: 'Execution failed due to a timeout error',
      },
    ],
    [
      'XML with slashes',
      '<request id="$context.requestId"><status>$context.status</status></request>',
      '<request id="f4267199-574c-4d30-b6b9-25e26d687255"><status>502</status></request>',
      { requestId: 'f4267199-574c-4d30-b6b9-25e26d687255', status: '502' },
    ],
  ])('reads %s', (_, format, line, expected) => {
    expect(match(format, line)).toStrictEqual(expected);
  });

  it.each([
    ['no status', '$context.requestId $context.httpMethod'],
    ['no id', '$context.status $context.httpMethod'],
    ['nothing', 'plain text'],
    ['more than a query may hold', `$context.requestId ${'x'.repeat(7000)} $context.status`],
  ])('refuses a format with %s', (_, format) => {
    expect(accessPattern(format)).toBeUndefined();
  });

  it('does not read a line of another shape', () => {
    expect(match('{"s":"$context.status","r":"$context.requestId"}', '504 f4267199')).toStrictEqual({});
  });
});
