import { findPlace, type Place } from '../locate/list-places.ts';
import type { FunctionReference } from '../readings/execution-log.ts';
import type { SourceContext } from './source.ts';

export type FunctionFound =
  | {
      status: 'found';
      place: Place;
      functionName: string;
      qualifier: string | undefined;
      /** True where the request's own log names it; else it is what is configured now. */
      isLogged: boolean;
    }
  /** The integration is no Lambda function. */
  | { status: 'none' }
  /**
   * A function of an account that the configuration does not name. Where this account monitors that one, its log is
   * seen from here: `seenFrom` is then the place to read its log from, by ARN.
   */
  | { status: 'elsewhere'; account: string; functionName: string; region: string; seenFrom?: Place }
  | { status: 'unknown' };

/** The function behind the request: what its own log lines name goes before what is configured now. */
export async function findFunction(context: SourceContext): Promise<FunctionFound> {
  const { investigation, place } = context;
  const execution = await context.observe('executionLog');
  const logged = execution.status === 'found' ? loggedFunction(execution.value.events) : undefined;
  const isSentElsewhere =
    execution.status === 'found' &&
    logged === undefined &&
    execution.value.events.some(({ step }) => step.kind === 'sending');
  const target = logged ?? (isSentElsewhere ? 'none' : await configuredFunction(context));
  if (target === 'none') return { status: 'none' };
  if (target === undefined) return { status: 'unknown' };
  const found = findPlace(investigation, place, target.account || undefined, target.region || undefined);
  if (!found) {
    const { account, functionName, region } = target;
    const seenFrom = place.account?.linkedAccounts.includes(account)
      ? findPlace(investigation, place, undefined, region || undefined)
      : undefined;
    return {
      status: 'elsewhere',
      account,
      functionName,
      region: region || place.region,
      ...(seenFrom === undefined ? {} : { seenFrom }),
    };
  }
  return {
    status: 'found',
    place: found,
    functionName: target.functionName,
    qualifier: target.qualifier,
    isLogged: logged !== undefined,
  };
}

/** The last function that the gateway sent to: an authorizer's own call stands before the integration's. */
function loggedFunction(
  events: readonly { step: { kind: string; function?: FunctionReference } }[],
): FunctionReference | undefined {
  const sent = events.findLast((event) => event.step.kind === 'sending' && event.step.function);
  return (sent ?? events.findLast((event) => event.step.kind === 'endpoint-uri' && event.step.function))?.step
    .function;
}

async function configuredFunction(context: SourceContext): Promise<FunctionReference | 'none' | undefined> {
  const settings = await context.observe('gatewaySettings');
  if (settings.status !== 'found' || !settings.value.integration) return undefined;
  const { functionName, functionQualifier, functionAccount, functionRegion } = settings.value.integration;
  if (functionName === undefined) return 'none';
  return {
    functionName,
    ...(functionQualifier === undefined ? {} : { qualifier: functionQualifier }),
    account: functionAccount ?? '',
    region: functionRegion ?? '',
  };
}
