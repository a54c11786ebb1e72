import { readBackendLine } from '../readings/backend-log.ts';
import { collectConfigured } from './collect-configured.ts';
import type { Source } from './source.ts';

/** Lines of configured backend log groups that name the request or its trace. */
export const backendLogSource: Source<'backendLog'> = {
  name: 'backendLog',
  collect: async (context) =>
    await collectConfigured(context, 'backend', {
      template: 'queries/backend-log',
      // An HTTP backend is sent the trace id only; the others stand there where somebody mapped or logged them.
      ids: (keys) => [keys.traceId, keys.apiRequestId, keys.extendedRequestId],
      isByTime: false,
      lateMs: 15 * 60_000,
      read: (events, keys) =>
        events.flatMap((event) => readBackendLine(event, { ...keys, requestId: keys.apiRequestId }) ?? []),
    }),
};
