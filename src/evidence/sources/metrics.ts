import { apiLink } from '../../aws/console-links.ts';
import { getMetricData, type MetricQuestion } from '../../aws/metric-data.ts';
import type { GatewaySettings, Metrics } from '../evidence.ts';
import { formatMinute } from '../format-minute.ts';
import { addNote } from '../investigation.ts';
import { findPlace, type Place } from '../locate/list-places.ts';
import { configuredBalancers } from './configured-groups.ts';
import { gatewayTimes } from './gateway-times.ts';
import { balancerQuestions, functionQuestions, gatewayQuestions } from './metric-questions.ts';
import { apiSearch, failed, type Source, type SourceContext, unavailable } from './source.ts';

/** Minutes before and after the request that are read, ms: enough to see a plateau or a spike. */
const aroundMs = 10 * 60_000;
const minuteMs = 60_000;

/** CloudWatch metrics of the API, the function and the load balancer around the moment; one call for each place. */
export const metricsSource: Source<'metrics'> = {
  name: 'metrics',
  async collect(context) {
    const { place, investigation } = context;
    const [settings, times] = await Promise.all([context.observe('gatewaySettings'), gatewayTimes(context)]);
    if (settings.status !== 'found')
      return unavailable('depends-on-missing', { needs: 'gatewaySettings' }, []);
    if (!times) return unavailable('depends-on-missing', { needs: 'time' }, []);
    const link = apiLink(place.region, settings.value.apiId, settings.value.apiType);
    const read = await Promise.all(
      questionsOf(context, settings.value).map(async ({ at, questions }) => {
        const answer = await getMetricData(
          at.session,
          questions,
          times.sentAtMs - aroundMs,
          times.endedAtMs + aroundMs,
          investigation.signal,
        );
        const names = questions.map((question) => question.name).join(', ');
        return {
          answer,
          search: apiSearch(at, 'GetMetricData', names, answer.ok ? undefined : answer, link),
        };
      }),
    );
    const searches = read.map(({ search }) => search);
    const series = read.flatMap(({ answer }) =>
      answer.ok ? answer.value.filter((one) => one.points.length > 0) : [],
    );
    noteBalancer(context, series, times);
    if (series.length > 0) return { status: 'found', value: { series }, searches };
    const denied = read.flatMap(({ answer }) => (answer.ok ? [] : [answer]))[0];
    return denied ? failed(denied, searches) : { status: 'absent', searches };
  },
};

/** What is asked of each account and region; the gateway's own comes first. */
function questionsOf(
  context: SourceContext,
  settings: GatewaySettings,
): { at: Place; questions: MetricQuestion[] }[] {
  const { place, investigation } = context;
  const { integration } = settings;
  const asked = [{ at: place, questions: gatewayQuestions(settings) }];
  const add = (at: Place | undefined, questions: MetricQuestion[]) => {
    if (at === undefined) return;
    const there = asked.find(
      (one) => one.at.session.account === at.session.account && one.at.region === at.region,
    );
    if (there) there.questions.push(...questions);
    else asked.push({ at, questions });
  };
  if (integration?.functionName !== undefined) {
    const at = findPlace(investigation, place, integration.functionAccount, integration.functionRegion);
    add(at, functionQuestions(integration.functionName));
    return asked;
  }
  const balancers = configuredBalancers(context);
  for (const { place: at, loadBalancer, targetGroups } of balancers)
    add(at, balancerQuestions(loadBalancer, targetGroups));
  const named = integration?.loadBalancer;
  if (named !== undefined && !balancers.some(({ loadBalancer }) => loadBalancer === named))
    add(place, balancerQuestions(named, []));
  return asked;
}

/** Metrics that say at a glance that the way to the backend was in trouble in the minutes of the request. */
const troubles: Record<string, string> = {
  TCP_Target_Reset_Count: 'balancer-target-resets',
  TCP_ELB_Reset_Count: 'balancer-own-resets',
  TargetConnectionErrorCount: 'balancer-connection-errors',
  UnHealthyHostCount: 'balancer-unhealthy-targets',
};

/** They belong to everything that the balancer served in that minute, so they are told as notes and prove nothing. */
function noteBalancer(
  { investigation }: SourceContext,
  series: Metrics['series'],
  { sentAtMs, endedAtMs }: { sentAtMs: number; endedAtMs: number },
): void {
  for (const { name, statistic, points } of series) {
    const note = troubles[name];
    if (note === undefined) continue;
    const values = points
      .filter(({ atMs }) => atMs > sentAtMs - minuteMs && atMs <= endedAtMs)
      .map(({ value }) => value);
    const count =
      statistic === 'Sum' ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
    if (count > 0) addNote(investigation, { note, args: { count, at: formatMinute(sentAtMs) } });
  }
}
