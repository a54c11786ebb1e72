import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadRedaction } from '../../src/cli/load-redaction.ts';
import { configSchema } from '../../src/config-schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'gw504-redaction-'));
afterAll(() => rmSync(folder, { recursive: true }));

function configured(text: string) {
  const path = join(folder, 'gw504.yaml');
  writeFileSync(path, text);
  return loadRedaction({ GW504_CONFIG: path });
}

describe('loadRedaction', () => {
  it('hides the same without a configuration as with an empty one', async () => {
    const usual = {
      emails: true,
      ipAddresses: false,
      phoneNumbers: true,
      cardNumbers: true,
      fields: [],
    };
    expect(await loadRedaction({})).toStrictEqual(usual);
    expect(configSchema.parse({}).redaction).toStrictEqual(usual);
    expect(await configured('')).toStrictEqual(usual);
  });

  it('hides what a configuration says', async () => {
    expect(await configured('redaction:\n  ipAddresses: true\n  fields: [customer]\n')).toStrictEqual({
      emails: true,
      ipAddresses: true,
      phoneNumbers: true,
      cardNumbers: true,
      fields: ['customer'],
    });
  });

  it.each([
    ['a wrong one', 'redaction:\n  emails: perhaps\n', /redaction\.emails/],
    ['none where one is named', undefined, /Cannot read the configuration/],
  ])('refuses %s', async (_, text, problem) => {
    const asked =
      text === undefined ? loadRedaction({ GW504_CONFIG: join(folder, 'nowhere.yaml') }) : configured(text);
    await expect(asked).rejects.toThrow(problem);
  });
});
