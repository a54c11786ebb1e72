import type { Failure } from '../aws/answer.ts';
import { estimateUsd } from '../aws/cost.ts';
import type { LogGroup } from '../aws/log-groups.ts';
import type { Config } from '../config-schema.ts';

/** The cost guard of one question. Only Logs Insights costs by the byte; everything else passes. */
export interface Budget {
  /** Undefined: go ahead. Else the refusal, with what it would have scanned and cost. */
  ask(estimatedBytes: number): Failure | undefined;
  spend(bytes: number): void;
  /** Remembers what a scan of these groups over so long a window read. */
  measure(groups: readonly string[], windowMs: number, bytes: number): void;
  /**
   * What a window of groups whose size nobody told would read, bytes: by what was read of them in a narrower one, spread
   * evenly; 0 for a group that was not scanned before.
   */
  guess(groups: readonly string[], windowMs: number): number;
  /** The dearest look that shadow mode would have asked about, bytes. */
  wouldHaveAsked(): number | undefined;
}

/** `allowBytes`: what a person has agreed to, beyond the configured limit. */
export function createBudget(limits: Config['limits'], allowBytes: number | undefined): Budget {
  const allowed = Math.max(limits.bytesPerQuestion, allowBytes ?? 0);
  let spent = 0;
  let shadow: number | undefined;
  const bytesPerMs = new Map<string, number>();
  return {
    ask(estimatedBytes) {
      if (limits.costGuard === 'off' || spent + estimatedBytes <= allowed) return undefined;
      if (limits.costGuard === 'shadow') {
        shadow = Math.max(shadow ?? 0, estimatedBytes);
        return undefined;
      }
      const bytes = Math.round(estimatedBytes);
      return {
        ok: false,
        reason: 'budget-refused',
        detail: `${bytes} bytes`,
        args: { bytes, usd: estimateUsd(bytes), spentBytes: spent, allowedBytes: allowed },
        code: 'BudgetRefused',
      };
    },
    spend(bytes) {
      spent += bytes;
    },
    measure(groups, windowMs, bytes) {
      for (const group of groups) bytesPerMs.set(group, bytes / groups.length / Math.max(1, windowMs));
    },
    guess: (groups, windowMs) =>
      groups.reduce((sum, group) => sum + (bytesPerMs.get(group) ?? 0) * windowMs, 0),
    wouldHaveAsked: () => shadow,
  };
}

const dayMs = 86_400_000;

/**
 * What a scan of this window would read, bytes: the group's stored bytes, spread evenly over the time that it has kept.
 * A heuristic: traffic is not even, and storedBytes is compressed and hours behind, so it is off by a small factor.
 */
export function estimateBytes(
  groups: readonly LogGroup[],
  fromMs: number,
  toMs: number,
  nowMs: number,
): number {
  return groups.reduce((sum, group) => {
    const ageMs = group.createdAtMs === undefined ? 30 * dayMs : Math.max(1, nowMs - group.createdAtMs);
    const keptMs = group.retentionDays === undefined ? ageMs : Math.min(ageMs, group.retentionDays * dayMs);
    return sum + group.storedBytes * Math.min(1, Math.max(0, toMs - fromMs) / Math.max(1, keptMs));
  }, 0);
}
