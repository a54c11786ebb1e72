import type { ApiType } from '../../evidence/evidence.ts';
import { formatFields, missingFields, widenFormat } from '../../evidence/readings/access-log-format.ts';
import { isNowhere } from '../is-nowhere.ts';
import type { GuideStep, Tick } from '../step.ts';

/** What the guide wants in every access log: the integration's answer, the Lambda service's answer, and the time. */
const wanted = ['integration.status', 'integrationStatus', 'integration.latency'];

/** Step 3: the access log is on and carries the fields that diagnose; decided from the format, else from the row. */
export const accessFields: GuideStep = {
  step: 3,
  tick({ evidence: { observations }, found: { gatewaySettings: settings, accessLog } }): Tick {
    if (isNowhere(observations)) return { status: 'unknown', note: 'no-stage' };
    if (
      settings !== undefined &&
      settings.accessLogGroup === undefined &&
      settings.accessLogFormat === undefined
    )
      return accessLog === undefined
        ? { status: 'failed', note: 'off' }
        : fromRow(Object.keys(accessLog.variables));
    const format = settings?.accessLogFormat;
    if (format !== undefined) {
      const missing = missingOf(formatFields(format), settings?.apiType);
      if (missing.length === 0) return { status: 'passed', note: 'on' };
      const widened = widenFormat(format, missing);
      return {
        status: 'failed',
        note: 'fields',
        args: { missing: missing.map((name) => `$context.${name}`).join(', '), format: widened ?? '' },
        commands: widened === undefined ? [] : [settings?.apiType === 'rest' ? 'add-rest' : 'add-v2'],
      };
    }
    return accessLog === undefined
      ? { status: 'unknown', note: 'unknown' }
      : fromRow(Object.keys(accessLog.variables));
  },
};

function fromRow(present: string[]): Tick {
  const missing = missingOf(present);
  return missing.length === 0
    ? { status: 'passed', note: 'on' }
    : {
        status: 'failed',
        note: 'fields',
        args: { missing: missing.map((name) => `$context.${name}`).join(', ') },
      };
}

/**
 * What to add, if anything that the guide wants is not there: all that a diagnosis reads, for one change of the format.
 * `integration.integrationStatus` is another name of `integrationStatus` (facts 2).
 */
function missingOf(present: readonly string[], apiType?: ApiType): string[] {
  const has = (name: string) =>
    present.includes(name) ||
    (name === 'integrationStatus' && present.includes('integration.integrationStatus'));
  return wanted.every(has) ? [] : missingFields(present, apiType);
}
