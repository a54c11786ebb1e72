import type { Window } from '../../report/window-output.ts';
import { type Episode, isOpen, type Ledger } from './ledger.ts';

/** A backend counts as that of an episode where it serves at least so much of what failed, and more than one or two. */
const share = 0.9;
const fewest = 3;

/** The function or host behind nearly all failures of an episode, with its region; undefined where there is none. */
export function backendOf(
  windows: readonly Pick<Window, 'failures' | 'byTarget'>[],
  region: string | undefined,
): string | undefined {
  const [window] = windows;
  const [top] = window?.byTarget ?? [];
  if (!window || !top || window.failures < fewest || top.requests < window.failures * share) return undefined;
  return region === undefined ? top.name : `${top.name} (${region})`;
}

/** Every other open episode whose failures have the same backend: several APIs, one trouble. */
export function sharingBackend(
  { episodes }: Ledger,
  { answerId, backend }: Pick<Episode, 'answerId' | 'backend'>,
  nowMs: number,
): Episode[] {
  if (backend === undefined) return [];
  return episodes.filter((one) => one.answerId !== answerId && one.backend === backend && isOpen(one, nowMs));
}
