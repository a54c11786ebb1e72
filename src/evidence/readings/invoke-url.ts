import { definedOnly } from './defined-only.ts';

/** What the address of an API tells; a custom domain's tells the path alone. */
export interface InvokeUrl {
  apiId?: string;
  region?: string;
  /** First part of the path. A REST or WebSocket API's stage; an HTTP API's too, unless it is the default one. */
  stage?: string;
  /** Everything behind the host, without query. */
  path: string;
}

/**
 * The parts of the address that a client calls. Both spellings of execute-api count, a VPC endpoint's
 * (`a1b2c3d4e5-vpce-….execute-api.…`) too. https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-call-api.html
 */
export function readInvokeUrl(url: string): InvokeUrl | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, pathname } = new URL(url);
  const host =
    /^([a-z0-9]{8,12})(?:-vpce-[0-9a-f]+)?\.execute-api\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com(?:\.cn)?$/.exec(
      hostname,
    );
  if (host === null) return { path: pathname };
  const stage = /^\/([^/]+)/.exec(pathname)?.[1];
  return { path: pathname, ...definedOnly({ apiId: host[1], region: host[2], stage }) };
}

/** The path as the API knows it: without the stage in front. */
export function withoutStage(path: string, stage: string | undefined): string {
  if (stage === undefined || !path.startsWith(`/${stage}`)) return path;
  const rest = path.slice(stage.length + 1);
  return rest === '' ? '/' : rest.startsWith('/') ? rest : path;
}
