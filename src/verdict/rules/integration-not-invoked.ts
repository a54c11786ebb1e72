import { silenceCountsAfterMs } from '../../evidence/readings/function-log.ts';
import { stateFact } from '../state-fact.ts';
import type { Material, Rule } from './rule.ts';
import { timedOut } from './timed-out.ts';

/**
 * The gateway gave up, and the function's log, searched completely and late enough, holds no invocation. Only where the
 * settings say which log that is and that it writes the lines that mark an invocation; and nothing else shows a delivery.
 */
export const integrationNotInvoked: Rule = {
  cause: 'integration-not-invoked',
  needs: [
    { found: ['executionLog', 'functionSettings'], absent: ['functionLog'] },
    { found: ['accessLog', 'functionSettings'], absent: ['functionLog'] },
  ],
  match(material) {
    const stated = timedOut(material.timeline);
    if (stated === undefined || material.timeline.deliveries.length > 0) return undefined;
    if (!provesSilence(material)) return undefined;
    return {
      phase: 'unknown',
      confidence: stated.confidence === 'possible' ? 'possible' : 'likely',
      because: [stated.fact, stateFact('not-invoked', {}, 'functionLog')],
    };
  },
};

/** Whether an empty function log means what it seems to. */
export function provesSilence({ found, timeline, collectedAtMs, searched }: Material): boolean {
  const { gaveUpAtMs, sending } = timeline;
  const settings = found.functionSettings;
  if (settings === undefined || gaveUpAtMs === undefined) return false;
  if (collectedAtMs - gaveUpAtMs < silenceCountsAfterMs) return false;
  if (hidesInvocations(settings)) return false;
  const searches = searched('functionLog').filter(({ target }) => target.includes(settings.logGroup));
  const fromMs = sending?.atMs ?? gaveUpAtMs;
  const covers = searches.some(
    (search) =>
      (search.fromMs === undefined || search.fromMs <= fromMs) &&
      (search.toMs === undefined || search.toMs >= gaveUpAtMs),
  );
  const integration = found.gatewaySettings?.integration;
  const isElsewhere = searches.some(
    ({ account, region }) =>
      differs(region, integration?.functionRegion) || differs(account, integration?.functionAccount),
  );
  return covers && !isElsewhere && !wasThrottled(found.metrics?.series ?? [], gaveUpAtMs);
}

/** With the JSON format, system logs at WARN leave out all lines that mark an invocation; an unknown level may be that. */
export const hidesInvocations = ({
  logFormat,
  systemLogLevel,
}: {
  logFormat: 'Text' | 'JSON';
  systemLogLevel?: string;
}) => logFormat === 'JSON' && (systemLogLevel === undefined || systemLogLevel === 'WARN');

const differs = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && a !== '' && b !== '' && a !== b;

/** A throttled call leaves no invocation either, and is another cause. */
function wasThrottled(
  series: readonly { name: string; points: { atMs: number; value: number }[] }[],
  gaveUpAtMs: number,
): boolean {
  const minuteMs = 60_000;
  return series.some(
    ({ name, points }) =>
      name === 'Throttles' &&
      points.some(({ atMs, value }) => value > 0 && Math.abs(atMs - gaveUpAtMs) <= 2 * minuteMs),
  );
}
