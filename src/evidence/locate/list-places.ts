import type { AwsSession } from '../../aws/open-aws.ts';
import type { AccountConfig } from '../../config-schema.ts';
import { addNote, type Investigation } from '../investigation.ts';

/** One account and region to look in. */
export interface Place {
  account: AccountConfig | undefined;
  region: string;
  session: AwsSession;
}

/** Accounts × regions that the question, the channel and the configuration leave. Empty only with a note that says why. */
export async function listPlaces(investigation: Investigation): Promise<Place[]> {
  const { inquiry, context } = investigation;
  const { scope } = inquiry;
  const isAllowed = (account: AccountConfig) => matches(account, context.allowed?.accounts ?? []);
  const accounts = context.config.accounts.filter(
    (account) => isAllowed(account) && (scope.account === undefined || matches(account, [scope.account])),
  );
  if (context.config.accounts.length === 0) {
    const region = scope.region ?? (await context.aws.ambientRegion());
    if (region === undefined) {
      addNote(investigation, { note: 'no-region', args: {} });
      return [];
    }
    return [placeOf(investigation, undefined, region)];
  }
  if (accounts.length === 0 && scope.account !== undefined) {
    const isKnown = context.config.accounts.some((account) => matches(account, [scope.account ?? '']));
    addNote(investigation, {
      note: isKnown ? 'account-not-allowed' : 'unknown-account',
      args: { account: scope.account },
    });
  }
  return accounts.flatMap((account) =>
    (scope.region === undefined ? account.regions : [scope.region]).map((region) =>
      placeOf(investigation, account, region),
    ),
  );
}

/** The place of another account or region, for what an API's integration points at. */
export function findPlace(
  investigation: Investigation,
  from: Place,
  account: string | undefined,
  region: string | undefined,
): Place | undefined {
  const isSameAccount =
    account === undefined || from.account === undefined || matches(from.account, [account]);
  const target = isSameAccount
    ? from.account
    : investigation.context.config.accounts.find((known) => matches(known, [account]));
  if (!isSameAccount && target === undefined) return undefined;
  if (isSameAccount && (region === undefined || region === from.region)) return from;
  return placeOf(investigation, target, region ?? from.region);
}

function placeOf(investigation: Investigation, account: AccountConfig | undefined, region: string): Place {
  const { inquiry, context, count } = investigation;
  const askedBy = inquiry.askedBy ?? 'terminal';
  return {
    account,
    region,
    session: context.aws.session({ account, region, askedBy, count }),
  };
}

/** "prod eu-west-1": what people know a place by. */
export function nameOfPlace({ session, region }: Place): string {
  return `${session.alias ?? session.account ?? 'this account'} ${region}`;
}

/** An empty list allows all. */
function matches(account: AccountConfig, named: readonly string[]): boolean {
  return (
    named.length === 0 ||
    named.includes(account.id) ||
    (account.alias !== undefined && named.includes(account.alias))
  );
}
