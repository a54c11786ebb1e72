import { apiLink } from '../../aws/console-links.ts';
import { getMetricData, type MetricQuestion } from '../../aws/metric-data.ts';
import type { GatewaySettings } from '../evidence.ts';
import { findPlace } from '../locate/list-places.ts';
import { gatewayTimes } from './gateway-times.ts';
import { apiSearch, failed, type Source, unavailable } from './source.ts';

/** Minutes before and after the request that are read, ms: enough to see a plateau or a spike. */
const aroundMs = 10 * 60_000;

/** CloudWatch metrics of the API and the function around the moment. */
export const metricsSource: Source<'metrics'> = {
  name: 'metrics',
  async collect(context) {
    const { place, investigation } = context;
    const [settings, times] = await Promise.all([context.observe('gatewaySettings'), gatewayTimes(context)]);
    if (settings.status !== 'found')
      return unavailable('depends-on-missing', { needs: 'gatewaySettings' }, []);
    if (!times) return unavailable('depends-on-missing', { needs: 'time' }, []);
    const { integration } = settings.value;
    const functionPlace = findPlace(
      investigation,
      place,
      integration?.functionAccount,
      integration?.functionRegion,
    );
    const questions = [
      ...gatewayQuestions(settings.value),
      // A function of another account or region has its metrics there; they are not worth a second role session.
      ...(functionPlace === place ? functionQuestions(integration?.functionName) : []),
    ];
    const answer = await getMetricData(
      place.session,
      questions,
      times.sentAtMs - aroundMs,
      times.endedAtMs + aroundMs,
      investigation.signal,
    );
    const search = apiSearch(
      place,
      'GetMetricData',
      questions.map((question) => question.name).join(', '),
      answer.ok ? undefined : answer,
      apiLink(place.region, settings.value.apiId, settings.value.apiType),
    );
    if (!answer.ok) return failed(answer, [search]);
    const series = answer.value.filter((one) => one.points.length > 0);
    return series.length === 0
      ? { status: 'absent', searches: [search] }
      : { status: 'found', value: { series }, searches: [search] };
  },
};

/** REST metrics go by the API's name, HTTP and WebSocket ones by its id; the names of errors differ too. */
function gatewayQuestions(settings: GatewaySettings): MetricQuestion[] {
  const namespace = 'AWS/ApiGateway';
  const { stage } = settings;
  const dimensions: Record<string, string> =
    settings.apiType === 'rest'
      ? { ApiName: settings.apiName ?? settings.apiId, Stage: stage }
      : { ApiId: settings.apiId, Stage: stage };
  const errors = {
    rest: '5XXError',
    http: '5xx',
    websocket: 'ExecutionError',
    unknown: '5XXError',
  }[settings.apiType];
  const count = settings.apiType === 'websocket' ? 'MessageCount' : 'Count';
  return [
    { namespace, name: 'IntegrationLatency', statistic: 'Maximum', dimensions },
    { namespace, name: 'IntegrationLatency', statistic: 'p99', dimensions },
    { namespace, name: errors, statistic: 'Sum', dimensions },
    { namespace, name: count, statistic: 'Sum', dimensions },
  ];
}

function functionQuestions(functionName: string | undefined): MetricQuestion[] {
  if (functionName === undefined) return [];
  const dimensions = { FunctionName: functionName };
  const namespace = 'AWS/Lambda';
  return [
    { namespace, name: 'Throttles', statistic: 'Sum', dimensions },
    {
      namespace,
      name: 'ConcurrentExecutions',
      statistic: 'Maximum',
      dimensions,
    },
    { namespace, name: 'Duration', statistic: 'Maximum', dimensions },
    { namespace, name: 'Errors', statistic: 'Sum', dimensions },
  ];
}
