import type { Observations } from '../evidence/evidence.ts';

/** Was the request found nowhere, so that not even its stage is known? Then whatever belongs to a stage waits for it. */
export function isNowhere({ gatewaySettings }: Observations): boolean {
  return (
    gatewaySettings.status === 'unavailable' &&
    gatewaySettings.reason === 'depends-on-missing' &&
    gatewaySettings.args?.needs === 'request'
  );
}
