import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageFile } from './package-file.ts';

const manifestSchema = z.object({
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

/** Bot scopes that manifest.yml, the Slack app's source of truth, asks for. */
export function readManifestScopes(): string[] {
  const text = readFileSync(packageFile('manifest.yml'), 'utf8');
  return manifestSchema.parse(parse(text)).oauth_config.scopes.bot;
}
