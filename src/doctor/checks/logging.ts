import type { Failure } from '../../aws/answer.ts';
import type { GatewayApi, GatewayStage } from '../../aws/gateway-api.ts';
import { getHttpApis, getHttpStages } from '../../aws/http-apis.ts';
import { describeLogGroup } from '../../aws/log-groups.ts';
import { partitionOf } from '../../aws/partition.ts';
import { getRestApis, getRestStages } from '../../aws/rest-apis.ts';
import { formatFields, missingFields, widenFormat } from '../../evidence/readings/access-log-format.ts';
import type { Check, DoctorContext, DoctorFinding } from '../check.ts';
import { advice, ok, problem } from '../check.ts';
import { unlooked } from '../unlooked.ts';
import { type DoctorPlace, nameOf, roleOf, sessionsOf } from './roles.ts';

/** API Gateway's control plane allows few calls a second for the whole account; more APIs than this are named, not asked. */
const mostApis = 40;

/** Whether each stage writes what a diagnosis reads, and the command that makes it do so. */
export const logging: Check = {
  name: 'logging',
  async run(context) {
    return (await Promise.all((await sessionsOf(context)).map((place) => checkPlace(place, context)))).flat();
  },
};

async function checkPlace(place: DoctorPlace, context: DoctorContext): Promise<DoctorFinding[]> {
  const { session } = place;
  const { signal } = context;
  const [rest, http] = await Promise.all([getRestApis(session, signal), getHttpApis(session, signal)]);
  const findings: DoctorFinding[] = [];
  const name = nameOf(place);
  for (const answer of [rest, http]) if (!answer.ok) findings.push(unread(name, place, answer, 'the APIs'));
  const apis = [...(rest.ok ? rest.value : []), ...(http.ok ? http.value : [])];
  if (apis.length === 0 && findings.length === 0)
    findings.push(advice(name, 'no-apis', { region: session.region }));
  if (apis.length > mostApis)
    findings.push(
      advice(name, 'too-many-apis', { count: apis.length, looked: mostApis, region: session.region }),
    );
  const perApi = await Promise.all(apis.slice(0, mostApis).map((api) => checkApi(place, api, context)));
  return [...findings, ...perApi.flat()];
}

/** A denial is the role's; anything else the check of the roles has met too, and says the same of it. */
function unread(subject: string, place: DoctorPlace, failure: Failure, what: string): DoctorFinding {
  if (failure.reason === 'access-denied')
    return problem(subject, 'apis-denied', { what, why: failure.detail });
  return unlooked(subject, failure, { what, role: roleOf(place) });
}

async function checkApi(
  place: DoctorPlace,
  api: GatewayApi,
  context: DoctorContext,
): Promise<DoctorFinding[]> {
  const stages =
    api.apiType === 'rest'
      ? await getRestStages(place.session, api.apiId, context.signal)
      : await getHttpStages(place.session, api.apiId, context.signal);
  const subject = `${api.apiName} (${api.apiId}), ${nameOf(place)}`;
  if (!stages.ok) return [unread(subject, place, stages, 'its stages')];
  return (await Promise.all(stages.value.map((stage) => checkStage(place, api, stage, context)))).flat();
}

async function checkStage(
  place: DoctorPlace,
  api: GatewayApi,
  stage: GatewayStage,
  context: DoctorContext,
): Promise<DoctorFinding[]> {
  const subject = `stage ${api.apiName}/${stage.stage}, ${nameOf(place)}`;
  const args = { apiId: api.apiId, stage: stage.stage, region: place.session.region };
  const findings: DoctorFinding[] = [];
  const { loggingLevel: level, dataTrace } = stage.methodSettings['*/*'] ?? {};
  if (api.apiType === 'rest') {
    if (level === undefined || level === 'OFF') findings.push(problem(subject, 'execution-log-off', args));
    else if (level === 'ERROR') findings.push(advice(subject, 'execution-log-errors-only', args));
    if (level === 'INFO' && dataTrace) findings.push(advice(subject, 'data-trace-on', args));
    if (!stage.tracing) findings.push(advice(subject, 'tracing-off', args));
    if (level === 'INFO' || level === 'ERROR')
      findings.push(...(await checkRetention(place, executionGroupOf(api, stage), subject, context)));
  }
  if (stage.accessLogGroup === undefined)
    findings.push(
      (api.apiType === 'http' ? problem : advice)(subject, 'access-log-off', {
        ...args,
        ...newAccessLog(place, api, stage),
      }),
    );
  else {
    const missing = missingFields(formatFields(stage.accessLogFormat ?? ''), api.apiType).map(
      (name) => `$context.${name}`,
    );
    if (missing.length > 0)
      findings.push(
        advice(subject, 'access-log-fields', {
          ...args,
          missing: missing.join(', '),
          ...patchArgs(api, stage, missing),
        }),
      );
    const group = await describeLogGroup(place.session, stage.accessLogGroup, context.signal);
    if (group.ok && group.value === undefined)
      findings.push(problem(subject, 'access-log-group-missing', { ...args, group: stage.accessLogGroup }));
    else if (group.ok && group.value?.class === 'INFREQUENT_ACCESS')
      findings.push(advice(subject, 'infrequent-access', { ...args, group: stage.accessLogGroup }));
    findings.push(...(await checkRetention(place, stage.accessLogGroup, subject, context)));
  }
  return findings.length > 0 ? findings : [ok(subject, 'logging-complete', args)];
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
const executionGroupOf = ({ apiId }: GatewayApi, { stage }: GatewayStage) =>
  `API-Gateway-Execution-Logs_${apiId}/${stage}`;

/** Lines that go before this many days make questions about last week's requests unanswerable. Our choice. */
const shortestDays = 7;

async function checkRetention(
  { session }: DoctorPlace,
  group: string,
  subject: string,
  { signal }: DoctorContext,
): Promise<DoctorFinding[]> {
  const found = await describeLogGroup(session, group, signal);
  const days = found.ok ? found.value?.retentionDays : undefined;
  return days === undefined || days >= shortestDays
    ? []
    : [advice(subject, 'retention-short', { group, days, region: session.region })];
}

/** What a newcomer reads first in a row; the fields that diagnose come behind them. */
const firstFields =
  '{"requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","path":"$context.path"}';

/** A log group of its own for the stage, and a format with every field that a diagnosis uses. */
function newAccessLog({ session }: DoctorPlace, api: GatewayApi, { stage }: GatewayStage) {
  const { region } = session;
  const group = `/api-gateway/${api.apiId}/${stage.replace(/[^\w.-]/g, '')}`;
  const arn = `arn:${partitionOf(region)}:logs:${region}:${session.account ?? 'ACCOUNT'}:log-group:${group}`;
  const format = widenFormat(firstFields, missingFields(formatFields(firstFields), api.apiType)) ?? '';
  return { group, arn, ...(api.apiType === 'rest' ? { restFormat: format } : { otherFormat: format }) };
}

/** What the command that adds the fields needs; nothing where the format is not JSON. */
function patchArgs(api: GatewayApi, stage: GatewayStage, missing: string[]): Record<string, string> {
  const format = widenFormat(
    stage.accessLogFormat ?? '',
    missing.map((name) => name.replace('$context.', '')),
  );
  if (format === undefined) return {};
  return api.apiType === 'rest' ? { restFormat: format } : { otherFormat: format };
}
