import { getFunctionSettings } from '../../aws/functions.ts';
import { readFunctionUri } from '../readings/function-reference.ts';
import { findInvocations } from './find-invocations.ts';
import { gatewayTimes } from './gateway-times.ts';
import { type Source, unavailable } from './source.ts';

/** A Lambda authorizer answers within 10 s on HTTP APIs; its own timeout is looked at nowhere else (facts 3.2). */
const authorizerWaitMs = 30_000;

/** The log of the Lambda authorizer that let the request in, or did not. */
export const authorizerLogSource: Source<'authorizerLog'> = {
  name: 'authorizerLog',
  async collect(context) {
    const settings = await context.observe('gatewaySettings');
    if (settings.status !== 'found')
      return unavailable('depends-on-missing', { needs: 'gatewaySettings' }, []);
    const { authorizer } = settings.value;
    if (authorizer?.kind !== 'lambda' || authorizer.functionName === undefined)
      return unavailable('not-applicable', { needs: 'authorizer' }, []);
    const execution = await context.observe('executionLog');
    const events = execution.status === 'found' ? execution.value.events : [];
    const keys = await gatewayTimes(context);
    if (!keys) return unavailable('depends-on-missing', { needs: 'time' }, []);
    const began =
      events.find((event) => event.step.kind === 'authorizer-start')?.atMs ??
      context.request().atMs ??
      keys.sentAtMs;
    const ended = events.find(
      (event) => event.step.kind.startsWith('authorizer-') && event.step.kind !== 'authorizer-start',
    )?.atMs;
    const { functionRequestId: _integration, ...ids } = keys;
    const arn = events.find(
      (event) => event.step.kind === 'endpoint-uri' && event.line.includes(authorizer.functionName ?? '\n'),
    )?.line;
    const functionName = (arn && readFunctionUri(arn)?.functionName) ?? authorizer.functionName;
    const { session } = context.place;
    const read = await getFunctionSettings(session, functionName, undefined, context.investigation.signal);
    return await findInvocations(context, {
      silence: 'group-guessed',
      place: context.place,
      functionName: authorizer.functionName,
      // A function may write to a group of another name; where its settings are denied, the usual name is the best guess.
      logGroup: read.ok ? read.value.settings.logGroup : `/aws/lambda/${functionName}`,
      keys: {
        ...ids,
        sentAtMs: began,
        endedAtMs: ended ?? Math.max(began, keys.sentAtMs),
      },
      functionTimeoutMs: authorizerWaitMs,
    });
  },
};
