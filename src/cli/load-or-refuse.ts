import { loadConfig } from '../config.ts';
import { BadInput } from './bad-input.ts';

/** The configuration, or one message with every fault of it. */
export function loadOrRefuse(env: NodeJS.ProcessEnv) {
  const loaded = loadConfig(env);
  if (loaded.status === 'refused')
    throw new BadInput(
      ['The configuration cannot be used:', ...loaded.problems.map((problem) => `  - ${problem}`)].join('\n'),
    );
  return loaded;
}
