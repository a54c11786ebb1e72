import { BatchGetTracesCommand } from '@aws-sdk/client-xray';
import { type Answer, success } from './answer.ts';
import type { AwsSession } from './open-aws.ts';

/** One trace's segment documents (JSON texts), or undefined where X-Ray has no such trace. */
export async function getTraceDocuments(
  session: AwsSession,
  traceId: string,
  signal: AbortSignal,
): Promise<Answer<string[] | undefined>> {
  const answer = await session.send(
    { action: 'xray:BatchGetTraces', resource: traceId },
    (clients, options) => clients.xray.send(new BatchGetTracesCommand({ TraceIds: [traceId] }), options),
    signal,
  );
  if (!answer.ok) return answer;
  const trace = (answer.value.Traces ?? []).find((found) => found.Id === traceId);
  if (!trace) return success(undefined);
  return success((trace.Segments ?? []).flatMap((segment) => (segment.Document ? [segment.Document] : [])));
}
