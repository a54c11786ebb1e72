import type { UnavailableReason } from '../evidence/observation.ts';
import type { Failure } from './answer.ts';

/** What was being done when a call failed, for the sentence. */
export interface CallName {
  /** IAM action: "logs:StartQuery". */
  action: string;
  /** What it was done to: a log group, an API, a function. */
  resource: string;
  account?: string | undefined;
  region?: string | undefined;
}

/** Thrown only inside a credential provider, where a value cannot be returned; `readFailure` unwraps it again. */
export class RoleError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.detail);
    this.name = 'RoleError';
    this.failure = failure;
  }
}

const byCode: [RegExp, UnavailableReason][] = [
  [
    /AccessDenied|UnauthorizedOperation|NotAuthorized|^Forbidden|AuthorizationError|UnauthorizedException/i,
    'access-denied',
  ],
  [/Throttl|TooManyRequests|RequestLimitExceeded|LimitExceeded|SlowDown/i, 'throttled'],
  [/CredentialsProviderError/i, 'no-credentials'],
  [
    /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|SignatureDoesNotMatch/i,
    'credentials-refused',
  ],
  [/MalformedQuery/i, 'query-failed'],
  [/AbortError|TimeoutError/i, 'timed-out'],
];

const networkCodes =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE|UND_ERR/;

/** Turns whatever the SDK threw into a failure value. `isAborted` tells our own deadline from AWS being silent. */
export function readFailure(error: unknown, call: CallName, isAborted: boolean): Failure {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof RoleError) return cause.failure;
  const code = textOf(error, 'name') ?? 'Error';
  const networkCode = textOf(error, 'code') ?? '';
  const status = statusOf(error);
  const detail = hideSecrets(error instanceof Error ? error.message : String(error));
  const args: Record<string, string | number> = {
    action: call.action,
    resource: call.resource,
  };
  // The denied action need not be the one that was called: a key of KMS may be in the way of an encrypted log group.
  const [, denied, key] = detail.match(/not authorized to perform: ([\w-]+:\w+) on resource: (\S+)/) ?? [];
  if (denied !== undefined && denied !== call.action) {
    args.action = denied;
    args.resource = key ?? call.resource;
  }
  if (call.account) args.account = call.account;
  if (call.region) args.region = call.region;
  return {
    ok: false,
    reason: reasonOf(),
    detail: detail === '' ? code : detail,
    args,
    code,
  };

  function reasonOf(): UnavailableReason {
    if (isAborted) return 'timed-out';
    if (networkCodes.test(networkCode) || networkCodes.test(code)) return 'region-unreachable';
    if (code === 'TimeoutError') return 'region-unreachable';
    if (/ResourceNotFound/.test(code) && call.action.startsWith('logs:')) return 'log-group-missing';
    if (/InvalidOperation/.test(code) && /INFREQUENT_ACCESS|DELIVERY|log class/i.test(detail))
      return 'unsupported-class';
    for (const [pattern, reason] of byCode) if (pattern.test(code)) return reason;
    if (/Rate exceeded/i.test(detail) || status === 429) return 'throttled';
    if (status === 403) return 'access-denied';
    return 'error';
  }
}

/** A fault of the moment on AWS's side or the way there: worth a second try, unlike a refusal. */
export function isTransient(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined && status >= 500) return true;
  return networkCodes.test(textOf(error, 'code') ?? '') || textOf(error, 'name') === 'TimeoutError';
}

/** True for a token that AWS no longer takes: worth one new AssumeRole, not worth two. */
export function isExpiredToken(failure: Failure): boolean {
  return /ExpiredToken|InvalidClientTokenId|UnrecognizedClient/.test(failure.code);
}

/** Credentials, signatures and tokens never reach a message; AWS quotes them in some of its errors. */
export function hideSecrets(text: string): string {
  return text
    .replace(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, '***')
    .replace(
      /\b(Signature|Credential|SecretAccessKey|SessionToken|X-Amz-[\w-]+)(\s*[=:]\s*)['"]?[^\s,'"&]+/gi,
      '$1$2***',
    )
    .replace(/\b[A-Za-z0-9/+=]{100,}/g, '***');
}

function textOf(error: unknown, key: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : undefined;
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const metadata: unknown = Reflect.get(error, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}
