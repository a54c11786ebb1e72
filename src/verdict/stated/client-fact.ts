import type { ClientResponse } from '../../evidence/readings/client-response.ts';
import type { ArgsOf, FactCode } from '../fact-codes.ts';
import { stateFact } from '../state-fact.ts';

/** A fact of what the client saw, with the line of its status, or the line that the pattern finds. */
export function clientFact<Code extends FactCode>(
  code: Code,
  response: ClientResponse,
  args: ArgsOf<Code>,
  pattern: RegExp = /HTTP\/[\d.]+ \d{3}|^Status Code:/,
) {
  const line =
    response.lines.find((each) => pattern.test(each)) ?? response.lines.find((each) => each !== '');
  return stateFact(code, args, 'clientResponse', { atMs: response.dateMs, line: line?.trim() });
}

/** Whether an answer bears one of the gateway's own ids. */
export const isNamed = (response: ClientResponse) =>
  response.requestId !== undefined || response.extendedRequestId !== undefined;

/** Whether it is surely the gateway's own: its words or its error header, beside one of its ids. */
export const isGatewaysOwn = (response: ClientResponse) =>
  response.madeBy === 'gateway' &&
  (response.requestId !== undefined || response.extendedRequestId !== undefined);
