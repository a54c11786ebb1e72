import type { Progress } from './progress.ts';
import { openStage } from './stage.ts';

/**
 * Tells a collection's progress as stages: `locate` for the search of the request, `collect <source>` for each source.
 * `end` ends those that nobody ended.
 */
export function stagesOfProgress(onProgress: (progress: Progress) => void): {
  onProgress: (progress: Progress) => void;
  end: () => void;
} {
  const open = new Map<string, ReturnType<typeof openStage>>();
  return {
    onProgress(progress) {
      const { what, status } = progress;
      if (status === 'searching') {
        if (!open.has(what)) open.set(what, openStage(what === 'request' ? 'locate' : `collect ${what}`));
      } else {
        open.get(what)?.({ 'gw504.status': status });
        open.delete(what);
      }
      onProgress(progress);
    },
    end() {
      for (const close of open.values()) close({ 'gw504.status': 'unfinished' });
      open.clear();
    },
  };
}
