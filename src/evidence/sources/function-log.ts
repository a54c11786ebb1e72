import type { Answer } from '../../aws/answer.ts';
import { getFunctionSettings, type ReadFunction } from '../../aws/functions.ts';
import { partitionOf } from '../../aws/partition.ts';
import type { Place } from '../locate/list-places.ts';
import { findFunction } from './find-function.ts';
import { findInvocations, type InvocationSearch } from './find-invocations.ts';
import { gatewayTimes } from './gateway-times.ts';
import { type Observed, type Source, type SourceContext, unavailable } from './source.ts';

/** Lambda's longest timeout: 15 minutes (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const longestFunctionMs = 900_000;

/** What an empty log of the function as it is set now says of a request of that moment. */
async function silenceOf(
  context: SourceContext,
  isLogged: boolean,
  read: Answer<ReadFunction> | undefined,
  sentAtMs: number,
): Promise<InvocationSearch['silence']> {
  if (!read?.ok) return 'group-guessed';
  if (!read.value.writesLifeLines) return 'life-lines-off';
  if ((read.value.settings.lastModifiedMs ?? 0) > sentAtMs) return 'function-changed';
  const gateway = isLogged ? undefined : await context.observe('gatewaySettings');
  const deployedAtMs = gateway?.status === 'found' ? gateway.value.deployedAtMs : undefined;
  return (deployedAtMs ?? 0) > sentAtMs ? 'stage-changed' : 'proves';
}

/** From a monitoring account only the log of a linked account's function is seen, not its settings. */
async function findLinked(
  context: SourceContext,
  { account, functionName, region }: { account: string; functionName: string; region: string },
  seenFrom: Place,
): Promise<Observed<'functionLog'>> {
  const keys = await gatewayTimes(context);
  if (!keys) return unavailable('depends-on-missing', { needs: 'time' }, []);
  const logGroup = `/aws/lambda/${functionName}`;
  const partition = seenFrom.account?.roleArn?.split(':')[1] ?? partitionOf(region);
  return await findInvocations(context, {
    silence: 'group-guessed',
    place: seenFrom,
    functionName,
    logGroup,
    logGroupArn: `arn:${partition}:logs:${region}:${account}:log-group:${logGroup}`,
    keys,
    functionTimeoutMs: longestFunctionMs,
  });
}

/** The invocations that the request caused, as the function's own log tells them. */
export const functionLogSource: Source<'functionLog'> = {
  name: 'functionLog',
  async collect(context) {
    const target = await findFunction(context);
    if (target.status === 'none') return unavailable('not-applicable', { needs: 'lambda' }, []);
    if (target.status === 'unknown') return unavailable('depends-on-missing', { needs: 'integration' }, []);
    if (target.status === 'elsewhere')
      return target.seenFrom === undefined
        ? unavailable('not-configured', { account: target.account, function: target.functionName }, [])
        : await findLinked(context, target, target.seenFrom);
    const [keys, settings] = await Promise.all([gatewayTimes(context), context.observe('functionSettings')]);
    if (!keys) return unavailable('depends-on-missing', { needs: 'time' }, []);
    // Read before by functionSettings and kept: no further call.
    const read =
      settings.status === 'found'
        ? await getFunctionSettings(
            target.place.session,
            target.functionName,
            target.qualifier,
            context.investigation.signal,
          )
        : undefined;
    return await findInvocations(context, {
      silence: await silenceOf(context, target.isLogged, read, keys.sentAtMs),
      place: target.place,
      functionName: target.functionName,
      // Without the settings the group's default name is the best guess; a missing group then says so.
      logGroup: settings.status === 'found' ? settings.value.logGroup : `/aws/lambda/${target.functionName}`,
      keys,
      functionTimeoutMs: settings.status === 'found' ? settings.value.timeoutMs : longestFunctionMs,
    });
  },
};
