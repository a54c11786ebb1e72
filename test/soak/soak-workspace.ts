import type { Seed } from '../../src/sandbox/slack/seed.ts';

export interface Asker {
  user: string;
  channel: string;
}

/** A workspace with so many channels, and in each a person who asks one question after the other. */
export function soakSeed(count: number): { seed: Seed; askers: Asker[] } {
  const askers = Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(4, '0');
    return { user: `U0SOAK${number}`, channel: `C0SOAK${number}` };
  });
  return {
    askers,
    seed: {
      team: { id: 'T0SOAK0000', name: 'Soak', domain: 'soak' },
      bot: { userId: 'U0GW504BT', botId: 'B0GW504BT', appId: 'A0GW504AP' },
      users: askers.map(({ user }, index) => ({ id: user, name: `asker-${index}` })),
      channels: askers.map(({ channel }, index) => ({ id: channel, name: `soak-${index}`, hasBot: true })),
      messages: [],
      userGroups: [],
      guide: { notice: '', tryThese: [], terminal: [] },
    },
  };
}
