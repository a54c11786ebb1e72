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

/** One JSON line a stage, to stderr. No log content, and no secret at any level: every string passes the redactor. */
export function createLogger(
  level: string,
  destination: { write(line: string): unknown } = process.stderr,
): Logger {
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
    { write: (line: string) => void destination.write(`${redactText(line.trimEnd(), policy).text}\n`) },
  );
}
