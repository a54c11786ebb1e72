import type { Templates } from '../templates.ts';
import { type SampleIncident, sampleIncidents } from './incidents/sample-incidents.ts';
import { people, places, teamId } from './sample-workspace.ts';
import type { Seed, SeedMessage } from './slack/seed.ts';

/** How many ids the page names; more would be a list that nobody reads. */
const mostNamed = 12;

/** The workspace as it stands when the sandbox opens: channels with incidents that people are talking about. */
export function sampleSeed(nowMs: number, templates: Templates, terminal: (id: string) => string[]): Seed {
  const say = (name: string, values: Record<string, string> = {}) =>
    templates.render(`sandbox/workspace:${name}`, values);
  const incidents = sampleIncidents(nowMs);
  const [first] = incidents;
  const id = first?.id ?? '';
  return {
    team: { id: teamId, name: say('team'), domain: 'shop-engineering' },
    bot: { userId: people.bot, botId: 'B0GW504BT', appId: 'A0GW504AP' },
    users: [
      { id: people.ana, name: 'ana', realName: say('users.ana'), isAdmin: true },
      { id: people.jonas, name: 'jonas', realName: say('users.jonas') },
      { id: people.mei, name: 'mei', realName: say('users.mei') },
      { id: people.sam, name: 'sam', realName: say('users.sam'), guest: 'multi-channel' },
      {
        id: people.alarms,
        name: 'amazon-q',
        realName: say('users.alarms'),
        app: { botId: 'B0AWSALRM', appId: 'A0AWSALRM' },
      },
    ],
    channels: [
      {
        id: places.incidents,
        name: 'incidents',
        topic: say('channels.incidents'),
        hasBot: true,
        members: [people.ana, people.jonas, people.mei, people.sam],
      },
      { id: places.payments, name: 'payments-oncall', topic: say('channels.payments'), hasBot: true },
      { id: places.alarms, name: 'alarms', topic: say('channels.alarms'), hasBot: true },
      { id: places.lobby, name: 'lobby', topic: say('channels.lobby'), hasBot: true },
      {
        id: places.partner,
        name: 'partner-contoso',
        topic: say('channels.partner'),
        hasBot: true,
        shared: 'external',
      },
    ],
    messages: [...talkOfIncidents(first, say), ...talkOfPayments(incidents, say), alarm(say)],
    userGroups: [{ id: 'S0ONCALL0', handle: 'oncall', name: 'On call', users: [people.ana, people.jonas] }],
    guide: {
      notice: say('notice'),
      tryThese: namedIncidents(incidents).map((incident) => ({ id: incident.id, about: incident.about })),
      terminal: terminal(id),
    },
  };
}

/** One incident of each cause, the best known one first. */
function namedIncidents(incidents: readonly SampleIncident[]): SampleIncident[] {
  const seen = new Set<string>();
  return incidents
    .filter(({ shown }) => {
      const isNew = !seen.has(shown);
      seen.add(shown);
      return isNew;
    })
    .slice(0, mostNamed);
}

type Say = (name: string, values?: Record<string, string>) => string;

function talkOfIncidents(first: SampleIncident | undefined, say: Say): SeedMessage[] {
  const channel = places.incidents;
  return [
    {
      channel,
      user: people.jonas,
      text: asStored(say('talk.checkout', { id: `\`${first?.id ?? ''}\`` })),
      minutesAgo: 9,
      replies: [{ user: people.mei, text: asStored(say('talk.retry')), minutesAgo: 7 }],
    },
    {
      channel,
      user: people.mei,
      text: asStored(say('talk.pasted', { lines: first?.pasted ?? '' })),
      minutesAgo: 6,
    },
    { channel, user: people.jonas, text: asStored(say('talk.whichever')), minutesAgo: 5 },
  ];
}

function talkOfPayments(incidents: readonly SampleIncident[], say: Say): SeedMessage[] {
  const charge = incidents.find((incident) => incident.channel === 'payments');
  if (!charge) return [];
  return [
    {
      channel: places.payments,
      user: people.ana,
      text: asStored(say('talk.charge', { id: `\`${charge.id}\`` })),
      minutesAgo: 15,
    },
  ];
}

function alarm(say: Say): SeedMessage {
  return {
    channel: places.alarms,
    user: people.alarms,
    text: asStored(say('alarm.text')),
    attachments: [
      {
        color: 'd92b2b',
        fallback: asStored(say('alarm.text')),
        title: say('alarm.title'),
        text: asStored(say('alarm.reason')),
      },
    ],
    minutesAgo: 10,
  };
}

/** As Slack stores what people type. */
function asStored(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
