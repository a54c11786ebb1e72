import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../src/sandbox/slack/manifest.ts';
import type { Seed } from '../../../src/sandbox/slack/seed.ts';
import { createWorkspace } from '../../../src/sandbox/slack/workspace.ts';
import { manifest, seed } from './workspace.ts';

const startMs = Date.UTC(2026, 10, 21);

describe('a workspace', () => {
  it('begins with its messages in order of time, however they are written down', () => {
    const told: Seed = {
      ...seed,
      messages: [
        { channel: 'C0INCIDENT', user: 'U0BOB', text: 'late', minutesAgo: 1 },
        {
          channel: 'C0INCIDENT',
          user: 'U0BOB',
          text: 'early',
          minutesAgo: 9,
          replies: [{ user: 'U0ALICE', text: 'reply', minutesAgo: 5 }],
        },
        ...Array.from({ length: 80 }, (_, index) => ({
          channel: 'C0RANDOM',
          user: 'U0BOB',
          text: `${index}`,
          minutesAgo: 2,
        })),
      ],
    };
    const { messages } = createWorkspace(told, manifest, startMs);
    expect(messages.filter(({ channel }) => channel === 'C0INCIDENT').map(({ text }) => text)).toStrictEqual([
      'early',
      'reply',
      'late',
    ]);
    expect(messages[1]?.threadTs).toBe(messages[0]?.ts);
    expect(new Set(messages.map(({ ts }) => ts)).size).toBe(messages.length);
    for (const { ts } of messages) expect(ts).toMatch(/^\d{10}\.\d{6}$/);
  });

  it('lets everybody of ours into a channel that names nobody', () => {
    const { channels } = createWorkspace(seed, manifest, startMs);
    expect(channels.get('C0INCIDENT')?.members).toStrictEqual(['U0ALICE', 'U0BOB', 'U0ALARM', 'U0GW504BOT']);
    expect(channels.get('C0RANDOM')?.members).toStrictEqual(['U0ALICE', 'U0BOB', 'U0ALARM']);
    expect(channels.get('C0PARTNER')?.members).toStrictEqual(['U0ALICE', 'U0STRANGER', 'U0GW504BOT']);
  });

  it('shares nothing with its seed', () => {
    const one = createWorkspace(seed, manifest, startMs);
    one.messages[0]?.reactions.push({ name: 'eyes', users: ['U0BOB'] });
    one.userGroups[0]?.users.push('U0BOB');
    one.channels.get('C0PARTNER')?.members.push('U0BOB');
    const other = createWorkspace(seed, manifest, startMs);
    expect([
      other.messages[0]?.reactions,
      other.userGroups[0]?.users,
      other.channels.get('C0PARTNER')?.members,
    ]).toStrictEqual([[], ['U0ALICE'], ['U0ALICE', 'U0STRANGER', 'U0GW504BOT']]);
  });
});

describe('a manifest', () => {
  const least = {
    display_information: { name: 'bot' },
    features: { bot_user: { display_name: 'bot' } },
    oauth_config: { scopes: { bot: [] } },
    settings: { event_subscriptions: { bot_events: [] } },
  };

  it('may be JSON, and says little', () => {
    expect(readManifest(JSON.stringify(least)).features.slash_commands).toStrictEqual([]);
  });

  it.each<[string, object]>([
    ['a name that is too long', { ...least, display_information: { name: 'x'.repeat(36) } }],
    [
      'a command without its slash',
      { ...least, features: { ...least.features, slash_commands: [{ command: 'gw504', description: 'a' }] } },
    ],
    [
      'a shortcut whose name is too long',
      {
        ...least,
        features: {
          ...least.features,
          shortcuts: [{ name: 'x'.repeat(25), type: 'global', callback_id: 'a', description: 'a' }],
        },
      },
    ],
    ['no scopes', { ...least, oauth_config: {} }],
  ])('is refused for %s', (_, text) => {
    expect(() => readManifest(JSON.stringify(text))).toThrow();
  });
});
