import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

const manifestSchema = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

/** Bot scopes that manifest.yml, the Slack app's source of truth, asks for. */
export function readManifestScopes(): string[] {
  const text = readFileSync(fileURLToPath(new URL('../manifest.yml', import.meta.url)), 'utf8');
  return manifestSchema.parse(parse(text)).oauth_config.scopes.bot;
}
