import type { Config } from '../config-schema.ts';
import { BadInput } from './bad-input.ts';

/** Without accounts in the configuration the SDK's own environment says where to look; it has to say a region. */
export async function refuseWithoutRegion(config: Config, region: string | undefined): Promise<void> {
  if (config.accounts.length > 0 || region !== undefined) return;
  const { openAws } = await import('../aws/open-aws.ts');
  if ((await openAws(config).ambientRegion()) === undefined)
    throw new BadInput(
      'There is no AWS region to look in. Set AWS_REGION (or a profile with a region), name one with --region, or list accounts and regions in gw504.yaml.',
    );
}
