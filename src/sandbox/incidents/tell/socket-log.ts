import { makeConnectionId } from '../ids.ts';
import { answerMs, functionFailure, type Story } from '../story.ts';
import type { Line } from './line.ts';
import { endpointOf } from './targets.ts';

/** A WebSocket API's execution log of one message; spellings are second-hand and not confirmed by AWS. */
export function tellSocketLog(story: Story): Line[] {
  if (story.api.kind !== 'websocket' || story.stage.level === 'OFF') return [];
  const { atMs, sentAtMs, endedAtMs, ids, api } = story;
  const connection = makeConnectionId(story.scenario.name);
  const lines: [number, string][] = [
    [atMs, `Extended Request Id: ${ids.extendedRequestId}`],
    [atMs, `WebSocket API [${api.id}] received message from client [Connection Id: ${connection}].`],
    [atMs + 1, `WebSocket Request Route: [${story.template}]`],
  ];
  const endpoint = endpointOf(story);
  if (sentAtMs !== undefined) {
    lines.push([sentAtMs, `Endpoint request URI: ${endpoint}`]);
    lines.push([sentAtMs, `Sending request to ${endpoint}`]);
  }
  const { end } = story.scenario;
  if (end.kind === 'timeout') lines.push([endedAtMs, 'Execution failed due to a timeout error']);
  if (end.kind === 'answer') {
    lines.push([endedAtMs, `Received response. Status: 200, Integration latency: ${end.afterMs} ms`]);
    lines.push([endedAtMs, `AWS Integration Endpoint RequestId : ${ids.functionRequestId}`]);
  }
  if (end.kind === 'function-error' || end.kind === 'function-timeout')
    lines.push([
      endedAtMs,
      `Lambda execution failed with status 200 due to customer function error: ${functionFailure(story)}. Lambda request id: ${ids.functionRequestId}`,
    ]);
  lines.push([
    endedAtMs + answerMs,
    `Message from client [Connection Id: ${connection}] sent to API [${api.id}] with response status code [${story.status}].`,
  ]);
  return lines.map(([lineAtMs, text]) => ({ atMs: lineAtMs, message: `(${ids.extendedRequestId}) ${text}` }));
}
