import { expect, it } from 'vitest';
import { valuesOf } from '../src/config.ts';
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
  const logger = createLogger('trace', { destination: { write: (line) => lines.push(line) } });
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

it.each(levels)(
  'hides the secrets of this process at the level %s, though nothing about them shows what they are',
  (level) => {
    const lines: string[] = [];
    const own = valuesOf({
      slackSigningSecret: '0123456789abcdef0123456789abcdef',
      eventKey: 'a "quoted" key, in plain words, $& $1',
      databaseUrl: 'postgres://gw504:over%20the%20hills@db:5432/gw504',
    });
    const logger = createLogger('trace', {
      secrets: own,
      destination: { write: (line) => lines.push(line) },
    });
    for (const secret of [...own, 'over the hills', 'over%20the%20hills'])
      logger[level]({ error: `refused: ${secret}`, deep: [{ er: secret }] }, `said ${secret}`);
    const written = lines.map((line) => JSON.stringify(JSON.parse(line)));
    expect(written).toHaveLength(7);
    expect(written.filter((line) => /0123456789ab|plain words|over.+the.+hills/.test(line))).toStrictEqual(
      [],
    );
  },
);

it('near miss: a word as short as a name hides nothing', () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  createLogger('info', { secrets: ['gw504'], destination }).info('gw504 listens');
  expect(JSON.parse(lines.join(''))).toMatchObject({ service: 'gw504', msg: 'gw504 listens' });
});
