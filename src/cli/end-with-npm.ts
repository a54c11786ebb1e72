import { whenOrphaned } from '../when-orphaned.ts';

/**
 * npm runs a script in a shell that keeps a signal to itself: without that shell this process ends as the signal would
 * have ended it, so that no bot is left behind by `npm start`. Nothing where npm is not what started it.
 */
export function endWithNpm(environment: NodeJS.ProcessEnv): void {
  if (environment.npm_lifecycle_event === undefined) return;
  whenOrphaned(500, () => process.kill(process.pid, 'SIGTERM'));
}
