import type { AwsSession } from '../../aws/open-aws.ts';
import { probePermissions } from '../../aws/probe-permissions.ts';
import type { AccountConfig } from '../../config-schema.ts';
import { type Check, type DoctorContext, type DoctorFinding, ok, problem, unknown } from '../check.ts';

/** One of these says it for all permissions. */
const withoutAccess = ['role-not-assumable', 'no-credentials', 'credentials-refused'];

/** Assumes each role and tries every permission in each of its regions. */
export const roles: Check = {
  name: 'roles',
  async run(context) {
    const places = await sessionsOf(context);
    if (places.length === 0) return [unknown('AWS', 'no-region')];
    return (await Promise.all(places.map((place) => probe(place, context)))).flat();
  },
};

interface DoctorPlace {
  /** "account shop in eu-west-1". */
  name: string;
  account: AccountConfig | undefined;
  session: AwsSession;
}

/** Every account and region of the configuration; the ambient ones where none is configured. */
export async function sessionsOf({ config, aws }: DoctorContext): Promise<DoctorPlace[]> {
  const place = (account: AccountConfig | undefined, region: string): DoctorPlace => ({
    name: `${account ? `account ${account.alias ?? account.id}` : 'ambient credentials'} in ${region}`,
    account,
    session: aws.session({ account, region, askedBy: 'doctor', count: { calls: 0 } }),
  });
  if (config.accounts.length > 0)
    return config.accounts.flatMap((account) => account.regions.map((region) => place(account, region)));
  const region = await aws.ambientRegion();
  return region === undefined ? [] : [place(undefined, region)];
}

async function probe(place: DoctorPlace, { now, signal }: DoctorContext): Promise<DoctorFinding[]> {
  const probes = await probePermissions(place.session, now(), signal);
  const withoutRole = probes.find(
    (one) => one.status === 'failed' && withoutAccess.includes(one.failure.reason),
  );
  if (withoutRole && withoutRole.status !== 'granted')
    return [
      problem(place.name, 'role-not-assumable', {
        role: place.account?.roleArn ?? 'the ambient credentials',
        why: withoutRole.failure.detail,
      }),
    ];
  const denied = probes.filter((one) => one.status === 'denied').map((one) => one.action);
  const failed = probes.flatMap((one) =>
    one.status === 'failed' ? [`${one.action} (${one.failure.detail})`] : [],
  );
  return [
    ...(denied.length === 0 && failed.length === 0 ? [ok(place.name, 'permissions-complete')] : []),
    ...(denied.length > 0
      ? [problem(place.name, 'permissions-missing', { actions: denied.join(', ') })]
      : []),
    ...(failed.length > 0 ? [unknown(place.name, 'permissions-unknown', { why: failed.join('; ') })] : []),
  ];
}
