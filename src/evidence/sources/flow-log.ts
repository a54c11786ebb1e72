import { readFlowLogRow } from '../readings/flow-log.ts';
import { collectConfigured } from './collect-configured.ts';
import type { Source } from './source.ts';

/** TCP, by its protocol number (https://www.iana.org/assignments/protocol-numbers). */
const tcp = 6;

/**
 * Flows of the configured network while the gateway waited. Flow logs know no requests: only the seconds and the
 * backend's port tie a row to this one, so rows of other requests to the same backend are among them.
 */
export const flowLogSource: Source<'flowLog'> = {
  name: 'flowLog',
  async collect(context) {
    const settings = await context.observe('gatewaySettings');
    const port = portOf(settings.status === 'found' ? settings.value.integration?.uri : undefined);
    return await collectConfigured(context, 'flow-log', {
      template: 'queries/flow-log',
      ids: () => [],
      isByTime: true,
      lateMs: 12 * 60_000, // aggregated over 1 to 10 minutes
      read: (events, keys) =>
        events.flatMap((event) => {
          const row = readFlowLogRow(event.message);
          if (row?.protocol !== tcp) return [];
          const isMeanwhile = row.startMs <= keys.endedAtMs && row.endMs >= keys.sentAtMs;
          const isOurPort = port === undefined || row.destinationPort === port || row.sourcePort === port;
          return isMeanwhile && isOurPort ? [row] : [];
        }),
    });
  },
};

/** The port that an endpoint's address stands for; undefined where it is no address. */
function portOf(uri: string | undefined): number | undefined {
  if (uri === undefined || !URL.canParse(uri)) return undefined;
  const { port, protocol } = new URL(uri);
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : protocol === 'http:' ? 80 : undefined;
}
