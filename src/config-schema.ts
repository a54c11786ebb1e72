import { z } from 'zod';
import { usualRedaction } from './usual-config.ts';

const accountId = z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits');
/** A region's name in any of AWS's partitions. By its shape alone: a region that AWS opens tomorrow is none of our business. */
export const regionShape = /^(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d{1,2}$/;
const region = z.string().regex(regionShape, 'a region looks like eu-west-1');
const slackId = (letter: string, what: string) =>
  z
    .string()
    .regex(
      new RegExp(`^[${letter}][A-Z0-9]{2,}$`),
      `a Slack ${what} id begins with ${[...letter].join(' or ')} (ids, never names)`,
    );

const account = z.strictObject({
  id: accountId.describe('Account id, 12 digits'),
  alias: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'lower-case letters, digits and hyphens')
    .optional()
    .describe('Short name that people use with --account and that answers show'),
  roleArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
      'an ARN like arn:aws:iam::111122223333:role/gw504',
    )
    .optional()
    .describe('Read-only role to assume; without it the ambient credentials are used as they are'),
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'letters, digits and +=,.@:/-')
    .optional()
    .describe('ExternalId that the role trust asks for'),
  regions: z.array(region).min(1, 'name at least one region').describe('Regions to look in'),
  linkedAccounts: z
    .array(accountId)
    .default([])
    .describe('Source accounts whose logs this monitoring account sees'),
});

const channel = z.strictObject({
  id: slackId('CG', 'channel').describe('Channel id'),
  accounts: z
    .array(z.string())
    .default([])
    .describe('Account ids or aliases that may be asked about here; empty: all'),
  apis: z.array(z.string()).default([]).describe('API ids or names that may be asked about here; empty: all'),
  stages: z.array(z.string()).default([]).describe('Stages that may be asked about here; empty: all'),
  users: z
    .array(slackId('UW', 'user'))
    .default([])
    .describe('Who may ask; empty with no userGroups: every full member'),
  userGroups: z.array(slackId('S', 'user group')).default([]).describe('User groups whose members may ask'),
  pasted: z.enum(['on', 'off']).default('off').describe('Answer pasted ids without being named'),
  alarms: z.enum(['on', 'off']).default('off').describe('Answer alarm messages in their threads'),
});

/** A log group that belongs to a backend, load balancer or network, found by name because AWS does not tell. */
const backend = z
  .strictObject({
    kind: z
      .enum(['backend', 'load-balancer', 'flow-log'])
      .default('backend')
      .describe('What its lines are: an application, ALB or NLB access-log rows, or VPC flow-log rows'),
    logGroup: z
      .string()
      .regex(/^[\w./#-]{1,512}$/, 'a log group name')
      .optional()
      .describe('Name of the log group in CloudWatch Logs; may be missing beside a loadBalancer'),
    loadBalancer: z
      .string()
      .regex(/^(?:app|net)\/[\w-]{1,32}\/[0-9a-f]{16}$/, 'like net/stock/50dc6c495c0c9188')
      .optional()
      .describe(
        'End of the ARN of an ALB or NLB, whose metrics are read; default: what the integration names',
      ),
    targetGroups: z
      .array(
        z
          .string()
          .regex(/^targetgroup\/[\w-]{1,32}\/[0-9a-f]{16}$/, 'like targetgroup/stock/73e2d6bc24d8a067'),
      )
      .max(5)
      .default([])
      .describe('Ends of the ARNs of its target groups, whose healthy targets are counted'),
    account: z.string().optional().describe('Account id or alias; default: the account of the API'),
    region: region.optional().describe('Default: the region of the API'),
    apis: z.array(z.string()).default([]).describe('API ids or names that this backend serves; empty: all'),
  })
  .refine(({ logGroup, loadBalancer }) => logGroup !== undefined || loadBalancer !== undefined, {
    path: ['logGroup'],
    error: 'is missing; only a loadBalancer may do without',
  });

/** What an alarm watches, where its message does not tell and AWS cannot. */
const alarmRule = z.strictObject({
  name: z.string().min(1).max(300).describe('Name of the alarm; * stands for anything'),
  api: z.string().min(1).describe('API id or name that it watches'),
  stage: z.string().min(1).optional().describe('Stage that it watches; default: all'),
  account: z.string().optional().describe('Account id or alias; default: every account of the channel'),
  region: region.optional().describe('Default: the region that the message names, else every one'),
});

/** An alarm message in a form that gw504 does not know by itself. */
const alarmMatcher = z.strictObject({
  pattern: z
    .string()
    .min(1)
    .max(1000)
    .refine(isPattern, 'a regular expression, with (?<name>…) around the alarm’s name')
    .describe('Regular expression over one line; groups name (needed), api, stage, region'),
  state: z.enum(['ALARM', 'OK']).default('ALARM').describe('What a line that fits tells'),
});

/** A topic whose alarms come straight from AWS. */
const alarmTopic = z.strictObject({
  arn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
      'an ARN like arn:aws:sns:eu-west-1:111122223333:alarms',
    )
    .describe('ARN of the topic; its HTTPS subscription is confirmed by itself'),
  channel: slackId('CG', 'channel').describe(
    'Channel where its alarms are posted and answered; alarms must be on there',
  ),
});

/** Alarms that EventBridge delivers by an API destination. */
const alarmEvents = z.strictObject({
  account: accountId.describe('Account whose alarms are heard, 12 digits'),
  region: region.optional().describe('Region whose alarms are heard; default: every one'),
  channel: slackId('CG', 'channel').describe(
    'Channel where its alarms are posted and answered; alarms must be on there',
  ),
});

function isPattern(text: string): boolean {
  try {
    return text.includes('(?<name>') && new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** gw504.yaml. Secrets are never in it: they come from the environment only. */
export const configSchema = z.strictObject({
  accounts: z
    .array(account)
    .default([])
    .describe('AWS accounts to look in; empty: the ambient credentials and region'),
  channels: z
    .array(channel)
    .default([])
    .describe('Slack channels where gw504 may be asked; a channel not listed is refused'),
  backends: z.array(backend).default([]).describe('Log groups of backends, load balancers and networks'),
  alarms: z
    .array(alarmRule)
    .default([])
    .describe('What alarms watch that AWS cannot tell about; the first that fits counts'),
  alarmReplies: z
    .strictObject({
      senders: z
        .array(z.string().regex(/^[AB][A-Z0-9]{2,}$/, 'a Slack bot id begins with B, an app id with A'))
        .default([])
        .describe('Bot and app ids whose alarms are answered; empty: every app in a channel with alarms on'),
      matchers: z
        .array(alarmMatcher)
        .default([])
        .describe('Alarm messages in forms of your own, read before the known ones'),
      topics: z
        .array(alarmTopic)
        .default([])
        .describe('SNS topics that post alarms to /aws/sns of this server; empty: that way is closed'),
      events: z
        .array(alarmEvents)
        .default([])
        .describe(
          'Accounts whose EventBridge posts alarms to /aws/events of this server, with the key of GW504_EVENT_KEY; empty: that way is closed',
        ),
      perChannel: z
        .int()
        .min(1)
        .max(100)
        .default(5)
        .describe('Most alarms answered in one channel in 10 minutes'),
      overall: z
        .int()
        .min(1)
        .max(1000)
        .default(20)
        .describe('Most alarms answered in all channels in 10 minutes'),
      lookAgainMinutes: z
        .array(z.number().min(0).max(240))
        .max(10)
        .default([3, 10, 30])
        .describe('When a reply is brought up to date, minutes after the alarm, until it is over'),
    })
    .prefault({}),
  slack: z
    .strictObject({
      mode: z
        .enum(['socket', 'http'])
        .default('socket')
        .describe('Socket Mode (SLACK_APP_TOKEN) or signed HTTP (SLACK_SIGNING_SECRET)'),
      team: slackId('TE', 'workspace')
        .optional()
        .describe('The one workspace that may ask; default: the token’s own'),
      apiUrl: z.url().default('https://slack.com/api/').describe('Slack Web API; change it only for a proxy'),
      admins: z
        .array(slackId('UW', 'user'))
        .default([])
        .describe('Users who see the doctor and alarm switches in App Home'),
    })
    .prefault({}),
  server: z
    .strictObject({
      host: z
        .string()
        .default('127.0.0.1')
        .describe('Address of health checks and, in http mode, of Slack’s requests'),
      port: z.int().min(0).max(65535).default(3000).describe('0: any free port'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      deadlineSeconds: z
        .int()
        .min(5)
        .max(840)
        .default(120)
        .describe('Longest time for one diagnosis; what is late counts as unavailable'),
      maxWindowHours: z
        .int()
        .min(1)
        .max(24 * 30)
        .default(168)
        .describe('Widest search by itself, hours'),
      bytesPerQuestion: z
        .int()
        .min(1_000_000)
        .default(10_000_000_000)
        .describe('Bytes that one question may scan before a person is asked'),
      costGuard: z
        .enum(['off', 'shadow', 'enforce'])
        .default('enforce')
        .describe('shadow: only say what would have been asked'),
      concurrency: z.int().min(1).max(50).default(4).describe('Diagnoses at the same time'),
      queriesAtOnce: z
        .int()
        .min(1)
        .max(25)
        .default(8)
        .describe('Insights queries at the same time in one account and region (quota 100)'),
    })
    .prefault({}),
  redaction: z
    .strictObject({
      emails: z.boolean().default(usualRedaction.emails).describe('Hide e-mail addresses'),
      ipAddresses: z
        .boolean()
        .default(usualRedaction.ipAddresses)
        .describe('Hide IP addresses; they also help to find a connection'),
      phoneNumbers: z.boolean().default(usualRedaction.phoneNumbers).describe('Hide phone numbers'),
      cardNumbers: z.boolean().default(usualRedaction.cardNumbers).describe('Hide card numbers'),
      fields: z
        .array(z.string().min(1))
        .default(usualRedaction.fields)
        .describe('More names of JSON fields, headers and parameters to hide'),
    })
    .prefault({}),
  jobs: z
    .strictObject({
      directory: z
        .string()
        .min(1)
        .default('.gw504/jobs')
        .describe('Where the embedded database lives when DATABASE_URL is not set'),
    })
    .prefault({}),
  logs: z
    .strictObject({
      level: z
        .enum(['fatal', 'error', 'warn', 'info', 'debug'])
        .default('info')
        .describe('Least level that is written; JSON lines on standard error'),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;
export type AccountConfig = Config['accounts'][number];
export type ChannelConfig = Config['channels'][number];
export type AlarmRule = Config['alarms'][number];
export type AlarmMatcher = Config['alarmReplies']['matchers'][number];
