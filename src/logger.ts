import { type Logger, pino } from 'pino';
import { redactText } from './evidence/redact.ts';

const secretNames = [
  'token',
  'secret',
  'password',
  'authorization',
  'cookie',
  'signature',
  'body',
  'headers',
];
const policy = { emails: true, ipAddresses: false, phoneNumbers: true, cardNumbers: true, fields: [] };

/** Shorter ones would hide ordinary words, and guard nothing. */
const shortestSecret = 8;

/**
 * One JSON line a stage, to stderr. No log content, and no secret at any level: every string passes the redactor, and the
 * `secrets` of this process, which may look like nothing, are hidden wherever they stand.
 */
export function createLogger(
  level: string,
  {
    secrets = [],
    destination = process.stderr,
  }: { secrets?: readonly string[]; destination?: { write(line: string): unknown } } = {},
): Logger {
  // As they stand in JSON, the longest first: one may be a part of another.
  const hidden = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .map((secret) => JSON.stringify(secret).slice(1, -1))
    .sort((one, other) => other.length - one.length);
  const hide = (line: string) =>
    hidden.reduce((text, secret) => text.replaceAll(secret, () => '[hidden]'), line);
  return pino(
    {
      level,
      base: { service: 'gw504' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[hidden]',
      },
    },
    { write: (line: string) => void destination.write(`${redactText(hide(line.trimEnd()), policy).text}\n`) },
  );
}
