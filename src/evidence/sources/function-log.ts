import { getFunctionSettings } from '../../aws/functions.ts';
import { findFunction } from './find-function.ts';
import { findInvocations } from './find-invocations.ts';
import { gatewayTimes } from './gateway-times.ts';
import { type Source, unavailable } from './source.ts';

/** Lambda's longest timeout: 15 minutes (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const longestFunctionMs = 900_000;

/** The invocations that the request caused, as the function's own log tells them. */
export const functionLogSource: Source<'functionLog'> = {
  name: 'functionLog',
  async collect(context) {
    const target = await findFunction(context);
    if (target.status === 'none') return unavailable('not-applicable', { needs: 'lambda' }, []);
    if (target.status === 'unknown') return unavailable('depends-on-missing', { needs: 'integration' }, []);
    if (target.status === 'elsewhere')
      return unavailable('not-configured', { account: target.account, function: target.functionName }, []);
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
      silence: !read?.ok ? 'group-guessed' : read.value.writesLifeLines ? 'proves' : 'life-lines-off',
      place: target.place,
      functionName: target.functionName,
      // Without the settings the group's default name is the best guess; a missing group then says so.
      logGroup: settings.status === 'found' ? settings.value.logGroup : `/aws/lambda/${target.functionName}`,
      keys,
      functionTimeoutMs: settings.status === 'found' ? settings.value.timeoutMs : longestFunctionMs,
    });
  },
};
