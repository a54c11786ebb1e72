import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { WireRequest } from '../protocols/protocol.ts';
import type { CredentialStore, Credentials } from './credentials.ts';

/** What a request says of itself before anybody has believed it. */
export interface Scope {
  accessKeyId: string;
  /** "20261120". */
  date: string;
  region: string;
  /** Signing name: "logs", "apigateway", "monitoring". */
  service: string;
  signedHeaders: string[];
  signature: string;
}

/** Requests older or younger than this are refused, ms. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
const mostSkewMs = 15 * 60_000;

/** Reads the Authorization header; undefined where there is none or it is none of SigV4's. */
export function readScope(request: WireRequest): Scope | undefined {
  const match = request.headers.authorization?.match(
    /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/,
  );
  const [, accessKeyId, date, region, service, signedHeaders, signature] = match ?? [];
  if (!accessKeyId || !date || !region || !service || !signedHeaders || !signature) return undefined;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

/**
 * Works the signature out again from the request as it arrived and refuses what does not fit: unknown keys, wrong
 * tokens, ended sessions, clocks that are off, anything changed on the way.
 */
export function verifySignature(
  request: WireRequest,
  scope: Scope,
  store: CredentialStore,
  clockMs: number,
): Credentials {
  const credentials = store.find(scope.accessKeyId);
  const token = request.headers['x-amz-security-token'];
  if (!credentials || token !== credentials.session?.token)
    throw new AwsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      403,
    );
  checkTime(request.headers['x-amz-date'] ?? '', scope.date, clockMs);
  const expected = signatureOf(request, scope, credentials.secretAccessKey);
  const isSame = timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(scope.signature, 'hex'));
  if (!isSame || !scope.signedHeaders.includes('host') || !isBodyAsDeclared(request))
    throw new AwsError(
      'InvalidSignatureException',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      403,
    );
  if (credentials.session && credentials.session.expiresAtMs <= clockMs)
    throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired', 403);
  return credentials;
}

function checkTime(stamp: string, scopeDate: string, clockMs: number): void {
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const atMs = Date.parse(iso);
  const refuse = (message: string) => new AwsError('InvalidSignatureException', message, 403);
  if (Number.isNaN(atMs) || !stamp.startsWith(scopeDate))
    throw refuse(`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP`);
  if (Math.abs(atMs - clockMs) <= mostSkewMs) return;
  const short = (ms: number) => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');
  throw refuse(
    atMs < clockMs
      ? `Signature expired: ${stamp} is now earlier than ${short(clockMs - mostSkewMs)} (${short(clockMs)} - 15 min.)`
      : `Signature not yet current: ${stamp} is still later than ${short(clockMs + mostSkewMs)} (${short(clockMs)} + 15 min.)`,
  );
}

function isBodyAsDeclared(request: WireRequest): boolean {
  const declared = request.headers['x-amz-content-sha256'];
  return declared === undefined || declared === sha256(request.body);
}

function signatureOf(request: WireRequest, scope: Scope, secretAccessKey: string): string {
  const canonical = [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(request.query),
    ...scope.signedHeaders.map(
      (name) => `${name}:${(request.headers[name] ?? '').trim().replace(/\s+/g, ' ')}`,
    ),
    '',
    scope.signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
  const place = `${scope.date}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'] ?? '', place, sha256(canonical)].join(
    '\n',
  );
  const key = [scope.date, scope.region, scope.service, 'aws4_request'].reduce<string | Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

/** All services but S3 sign the path encoded once more than it is sent. */
function canonicalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const normal = `/${parts.join('/')}${parts.length > 0 && path.endsWith('/') ? '/' : ''}`;
  return encode(normal).replaceAll('%2F', '/');
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}
