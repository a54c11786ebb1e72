import { getMetricData, type MetricQuestion } from '../../aws/metric-data.ts';
import type { Investigation } from '../investigation.ts';
import type { Place } from '../locate/list-places.ts';
import type { KnownStage } from '../locate/list-stages.ts';
import type { FailureGroup, StageTraffic, WindowQuestion } from './window-evidence.ts';

/** Stages whose metrics are read. Our choice: with more failing the stage is not what they share. */
const mostStages = 3;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A metric's period is a day at most, ms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html */
const longestMs = dayMs;

/** The shortest period of a metric that is kept of a time so long ago, ms. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
function finestMs(agoMs: number): number {
  if (agoMs < 15 * dayMs) return minuteMs;
  return (agoMs < 63 * dayMs ? 5 : 60) * minuteMs;
}

const statistics = ['p50', 'p90', 'p99'] as const;

/**
 * How many requests the failing stages had in all, and how long they took, in one call: from metrics, whose percentiles
 * cover every request and whose count does not depend on what a stage logs. Where nothing failed, of the stages that were
 * looked at. Sums are made of the finest points, percentiles of one point that is the window: whether a long period begins
 * with what was asked for or on the clock, nothing of other minutes counts. Empty where metrics cannot tell.
 */
export async function countTraffic(
  place: Place,
  stages: readonly KnownStage[],
  groups: readonly FailureGroup[],
  question: WindowQuestion,
  investigation: Investigation,
): Promise<StageTraffic[]> {
  const stepMs = finestMs(investigation.context.now() - question.fromMs);
  const fromMs = Math.floor(question.fromMs / stepMs) * stepMs;
  const periodMs = Math.ceil((question.toMs - fromMs) / stepMs) * stepMs;
  const asked = stagesOf(stages, groups);
  if (asked.length === 0 || periodMs > longestMs) return [];
  const answer = await getMetricData(
    place.session,
    asked.flatMap((known) => questionsOf(known, stepMs, periodMs)),
    fromMs,
    fromMs + periodMs,
    investigation.signal,
  );
  if (!answer.ok) return [];
  const perStage = 2 + statistics.length;
  return asked.flatMap(({ api, stage }, index): StageTraffic[] => {
    const own = answer.value.slice(index * perStage, (index + 1) * perStage);
    const values = own.map(({ points }) => points.map(({ value }) => value));
    const [counts = [], errors = []] = values;
    const requests = Math.round(sum(counts));
    if (requests === 0) return [];
    const isWhole = own.slice(2).every(({ points }) => points.length === 1 && points[0]?.atMs === fromMs);
    const [p50Ms, p90Ms, p99Ms] = values.slice(2).map(([ms]) => ms);
    return [
      {
        apiName: api.apiName,
        stage: stage.stage,
        requests,
        failures: Math.round(sum(errors)),
        isLogged: isLogged(stage),
        ...(isWhole && p50Ms !== undefined && p90Ms !== undefined && p99Ms !== undefined
          ? { latency: { p50Ms, p90Ms, p99Ms } }
          : {}),
      },
    ];
  });
}

/** Execution logs of any method, at any level, or an access log in CloudWatch Logs. */
function isLogged({ accessLogGroup, methodSettings }: KnownStage['stage']): boolean {
  const levels = Object.values(methodSettings).map(({ loggingLevel }) => loggingLevel);
  return accessLogGroup !== undefined || levels.some((level) => level === 'ERROR' || level === 'INFO');
}

function stagesOf(stages: readonly KnownStage[], groups: readonly FailureGroup[]): KnownStage[] {
  const gateways = stages.filter(({ api }) => api.apiType !== 'websocket');
  if (groups.length === 0) return gateways.length <= mostStages ? gateways : [];
  const failures = ({ api, stage }: KnownStage) =>
    groups
      .filter((group) => group.apiId === api.apiId && group.stage === stage.stage)
      .reduce((total, { requests }) => total + requests, 0);
  return gateways
    .map((known) => ({ known, count: failures(known) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostStages)
    .map(({ known }) => known);
}

/** REST metrics go by the API's name, HTTP ones by its id; the names of errors differ too. */
function questionsOf({ api, stage }: KnownStage, stepMs: number, periodMs: number): MetricQuestion[] {
  const isRest = api.apiType === 'rest';
  const dimensions: Record<string, string> = isRest
    ? { ApiName: api.apiName, Stage: stage.stage }
    : { ApiId: api.apiId, Stage: stage.stage };
  const of = (name: string, statistic: MetricQuestion['statistic'], ms: number): MetricQuestion => ({
    namespace: 'AWS/ApiGateway',
    name,
    statistic,
    dimensions,
    periodSeconds: ms / 1000,
  });
  return [
    of('Count', 'Sum', stepMs),
    of(isRest ? '5XXError' : '5xx', 'Sum', stepMs),
    ...statistics.map((statistic) => of('IntegrationLatency', statistic, periodMs)),
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
