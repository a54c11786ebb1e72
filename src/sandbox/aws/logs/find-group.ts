import { AwsError } from '../aws-error.ts';
import type { Call } from '../service.ts';
import type { LogGroup, World, WorldEvent } from '../world.ts';
import { emptyRegion } from '../world.ts';

/** A log group with whose it is: groups of linked accounts are seen too. */
export interface PlacedGroup {
  account: string;
  region: string;
  group: LogGroup;
}

/** What an account has in a region; nothing where it has never been. */
export function regionOf(world: World, account: string, region: string) {
  const regions = world.accounts.find(({ id }) => id === account)?.regions ?? {};
  return (Object.hasOwn(regions, region) ? regions[region] : undefined) ?? emptyRegion();
}

/** Without the ":*" that DescribeLogGroups adds. */
export function arnOfGroup(region: string, account: string, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

/** What IAM is asked about for one group. Policies that end in ":*" match it; those without do not, as on AWS. */
export function resourceOfGroup(region: string, account: string, name: string): string {
  return `${arnOfGroup(region, account, name)}:log-stream:`;
}

/** Whose group a name or ARN means, before anybody has looked whether it exists. */
export function readGroupIdentifier(
  call: Call,
  identifier: string,
  member: string,
): { account: string; region: string; name: string } {
  const [, region, account, arnName] =
    identifier.match(/^arn:[\w-]+:logs:([\w-]*):(\d{12}):log-group:([^:*]+)$/) ?? [];
  const name = arnName ?? identifier;
  // An ARN with its trailing ":*", as DescribeLogGroups gives it, is refused too: a well-known trap.
  if (!/^[\w#/.-]{1,512}$/.test(name))
    throw new AwsError(
      'InvalidParameterException',
      `1 validation error detected: Value '${identifier}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w#+=/:,.@-]*`,
    );
  return { account: account ?? call.account, region: region ?? call.region, name };
}

/** The group itself; undefined where there is none that the caller's account sees. */
export function findGroup(
  world: World,
  call: Call,
  place: { account: string; region: string; name: string },
): PlacedGroup | undefined {
  if (place.region !== call.region) return undefined;
  if (place.account !== call.account && !call.here.linkedAccounts.includes(place.account)) return undefined;
  const group = regionOf(world, place.account, place.region).logGroups.find(
    ({ name }) => name === place.name,
  );
  return group && { account: place.account, region: place.region, group };
}

/** Events that can be read now: ingested, and not past their retention. Oldest first. */
export function visibleEvents(group: LogGroup, nowMs: number, lagMs: number): WorldEvent[] {
  const keptSinceMs = keptSince(group, nowMs);
  return group.events
    .filter((event) => event.ingestedMs + lagMs <= nowMs && event.atMs >= keptSinceMs)
    .sort((a, b) => a.atMs - b.atMs || a.ingestedMs - b.ingestedMs);
}

/** Epoch ms before which nothing is kept. */
export function keptSince(group: LogGroup, nowMs: number): number {
  return group.retentionDays === undefined
    ? Number.NEGATIVE_INFINITY
    : nowMs - group.retentionDays * 86_400_000;
}

/** What a scan of this window reads, billed as bytes of the lines in it and of the traffic that is only counted. */
export function scanOf(
  group: LogGroup,
  events: readonly WorldEvent[],
  fromMs: number,
  toMs: number,
  nowMs: number,
): { bytes: number; records: number } {
  const startMs = Math.max(fromMs, group.createdMs, keptSince(group, nowMs));
  const hours = Math.max(0, Math.min(toMs, nowMs) - startMs) / 3_600_000;
  const otherBytes = (group.bytesPerHour ?? 0) * hours;
  const ownBytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
  return {
    bytes: Math.round(otherBytes + ownBytes),
    records: Math.round(otherBytes / bytesOfRecord) + events.length,
  };
}

/** Size of a common line, bytes: an invented average, only for counts of traffic that has no lines here. */
const bytesOfRecord = 320;
