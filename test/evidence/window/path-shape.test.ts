import { describe, expect, it } from 'vitest';
import { shapeOf, shapePattern } from '../../../src/evidence/window/path-shape.ts';

const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const words = (line: string) => Object.values(new RegExp(shapePattern()).exec(line)?.groups ?? {});
const none = undefined;

describe('the shape of a path', () => {
  it.each<[string, string, (string | undefined)[]]>([
    ['/orders', '/orders', ['orders', none, none, none, none]],
    ['/orders/7712', '/orders/*', ['orders', none, none, none, none]],
    [`/orders/${id}/refund`, '/orders/*/refund', ['orders', none, 'refund', none, none]],
    ['/v1/oauth2/token', '/v1/oauth2/token', ['v1', 'oauth2', 'token', none, none]],
    ['/orders/{id}', '/orders/*', ['orders', none, none, none, none]],
    ['/a/b/c/d/e/f/g', '/a/b/c/d/e/*/*', ['a', 'b', 'c', 'd', 'e']],
    ['/orders/a1b2c3/', '/orders/*/', ['orders', none, none, none, none]],
    ['/', '/', [none, none, none, none, none]],
  ])('of %s is %s', (path, shape, groups) => {
    expect(shapeOf(path)).toBe(shape);
    expect(words(`(${id}) HTTP Method: POST, Resource Path: ${path}`)).toStrictEqual(groups);
    // As a delivered log writes it, in JSON.
    expect(words(`{"message":"HTTP Method: POST, Resource Path: ${path}"}`)).toStrictEqual(groups);
  });
});
