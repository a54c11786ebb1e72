import type { AwsAccess } from '../aws/open-aws.ts';
import { type Config, regionShape } from '../config-schema.ts';
import type { CollectContext } from '../evidence/collect-context.ts';
import { BadInput } from './bad-input.ts';
import { showProgress } from './show-progress.ts';

/**
 * What a live command looks with: AWS opened once, Ctrl-C as its stop. Refuses a question that would be asked nowhere
 * (no region) or elsewhere than was said (an account that is not known here).
 */
export async function liveContext(
  config: Config,
  { account, region }: { account?: string; region?: string },
): Promise<CollectContext> {
  const [{ openAws }, { loadTemplates }] = await Promise.all([
    import('../aws/open-aws.ts'),
    import('../templates.ts'),
  ]);
  const aws = openAws(config);
  await refuseWithoutRegion(config, aws, region);
  await refuseUnknownAccount(config, aws, account);
  refuseUnknownRegion(config, account, region);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const templates = loadTemplates();
  return {
    aws,
    config,
    templates,
    now: Date.now,
    deadlineMs: config.limits.deadlineSeconds * 1000,
    signal: stop.signal,
    onProgress: showProgress(process.stderr, templates),
  };
}

/** An account that the configuration does not name is refused: looking in another one than was asked for would mislead. */
async function refuseUnknownAccount(
  config: Config,
  aws: AwsAccess,
  account: string | undefined,
): Promise<void> {
  if (account === undefined) return;
  const known = config.accounts.flatMap(({ id, alias }) => [id, ...(alias === undefined ? [] : [alias])]);
  if (known.includes(account)) return;
  if (known.length > 0)
    throw new BadInput(
      `The configuration names no account "${account.slice(0, 80)}". It names ${known.join(', ')}; add it to accounts in gw504.yaml, or ask for one of these.`,
    );
  const own = await aws.ambientAccount(AbortSignal.timeout(10_000));
  if (!own.ok || own.value !== account)
    throw new BadInput(
      `These credentials are not of account "${account.slice(0, 80)}"${own.ok ? `, but of ${own.value}` : ''}. Take a profile of that account, or list it under accounts in gw504.yaml with a role.`,
    );
}

/** A session may ask in the regions of its account only, so that a name beside them would end as a denial. */
function refuseUnknownRegion(config: Config, account: string | undefined, region: string | undefined): void {
  if (region === undefined || config.accounts.length === 0) return;
  const asked = config.accounts.filter(
    ({ id, alias }) => account === undefined || account === id || account === alias,
  );
  const known = [...new Set(asked.flatMap(({ regions }) => regions))];
  if (known.includes(region)) return;
  throw new BadInput(
    `The configuration names no region "${region.slice(0, 80)}"${account === undefined ? '' : ` for account ${account}`}. It names ${known.join(', ')}; add it to regions in gw504.yaml, or ask for one of these.`,
  );
}

/** Without accounts in the configuration the SDK's own environment says where to look; it has to say a region. */
async function refuseWithoutRegion(
  config: Config,
  aws: AwsAccess,
  region: string | undefined,
): Promise<void> {
  if (region !== undefined && !regionShape.test(region))
    throw new BadInput(`"${region.slice(0, 80)}" is not a region. --region takes a name like eu-west-1.`);
  if (config.accounts.length > 0 || region !== undefined) return;
  const ambient = await aws.ambientRegion();
  if (ambient !== undefined && !regionShape.test(ambient))
    throw new BadInput(
      `"${ambient.slice(0, 80)}" is not a region. Set AWS_REGION (or the region of the profile) to a name like eu-west-1.`,
    );
  const profile = process.env.AWS_PROFILE;
  if (ambient === undefined && profile)
    throw new BadInput(
      `There is no AWS region to look in: the profile "${profile.slice(0, 80)}" that AWS_PROFILE names is not in the AWS configuration files here, or has no region. Mend AWS_PROFILE, or set AWS_REGION.`,
    );
  if (ambient === undefined)
    throw new BadInput(
      'There is no AWS region to look in. Set AWS_REGION (or a profile with a region), name one with --region, or list accounts and regions in gw504.yaml.',
    );
}
