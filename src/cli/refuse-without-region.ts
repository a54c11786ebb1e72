import type { Config } from '../config-schema.ts';
import { BadInput } from './bad-input.ts';

/** An account that the configuration does not name is refused: looking in another one than was asked for would mislead. */
export async function refuseUnknownAccount(config: Config, account: string | undefined): Promise<void> {
  if (account === undefined) return;
  const known = config.accounts.flatMap(({ id, alias }) => [id, ...(alias === undefined ? [] : [alias])]);
  if (known.includes(account)) return;
  if (known.length > 0)
    throw new BadInput(
      `The configuration names no account "${account.slice(0, 80)}". It names ${known.join(', ')}; add it to accounts in gw504.yaml, or ask for one of these.`,
    );
  const { openAws } = await import('../aws/open-aws.ts');
  const own = await openAws(config).ambientAccount(AbortSignal.timeout(10_000));
  if (!own.ok || own.value !== account)
    throw new BadInput(
      `These credentials are not of account "${account.slice(0, 80)}"${own.ok ? `, but of ${own.value}` : ''}. Take a profile of that account, or list it under accounts in gw504.yaml with a role.`,
    );
}

/** Without accounts in the configuration the SDK's own environment says where to look; it has to say a region. */
export async function refuseWithoutRegion(config: Config, region: string | undefined): Promise<void> {
  if (config.accounts.length > 0 || region !== undefined) return;
  const { openAws } = await import('../aws/open-aws.ts');
  if ((await openAws(config).ambientRegion()) === undefined)
    throw new BadInput(
      'There is no AWS region to look in. Set AWS_REGION (or a profile with a region), name one with --region, or list accounts and regions in gw504.yaml.',
    );
}
