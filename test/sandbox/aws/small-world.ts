import {
  emptyRegion,
  type Policy,
  type Region,
  type World,
  type WorldEvent,
} from '../../../src/sandbox/aws/world.ts';

/** The sandbox's moment in these tests, epoch ms. */
export const now = Date.UTC(2026, 10, 20, 14, 50);

export const everything: Policy = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

export const roleArn = 'arn:aws:iam::111122223333:role/gw504-read';

export const line = (atMs: number, message: string, stream = 's', ingestedMs = atMs + 1_000): WorldEvent => ({
  atMs,
  ingestedMs,
  message,
  stream,
});

/** One tools account whose user may assume one role of a shop's account in Ireland. */
export function smallWorld(region: Partial<Region> = {}, policy: Policy = everything): World {
  return {
    keys: [
      {
        accessKeyId: 'AKIASMALLWORLDSAMPLE',
        secretAccessKey: 'sample/secret+key',
        account: '999900001111',
        principal: 'user/gw504-bot',
        policy: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] },
      },
    ],
    accounts: [
      {
        id: '111122223333',
        alias: 'prod',
        roles: [
          {
            arn: roleArn,
            externalId: 'shop-7',
            trusts: ['999900001111'],
            allowsSourceIdentity: false,
            maxSessionSeconds: 3600,
            policy,
          },
        ],
        regions: { 'eu-west-1': { ...emptyRegion(), ...region } },
      },
    ],
  };
}

/** A world whose one key belongs to the shop itself: no role in between. */
export function ownWorld(region: Partial<Region> = {}, policy: Policy = everything): World {
  const world = smallWorld(region, policy);
  return {
    ...world,
    keys: world.keys.map((key) => ({ ...key, account: '111122223333', policy })),
  };
}

export const keys = { accessKeyId: 'AKIASMALLWORLDSAMPLE', secretAccessKey: 'sample/secret+key' };
