import { expect, it } from 'vitest';
import { checkConfig, faultsOfSecrets, loadConfig, type Secrets, slackReadiness } from '../src/config.ts';
import { configSchema } from '../src/config-schema.ts';
import { expectLinear } from './expect-linear.ts';

const tokens = { slackBotToken: 'xoxb-1', slackAppToken: 'xapp-1' };
const events = { alarmReplies: { events: [{ account: '111122223333', channel: 'C0ALARMS' }] } };
const missing = { status: 'incomplete', missing: [expect.stringMatching(/^GW504_EVENT_KEY \(32/)] };

it.each<[string, Record<string, unknown>, Secrets, unknown]>([
  ['nothing at all', {}, {}, { status: 'absent' }],
  ['both tokens', {}, tokens, { status: 'ready' }],
  ['one of two', {}, { slackBotToken: 'xoxb-1' }, { status: 'incomplete', missing: ['SLACK_APP_TOKEN'] }],
  ['events without a key', events, tokens, missing],
  ['events with a key that is short', events, { ...tokens, eventKey: 'k'.repeat(31) }, missing],
  ['events with their key', events, { ...tokens, eventKey: 'k'.repeat(32) }, { status: 'ready' }],
])('tells whether the bot can start, given %s', (_what, config, secrets, expected) => {
  expect(slackReadiness(configSchema.parse(config), secrets)).toStrictEqual(expected);
});

it.each<[string, Secrets, string[]]>([
  ['nothing', {}, []],
  ['tokens and a database', { ...tokens, databaseUrl: 'postgres://gw504:secret@db.internal/gw504' }, []],
  ['a token that is rotated', { slackBotToken: 'xoxe.xoxb-1-secret' }, []],
  ['the other spelling', { databaseUrl: 'postgresql:///gw504?host=/run/postgresql' }, []],
  ['a socket', { databaseUrl: '/run/postgresql gw504' }, []],
  [
    'words',
    { slackBotToken: 'two secret', slackAppToken: 'secret\n', databaseUrl: 'secret' },
    ['SLACK_BOT_TOKEN is not', 'SLACK_APP_TOKEN is not', 'DATABASE_URL is not'],
  ],
  ['tokens of no known kind, which Slack judges', { slackBotToken: 'secret', slackAppToken: 'secret' }, []],
  ['a person’s token', { slackBotToken: 'xoxp-secret' }, ['begins with xoxb-']],
  ['a person’s rotated token', { slackBotToken: 'xoxe.xoxp-1-secret' }, ['begins with xoxb-']],
  [
    'tokens in each other’s place',
    { slackBotToken: 'xapp-secret', slackAppToken: 'xoxb-secret' },
    ['begins with xoxb-', 'begins with xapp-'],
  ],
  ['another database', { databaseUrl: 'mysql://gw504:secret@db/gw504' }, ['DATABASE_URL is not the URL']],
])('refuses what cannot be meant, without a word of it, given %s', (_what, secrets, expected) => {
  const said = faultsOfSecrets(secrets);
  expect(said).toStrictEqual(expected.map((words) => expect.stringContaining(words)));
  expect(said.join()).not.toContain('secret');
});

it.each<[string, Record<string, unknown>, string[]]>([
  ['a log group', { logGroup: '/ecs/stock' }, []],
  ['a load balancer alone', { kind: 'load-balancer', loadBalancer: 'net/stock/50dc6c495c0c9188' }, []],
  ['neither', { kind: 'load-balancer' }, ['is missing; only a loadBalancer may do without']],
  [
    'a whole ARN',
    {
      loadBalancer:
        'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/stock/50dc6c495c0c9188',
    },
    ['like net/stock/50dc6c495c0c9188'],
  ],
])('a backend names %s', (_what, backend, problems) => {
  const read = configSchema.safeParse({ backends: [backend] });
  const said = read.error?.issues.map(({ message }) => message) ?? [];
  expect(said).toStrictEqual(problems.map((problem) => expect.stringContaining(problem)));
});

it.each([
  [
    'a quote that never ends',
    'accounts:\n  - alias: "shop\n    id: 1\n',
    /^gw504\.yaml is not valid YAML: .{5,120} at line \d, column \d+\.$/,
  ],
  ['a key twice', 'logs: {}\nlogs: {}\n', /Map keys must be unique at line 2, column 1\.$/],
  ['two documents', 'logs: {}\n---\nlogs: {}\n', /at line 2, column 1\.$/],
  [
    'a secret beside the fault',
    'logs: "x" xoxb-1-secret\n',
    /^gw504\.yaml is not valid YAML: (?!.*xoxb).*at line 1, column 11\.$/,
  ],
  [
    'aliases that multiply',
    `a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n${[...'bcdefg'].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[index]}`).join(', ')}]`).join('\n')}\n`,
    /^gw504\.yaml is not valid YAML: Excessive alias count/,
  ],
])('says of %s what is wrong, once', (_what, text, problem) => {
  expect(checkConfig('gw504.yaml', text)).toStrictEqual({ problems: [expect.stringMatching(problem)] });
});

it.each([
  [
    'accounts that are no list',
    'accounts: shop',
    ['accounts: takes a list, each entry on a line of its own after "- ".'],
  ],
  [
    'accounts that are keys',
    'accounts:\n  shop: { id: "111122223333" }',
    ['accounts: takes a list, each entry on a line of its own after "- ".'],
  ],
  [
    'an id without quotes and no regions',
    'accounts:\n  - id: 111122223333',
    ['accounts[0].id: is a number; put it in quotes, "…".', 'accounts[0].regions: is missing.'],
  ],
  ['an account that is a word', 'accounts:\n  - shop', ['accounts[0]: takes keys with values below it.']],
  [
    'one region, not a list, and a name for an id',
    'accounts:\n  - { id: shop, regions: eu-west-1 }',
    [
      'accounts[0].id: an AWS account id has 12 digits.',
      'accounts[0].regions: takes a list, each entry on a line of its own after "- ".',
    ],
  ],
  [
    'a region that is none',
    'accounts:\n  - { id: "111122223333", regions: [mars-1] }',
    ['accounts[0].regions[0]: a region looks like eu-west-1.'],
  ],
  [
    'keys of a prototype',
    '__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\nslack: { __proto__: { mode: http } }',
    [
      'slack.__proto__ is not a known key.',
      '__proto__ is not a known key.',
      'constructor is not a known key.',
    ],
  ],
  ['a word that is no choice', 'slack: { mode: pigeon }', ['slack.mode: takes socket or http.']],
  [
    'a number that is too small',
    'limits: { deadlineSeconds: 1 }',
    ['limits.deadlineSeconds: is too small; the least is 5.'],
  ],
  ['a word for a number', 'limits: { deadlineSeconds: long }', ['limits.deadlineSeconds: takes a number.']],
  ['a word for a switch', 'redaction: { emails: perhaps }', ['redaction.emails: takes true or false.']],
  ['half a number', 'limits: { concurrency: 1.5 }', ['limits.concurrency: takes a whole number.']],
  [
    'regions of every partition',
    'accounts:\n  - { id: "111122223333", regions: [us-gov-west-1, cn-north-1, eusc-de-east-1, us-iso-east-1, il-central-1] }',
    [],
  ],
])('words what is wrong with %s', (_what, text, problems) => {
  const checked = checkConfig('gw504.yaml', `${text}\n`);
  expect('problems' in checked ? checked.problems : []).toStrictEqual(
    problems.map((problem) => `gw504.yaml: ${problem}`),
  );
  expect(Object.keys(Object.prototype)).toStrictEqual([]);
  expect(Object(configSchema.parse({})).polluted).toBeUndefined();
});

const shop = '- { id: "111122223333", alias: shop, regions: [eu-west-1] }';
const role = 'roleArn: arn:aws:iam::444455556666:role/gw504';
it.each([
  [
    'two accounts without a role',
    `${shop}\n  - { id: "444455556666", regions: [eu-west-1] }`,
    ['shop, 444455556666 have no roleArn. The credentials of the environment are of one account'],
  ],
  ['one of two without a role', `${shop}\n  - { id: "444455556666", ${role}, regions: [eu-west-1] }`, []],
  [
    'a role of another account',
    `- { id: "111122223333", ${role}, regions: [eu-west-1] }`,
    ['accounts[0].roleArn: this role is of account 444455556666, and the id says 111122223333.'],
  ],
])('tells accounts apart: %s', (_what, accounts, problems) => {
  const checked = checkConfig('gw504.yaml', `accounts:\n  ${accounts}\n`);
  expect('problems' in checked ? checked.problems : []).toStrictEqual(
    problems.map((problem) => expect.stringContaining(problem)),
  );
});

const topic = 'topics: [{ arn: "arn:aws:sns:eu-west-1:111122223333:alarms", channel: C0ALARMS }]';
const dropped = 'is not listed under channels, so its alarms would be dropped.';
const off = 'alarms are off in C0ALARMS, so they would be dropped. Write alarms: on below it in channels.';
it.each([
  [
    'an unknown account, beside faults of other kinds',
    `accounts:\n  ${shop}\nchannels: [{ id: C0001, accounts: [shop, shp], alrms: on }]\nlogs: { level: loud }`,
    [
      'channels[0].alrms is not a known key.',
      'logs.level: takes fatal or error or warn or info or debug.',
      'channels[0].accounts: there is no account "shp" (known: 111122223333, shop).',
    ],
  ],
  [
    'accounts that no account is known by, everywhere',
    `channels: [{ id: C0001, accounts: [a] }]\nbackends: [{ logGroup: /b, account: b }]\nalarms: [{ name: "*", api: c, account: c }]`,
    [
      'channels[0].accounts: there is no account "a" (known: none are configured).',
      'backends[0].account: there is no account "b" (known: none are configured).',
      'alarms[0].account: there is no account "c" (known: none are configured).',
    ],
  ],
  [
    'an account that may be the one that cannot be read',
    'accounts: [shop]\nchannels: [{ id: C0001, accounts: [shop] }]',
    ['accounts[0]: takes keys with values below it.'],
  ],
  [
    'an id without quotes, twice',
    'accounts: [{ id: 111122223333, regions: [eu-west-1] }]\nchannels: [{ id: C0001, accounts: ["111122223333"] }]',
    ['accounts[0].id: is a number; put it in quotes, "…".'],
  ],
  [
    'alarms for a channel that is not listed',
    `alarmReplies: { ${topic} }`,
    [`alarmReplies.topics[0].channel: C0ALARMS ${dropped}`],
  ],
  [
    'events for a channel without alarms',
    'channels: [{ id: C0ALARMS }]\nalarmReplies: { events: [{ account: "111122223333", channel: C0ALARMS }] }',
    [`alarmReplies.events[0].channel: ${off}`],
  ],
  [
    'alarms for a channel that has them',
    `channels: [{ id: C0ALARMS, alarms: on }]\nalarmReplies: { ${topic} }`,
    [],
  ],
  [
    'alarms for a channel where administrators may switch them on',
    `channels: [{ id: C0ALARMS }]\nslack: { admins: [U0ADMIN] }\nalarmReplies: { ${topic} }`,
    [],
  ],
  [
    'alarms for a channel that may be the one that cannot be read',
    `channels: [C0ALARMS]\nalarmReplies: { ${topic} }`,
    ['channels[0]: takes keys with values below it.'],
  ],
])('tells at once of %s', (_what, text, problems) => {
  const checked = checkConfig('gw504.yaml', `${text}\n`);
  expect('problems' in checked ? checked.problems : []).toStrictEqual(
    problems.map((problem) => `gw504.yaml: ${problem}`),
  );
});

it('takes no longer for a file of nothing but faults', () => {
  expectLinear(3_000, (size) => {
    checkConfig('gw504.yaml', `logs:\n  - id: C\n   ${'"'.repeat(size)}x${'\n'.repeat(size)}  arn`);
  });
});

it('takes secrets without the line end of the file that they came from', () => {
  const loaded = loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1\n', SLACK_APP_TOKEN: ' xapp-1 ', DATABASE_URL: '\n' });
  expect('secrets' in loaded && loaded.secrets).toStrictEqual({
    slackBotToken: 'xoxb-1',
    slackAppToken: 'xapp-1',
  });
});
