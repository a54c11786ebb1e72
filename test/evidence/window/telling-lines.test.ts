import { describe, expect, it } from 'vitest';
import { tellingLines } from '../../../src/evidence/window/telling-lines.ts';

describe('tellingLines', () => {
  it.each([
    ['HTTP Method: POST, Resource Path: /orders/{id}', { route: 'POST /orders/{id}', isHow: false }],
    ['HTTP Method: POST', { isHow: false }],
    ['Sending request to https://shop.example.com/a?b=c', { host: 'shop.example.com', isHow: false }],
    [
      'Sending request to https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:shop:live/invocations',
      { host: 'lambda.eu-west-1.amazonaws.com', functionName: 'shop', isHow: false },
    ],
    ['Sending request to nowhere', { isHow: false }],
    ['Execution failed due to a timeout error', { isHow: true }],
    ['Execution failed: Sending request to https://shop.example.com/', { isHow: true }],
    ['', { isHow: true }],
  ])('reads %j', (line, told) => {
    const read = tellingLines();
    expect(read(line)).toStrictEqual(told);
    expect(read(line)).toStrictEqual(told);
  });

  it('reads on when more lines came than are remembered', () => {
    const read = tellingLines();
    const paths = Array.from({ length: 20_002 }, (_, index) => `/orders/${index}`);
    expect(paths.map((path) => read(`HTTP Method: GET, Resource Path: ${path}`).route)).toStrictEqual(
      paths.map((path) => `GET ${path}`),
    );
  });
});
