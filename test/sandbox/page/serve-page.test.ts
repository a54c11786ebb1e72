import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageServer, pageWords } from '../../../src/sandbox/page/serve-page.ts';
import { buildClient } from './build-client.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  const servePage = pageServer(buildClient());
  server = createServer((request, response) => {
    if (!servePage(request, response)) response.writeHead(418).end('somebody else');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(() => server.close());

describe('servePage', () => {
  it.each([
    ['/', 200, 'text/html; charset=utf-8'],
    ['/?x=1', 200, 'text/html; charset=utf-8'],
    ['/page/main.js', 200, 'text/javascript; charset=utf-8'],
    ['/page/page.css', 200, 'text/css; charset=utf-8'],
    ['/page/words.json', 200, 'application/json; charset=utf-8'],
    ['/page/icon.svg', 200, 'image/svg+xml'],
    ['/page/page.html', 404, null],
    ['/page/words.yaml', 404, null],
    ['/page/../page/main.js', 200, 'text/javascript; charset=utf-8'],
    ['/page/%2e%2e/%2e%2e/package.json', 418, null],
    ['/page/..%2f..%2fpackage.json', 404, null],
    ['/page/main.ts', 404, null],
    ['/page/', 404, null],
    ['/page/no-such.js', 404, null],
    ['/ui/state', 418, null],
    ['/favicon.ico', 418, null],
  ])('answers %s with %d', async (path, status, type) => {
    const answer = await fetch(url + path);
    expect([answer.status, answer.headers.get('content-type')]).toStrictEqual([status, type]);
  });

  it('takes nothing but GET and HEAD', async () => {
    expect((await fetch(`${url}/`, { method: 'POST', body: 'x' })).status).toBe(405);
    const head = await fetch(`${url}/page/main.js`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toStrictEqual([200, '']);
  });

  it('allows the browser nothing but this server, and no markup from strings', async () => {
    const { headers } = await fetch(`${url}/`);
    expect(headers.get('content-security-policy')?.split('; ')).toStrictEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('asks no other machine for anything', async () => {
    const folder = new URL('../../../templates/page/', import.meta.url);
    const elsewhere = readdirSync(folder).flatMap((name) =>
      (
        readFileSync(new URL(name, folder), 'utf8').match(
          /(?:src|href|url|@import)[=("'\s]*(?:https?:)?\/\/[^\s"')]+/g,
        ) ?? []
      ).map((found) => `${name}: ${found}`),
    );
    expect(elsewhere).toStrictEqual([]);
  });
});

describe('the words of the page', () => {
  const client = new URL('../../../src/sandbox/page/client/', import.meta.url);
  const sources = readdirSync(client).map((name) => readFileSync(new URL(name, client), 'utf8'));
  const asked = new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/'([a-z]+\.[a-z-]+)'/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => name !== ''),
    ),
  );

  it('are all asked for by the page', () => {
    const byName = Object.keys(pageWords()).filter((name) => !name.startsWith('task.'));
    expect(byName.filter((name) => !asked.has(name))).toStrictEqual([]);
  });

  it('are there for everything that the page asks for', () => {
    const words = pageWords();
    const named = sources.flatMap((source) =>
      [...source.matchAll(/\bsay\(\s*'([^']+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(named.filter((name) => words[name] === undefined)).toStrictEqual([]);
  });

  it('name every state that a task can have', () => {
    const words = pageWords();
    const states = ['pending', 'in_progress', 'complete', 'error'];
    expect(states.filter((state) => words[`task.${state}`] === undefined)).toStrictEqual([]);
  });
});
