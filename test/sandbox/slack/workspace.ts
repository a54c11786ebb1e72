import { readFileSync } from 'node:fs';
import { readManifest } from '../../../src/sandbox/slack/manifest.ts';
import type { Seed } from '../../../src/sandbox/slack/seed.ts';

/** The manifest that is shipped. */
export const manifest = readManifest(readFileSync(new URL('../../../manifest.yml', import.meta.url), 'utf8'));

/** A small workspace with one of everything. */
export const seed: Seed = {
  team: { id: 'T0SANDBOX', name: 'Sandbox', domain: 'sandbox' },
  bot: { userId: 'U0GW504BOT', botId: 'B0GW504BOT', appId: 'A0GW504APP' },
  users: [
    { id: 'U0ALICE', name: 'alice', realName: 'Alice Example', isAdmin: true },
    { id: 'U0BOB', name: 'bob' },
    { id: 'U0GUEST', name: 'gus', guest: 'single-channel' },
    { id: 'U0STRANGER', name: 'stella', isStranger: true, teamId: 'T0PARTNER1' },
    { id: 'U0ALARM', name: 'alarms', app: { botId: 'B0ALARM', appId: 'A0ALARM', isClassic: true } },
  ],
  channels: [
    { id: 'C0INCIDENT', name: 'incidents', topic: 'What is broken', hasBot: true },
    { id: 'C0RANDOM', name: 'random', hasBot: false },
    { id: 'C0OLD', name: 'old', isArchived: true, hasBot: true },
    {
      id: 'C0PARTNER',
      name: 'partner',
      shared: 'external',
      hasBot: true,
      members: ['U0ALICE', 'U0STRANGER'],
    },
    { id: 'G0SECRET', name: 'secret', isPrivate: true, hasBot: true, members: ['U0ALICE'] },
    { id: 'G0CLOSED', name: 'closed', isPrivate: true, hasBot: false, members: ['U0ALICE'] },
  ],
  messages: [
    {
      channel: 'C0INCIDENT',
      user: 'U0ALARM',
      text: '',
      attachments: [{ color: 'danger', title: 'ALARM: orders-5xx', text: 'Threshold crossed' }],
      minutesAgo: 12,
      replies: [{ user: 'U0BOB', text: 'looking', minutesAgo: 10 }],
    },
  ],
  userGroups: [{ id: 'S0ONCALL', handle: 'on-call', name: 'On call', users: ['U0ALICE'] }],
  guide: { notice: 'Sample data', tryThese: [], terminal: [] },
};

export const tokens = { bot: 'xoxb-sandbox', app: 'xapp-sandbox' };
