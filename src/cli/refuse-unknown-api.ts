import type { GatewayApi } from '../aws/gateway-api.ts';
import { getHttpApis, getHttpStages } from '../aws/http-apis.ts';
import type { AwsAccess, AwsSession } from '../aws/open-aws.ts';
import { getRestApis, getRestStages } from '../aws/rest-apis.ts';
import type { Config } from '../config-schema.ts';
import { BadInput } from './bad-input.ts';

interface Named {
  account?: string;
  region?: string;
  api?: string;
  stage?: string;
}

/** APIs or stages that a refusal names at most; more would hide the sentence. */
const mostNamed = 10;

/**
 * Refuses an API or a stage that is nowhere in the places that were looked at, and names those that are there. What the
 * look itself has just read is asked for again, so that AWS is not.
 */
export async function refuseUnknownApi(config: Config, aws: AwsAccess, named: Named): Promise<void> {
  if (named.api === undefined && named.stage === undefined) return;
  const signal = AbortSignal.timeout(10_000);
  const places = await sessionsOf(config, aws, named);
  const apis = (
    await Promise.all(
      places.map(async (session) => {
        const [rest, http] = await Promise.all([getRestApis(session, signal), getHttpApis(session, signal)]);
        return [...(rest.ok ? rest.value : []), ...(http.ok ? http.value : [])].map((api) => ({
          session,
          api,
        }));
      }),
    )
  ).flat();
  const where = places
    .map(({ alias, account, region }) => `${alias ?? account ?? 'this account'} ${region}`)
    .join(', ');
  const found = apis.filter(
    ({ api }) => named.api === undefined || [api.apiId, api.apiName].includes(named.api),
  );
  const [first] = found;
  if (!first)
    throw new BadInput(
      `There is no API "${short(named.api)}" in ${where}. ${listed(
        apis.map(({ api }) => nameOf(api)),
        'no API at all',
      )}`,
    );
  const stages = await Promise.all(
    found.map(({ session, api }) =>
      (api.apiType === 'rest' ? getRestStages : getHttpStages)(session, api.apiId, signal),
    ),
  );
  const names = [
    ...new Set(stages.flatMap((answer) => (answer.ok ? answer.value.map(({ stage }) => stage) : []))),
  ];
  if (named.stage === undefined || names.includes(named.stage)) return;
  const owner = named.api === undefined ? `No API in ${where}` : `The API ${nameOf(first.api)}`;
  throw new BadInput(
    `${owner} has ${named.api === undefined ? 'a' : 'no'} stage "${short(named.stage)}". ${listed(names, 'no stage at all')}`,
  );
}

const nameOf = ({ apiName, apiId }: GatewayApi) => (apiName === apiId ? apiId : `${apiName} (${apiId})`);
const short = (text: string = '') => text.slice(0, 80);

function listed(names: string[], none: string): string {
  if (names.length === 0) return `There is ${none}.`;
  const more = names.length > mostNamed ? `, and ${names.length - mostNamed} more` : '';
  return `There ${names.length === 1 ? 'is' : 'are'}: ${names.slice(0, mostNamed).join(', ')}${more}.`;
}

async function sessionsOf(config: Config, aws: AwsAccess, { account, region }: Named): Promise<AwsSession[]> {
  const open = (of: Config['accounts'][number] | undefined, where: string) =>
    aws.session({ account: of, region: where, askedBy: 'terminal', count: { calls: 0 } });
  if (config.accounts.length === 0) {
    const where = region ?? (await aws.ambientRegion());
    return where === undefined ? [] : [open(undefined, where)];
  }
  return config.accounts
    .filter(({ id, alias }) => account === undefined || account === id || account === alias)
    .flatMap((of) => (region === undefined ? of.regions : [region]).map((where) => open(of, where)));
}
