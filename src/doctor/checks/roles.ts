import type { Failure } from '../../aws/answer.ts';
import type { AwsSession } from '../../aws/open-aws.ts';
import { probePermissions } from '../../aws/probe-permissions.ts';
import type { AccountConfig } from '../../config-schema.ts';
import { type Check, type DoctorContext, type DoctorFinding, ok, problem, unknown } from '../check.ts';
import { unlooked } from '../unlooked.ts';

/** Assumes each role and tries every permission in each of its regions. */
export const roles: Check = {
  name: 'roles',
  async run(context) {
    const places = await sessionsOf(context);
    if (places.length === 0) return [unknown('AWS', 'no-region')];
    return (await Promise.all(places.map((place) => probe(place, context)))).flat();
  },
};

export interface DoctorPlace {
  account: AccountConfig | undefined;
  session: AwsSession;
}

/** Every account and region of the configuration; the ambient ones where none is configured. */
export async function sessionsOf({ config, aws }: DoctorContext): Promise<DoctorPlace[]> {
  const place = (account: AccountConfig | undefined, region: string): DoctorPlace => ({
    account,
    session: aws.session({ account, region, askedBy: 'doctor', count: { calls: 0 } }),
  });
  if (config.accounts.length > 0)
    return config.accounts.flatMap((account) => account.regions.map((region) => place(account, region)));
  const region = await aws.ambientRegion();
  return region === undefined ? [] : [place(undefined, region)];
}

/** "account shop in eu-west-1"; of the ambient credentials the account too, once AWS has told it. */
export function nameOf({ account, session }: DoctorPlace): string {
  const ambient =
    session.account === undefined
      ? 'ambient credentials'
      : `ambient credentials (account ${session.account})`;
  return `${account ? `account ${account.alias ?? account.id}` : ambient} in ${session.region}`;
}

export function roleOf({ account }: DoctorPlace): string {
  return account?.roleArn ?? 'the ambient credentials';
}

async function probe(place: DoctorPlace, { now, signal }: DoctorContext): Promise<DoctorFinding[]> {
  const probes = await probePermissions(place.session, now(), signal);
  const subject = nameOf(place);
  const denied = probes.filter((one) => one.status === 'denied').map((one) => one.action);
  const failed = probes.flatMap((one) => (one.status === 'failed' ? [one] : []));
  const reasons = new Map<string, { failure: Failure; actions: string[] }>();
  for (const { action, failure } of failed) {
    const key = `${failure.reason} ${failure.detail}`;
    const known = reasons.get(key) ?? { failure, actions: [] };
    reasons.set(key, { ...known, actions: [...known.actions, action] });
  }
  const granted = probes.length - denied.length - failed.length;
  return [
    ...(granted === probes.length ? [ok(subject, 'permissions-complete')] : []),
    ...(denied.length > 0 ? [problem(subject, 'permissions-missing', { actions: denied.join(', ') })] : []),
    ...[...reasons.values()].map(({ failure, actions }) =>
      unlooked(subject, failure, {
        what: actions.length === probes.length ? 'any permission' : actions.join(', '),
        role: roleOf(place),
      }),
    ),
    ...clockOf(place),
  ];
}

/** AWS's own time, of the answers so far: Slack's is another check, and may be missing. */
function clockOf(place: DoctorPlace): DoctorFinding[] {
  const offMs = place.session.clockOffMs();
  if (Math.abs(offMs) <= clockToleranceMs) return [];
  const minutes = Math.round(Math.abs(offMs) / 60_000);
  return [
    problem(
      nameOf(place),
      'clock-shifts-searches',
      offMs > 0 ? { minutesBehind: minutes } : { minutesAhead: minutes },
    ),
  ];
}

const clockToleranceMs = 60_000;
