import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { packageFile } from '../../package-file.ts';

const templatesFolder = pathToFileURL(packageFile('templates/page/'));

/**
 * Everything that the page may do: run and show what this server ships, and talk to this server. Nothing inline, nothing remote.
 * Trusted Types make the browser itself refuse a string that would become markup.
 */
const headers = {
  'content-security-policy': [
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
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Answers what belongs to the page (`/`, `/page/…`); false, and nothing sent, for any other address. */
export const servePage = pageServer(pathToFileURL(packageFile('dist/page/')));

/** As servePage, with the compiled client (a folder URL of `.js` files) from elsewhere. */
export function pageServer(clientFolder: URL): (req: IncomingMessage, res: ServerResponse) => boolean {
  return (req, res) => {
    const path = (req.url ?? '').replace(/[?#].*$/, '');
    if (path !== '/' && !path.startsWith('/page/')) return false;
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end();
      return true;
    }
    const found = contentOf(path, clientFolder);
    if (found)
      res.writeHead(200, { ...headers, 'content-type': found.type, 'content-length': found.body.length });
    else res.writeHead(404, headers);
    res.end(req.method === 'HEAD' ? undefined : found?.body);
    return true;
  };
}

/** The words of templates/page/words.yaml by dotted name: { "modal.submit": "Submit", … }. */
export function pageWords(): Record<string, string> {
  return flatten(parse(readFileSync(new URL('words.yaml', templatesFolder), 'utf8')), '');
}

function contentOf(path: string, clientFolder: URL): { type: string; body: Buffer } | undefined {
  if (path === '/page/words.json')
    return { type: 'application/json; charset=utf-8', body: Buffer.from(JSON.stringify(pageWords())) };
  if (path === '/') return { type: types.html, body: Buffer.from(pageHtml(clientFolder)) };
  const name = path.slice('/page/'.length);
  // Flat names only: no folder, no dot file, nothing that climbs.
  const ending = /^[a-z0-9-]+\.(css|svg|js)$/.exec(name)?.[1];
  if (ending !== 'css' && ending !== 'svg' && ending !== 'js') return undefined;
  const file = new URL(name, ending === 'js' ? clientFolder : templatesFolder);
  return existsSync(file) ? { type: types[ending], body: readFileSync(file) } : undefined;
}

/** The page, which names every module at once: following imports one after the other would take a round trip a level. */
function pageHtml(clientFolder: URL): string {
  const modules = existsSync(clientFolder)
    ? readdirSync(clientFolder).filter((name) => name.endsWith('.js'))
    : [];
  const links = modules.map((name) => `<link rel="modulepreload" href="/page/${name}" />`);
  return readFileSync(new URL('page.html', templatesFolder), 'utf8').replace(
    '<!-- modules -->',
    links.join('\n    '),
  );
}

const types = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  js: 'text/javascript; charset=utf-8',
} as const;

function flatten(value: unknown, name: string): Record<string, string> {
  if (typeof value === 'string') return { [name]: value };
  if (typeof value !== 'object' || value === null) return {};
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flatten(inner, name === '' ? key : `${name}.${key}`)),
  );
}
