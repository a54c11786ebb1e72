import { hideSecrets } from '../aws/read-failure.ts';
import type { Observations, RequestFacts, SourceName } from './evidence.ts';
import { elapsedMs, type Investigation } from './investigation.ts';
import { type LocatedRequest, mergeFacts } from './locate/merge-requests.ts';
import { sources } from './sources/index.ts';
import type { Observed, SourceContext } from './sources/source.ts';

/** All sources of one request, side by side. None rejects; what is late counts as unavailable. */
export async function observeAll(
  located: LocatedRequest,
  investigation: Investigation,
): Promise<{ request: RequestFacts; observations: Observations }> {
  const observers: { [Name in SourceName]: () => Promise<Observed<Name>> } = {
    executionLog: once('executionLog'),
    accessLog: once('accessLog'),
    functionLog: once('functionLog'),
    authorizerLog: once('authorizerLog'),
    gatewaySettings: once('gatewaySettings'),
    functionSettings: once('functionSettings'),
    trace: once('trace'),
    loadBalancerLog: once('loadBalancerLog'),
    flowLog: once('flowLog'),
    backendLog: once('backendLog'),
    clientResponse: once('clientResponse'),
    metrics: once('metrics'),
    deployments: once('deployments'),
  };
  let request = located.request;
  const context: SourceContext = {
    investigation,
    place: located.place,
    known: located.known,
    located,
    request: () => request,
    learn(facts) {
      request = mergeFacts(request, facts);
    },
    observe: (name) => observers[name](),
  };
  for (const start of Object.values(observers)) void start();
  const observations: Observations = {
    executionLog: await observers.executionLog(),
    accessLog: await observers.accessLog(),
    functionLog: await observers.functionLog(),
    authorizerLog: await observers.authorizerLog(),
    gatewaySettings: await observers.gatewaySettings(),
    functionSettings: await observers.functionSettings(),
    trace: await observers.trace(),
    loadBalancerLog: await observers.loadBalancerLog(),
    flowLog: await observers.flowLog(),
    backendLog: await observers.backendLog(),
    clientResponse: await observers.clientResponse(),
    metrics: await observers.metrics(),
    deployments: await observers.deployments(),
  };
  return { request, observations };

  function once<Name extends SourceName>(name: Name): () => Promise<Observed<Name>> {
    let observed: Promise<Observed<Name>> | undefined;
    return () => {
      observed ??= inTime(name);
      return observed;
    };
  }

  async function inTime<Name extends SourceName>(name: Name): Promise<Observed<Name>> {
    // A source may ask for others at once, and the context is only complete a turn of the loop later.
    await Promise.resolve();
    report(name, 'searching');
    let observed: Observed<Name>;
    try {
      observed = await Promise.race([sources[name].collect(context), late()]);
    } catch (error) {
      const detail = hideSecrets(error instanceof Error ? error.message : String(error));
      observed = {
        status: 'unavailable',
        reason: 'error',
        detail,
        searches: [],
      };
    }
    report(name, observed.status);
    return observed;
  }

  /** A little after the deadline, so that a source which notices it by itself can say what it has. */
  function late(): Promise<{
    status: 'unavailable';
    reason: 'timed-out';
    searches: [];
  }> {
    return new Promise((resolve) => {
      const answer = () =>
        setTimeout(
          () =>
            resolve({
              status: 'unavailable',
              reason: 'timed-out',
              searches: [],
            }),
          250,
        ).unref();
      if (investigation.signal.aborted) answer();
      else investigation.signal.addEventListener('abort', answer, { once: true });
    });
  }

  function report(what: SourceName, status: 'searching' | 'found' | 'absent' | 'unavailable'): void {
    investigation.context.onProgress({
      what,
      status,
      elapsedMs: elapsedMs(investigation),
    });
  }
}
