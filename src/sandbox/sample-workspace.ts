/** Ids of the sandbox's people and places; Slack's form, invented. */
export const people = {
  ana: 'U0ANARUIZ',
  jonas: 'U0JONAS00',
  mei: 'U0MEITAN0',
  sam: 'U0SAMGST0',
  alarms: 'U0AWSALRM',
  bot: 'U0GW504BT',
} as const;

export const places = {
  incidents: 'C0INCIDENT',
  payments: 'C0PAYMENTS',
  alarms: 'C0ALARMS00',
  lobby: 'C0LOBBY000',
  partner: 'C0PARTNER0',
} as const;

export const teamId = 'T0SANDBOX0';
