import { functionLink } from '../../aws/console-links.ts';
import { getFunctionSettings } from '../../aws/functions.ts';
import { findFunction } from './find-function.ts';
import { apiSearch, failed, type Source, unavailable } from './source.ts';

/** Timeout, memory, log group and the like of the function behind the request. */
export const functionSettingsSource: Source<'functionSettings'> = {
  name: 'functionSettings',
  async collect(context) {
    const target = await findFunction(context);
    if (target.status === 'none') return unavailable('not-applicable', { needs: 'lambda' }, []);
    if (target.status === 'unknown') return unavailable('depends-on-missing', { needs: 'integration' }, []);
    if (target.status === 'elsewhere')
      return unavailable('not-configured', { account: target.account, function: target.functionName }, []);
    const { place, functionName, qualifier } = target;
    const answer = await getFunctionSettings(
      place.session,
      functionName,
      qualifier,
      context.investigation.signal,
    );
    const search = apiSearch(
      place,
      'GetFunctionConfiguration',
      functionName,
      answer.ok ? undefined : answer,
      functionLink(place.region, functionName),
    );
    return answer.ok
      ? { status: 'found', value: answer.value.settings, searches: [search] }
      : failed(answer, [search]);
  },
};
