import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { restJson } from '../protocols/rest-json.ts';
import { operation, type Service } from '../service.ts';
import type { Trace } from '../world.ts';

/** X-Ray's own limit of ids in one call. */
const mostIds = 5;

/** X-Ray: whole traces by id. Ids that it does not know are left out in silence, as AWS does. */
export function createXray(): Service {
  return {
    scope: 'xray',
    name: 'xray',
    protocol: restJson([{ method: 'POST', path: '/Traces', operation: 'BatchGetTraces' }], 'Message'),
    operations: {
      BatchGetTraces: operation(
        z.object({ TraceIds: z.array(z.string()), NextToken: z.string().optional() }),
        (call, { TraceIds: ids }) => {
          call.allow('xray:BatchGetTraces', '*');
          if (ids.length === 0 || ids.length > mostIds)
            throw new AwsError('InvalidRequestException', `Between 1 and ${mostIds} trace ids are allowed`);
          const known = call.here.traces.filter((trace) => ids.includes(trace.id));
          return { Traces: known.map(showTrace), UnprocessedTraceIds: [] };
        },
      ),
    },
    throttled: () => new AwsError('ThrottledException', 'Rate exceeded', 429),
  };
}

function showTrace(trace: Trace) {
  const times = trace.segments.flatMap(({ start_time: start, end_time: end }) =>
    typeof start === 'number' && typeof end === 'number' ? [{ start, end }] : [],
  );
  const startSeconds = Math.min(...times.map(({ start }) => start));
  const endSeconds = Math.max(...times.map(({ end }) => end));
  return {
    Id: trace.id,
    ...(times.length > 0 ? { Duration: Math.round((endSeconds - startSeconds) * 1000) / 1000 } : {}),
    LimitExceeded: false,
    Segments: trace.segments.map((segment) => ({
      Id: String(segment.id ?? ''),
      Document: JSON.stringify(segment),
    })),
  };
}
