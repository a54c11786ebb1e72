import { expect, it } from 'vitest';
import { createLogger } from '../src/logger.ts';

const secrets = {
  bot: 'xoxb-1234567890-abcdefghijklmnop',
  app: 'xapp-1-A0123456789-1234567890-abcdef0123456789',
  key: 'AKIAIOSFODNN7EXAMPLE',
  bearer: 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2lnbmF0dXJl',
  database: 'postgres://gw504:correct-horse-battery@db:5432/gw504',
};
const planted = Object.values(secrets);
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

it.each(levels)('writes no secret at the level %s, wherever it stands', (level) => {
  const lines: string[] = [];
  const logger = createLogger('trace', { write: (line) => lines.push(line) });
  logger[level]({ token: secrets.bot, inner: { password: 'correct-horse-battery' } }, 'by name');
  for (const secret of planted) {
    logger[level](`in a sentence: ${secret}`);
    logger[level]({ error: `request failed with ${secret}`, deep: { er: [secret] } }, 'in a value');
    logger.child({ room: 'test' })[level]({ error: new Error(`of ${secret}`).stack }, 'in a stack');
  }
  expect(lines).toHaveLength(1 + 3 * planted.length);
  const written = lines.join('');
  const parts = [...planted, 'correct-horse-battery', 'c2lnbmF0dXJlc2lnbmF0dXJl'];
  expect(parts.filter((secret) => written.includes(secret))).toStrictEqual([]);
  expect(lines.every((line) => JSON.parse(line).service === 'gw504')).toBe(true);
});
