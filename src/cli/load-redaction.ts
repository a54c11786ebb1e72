import { existsSync } from 'node:fs';
import type { RedactionPolicy } from '../evidence/redact.ts';
import { usualConfigPath, usualRedaction } from '../usual-config.ts';

/** What to hide by the configuration; what reads and checks one is loaded only where there is one. */
export async function loadRedaction(env: NodeJS.ProcessEnv): Promise<RedactionPolicy> {
  if (!env.GW504_CONFIG && !existsSync(usualConfigPath)) return usualRedaction;
  const { loadOrRefuse } = await import('./load-or-refuse.ts');
  return loadOrRefuse(env).config.redaction;
}
