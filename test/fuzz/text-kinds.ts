import { checkConfig } from '../../src/config.ts';
import { readBundle } from '../../src/evidence/bundle.ts';
import { explain, replay } from '../../src/explain.ts';
import { templates } from '../slack/blocks/samples.ts';
import { faultsOfAnswer } from './judge-output.ts';
import { type Kind, nowMs, redaction } from './kind.ts';
import { mutate, mutateValue } from './mutate.ts';

export const log: Kind = {
  name: 'log text',
  share: 4,
  make: ({ logs }, random) => mutate(random.pick(logs), random.pick(logs), random),
  check: (input) => faultsOfAnswer(explain(input, { nowMs, redaction, templates }).answer),
};

export const bundle: Kind = {
  name: 'bundle',
  share: 2,
  make({ bundles }, random) {
    const text = JSON.stringify(mutateValue(random.pick(bundles), random)) ?? '';
    return random.chance(0.05) ? mutate(text, text, random) : text;
  },
  check(input) {
    const read = readBundle(input);
    return read.status === 'read'
      ? faultsOfAnswer(replay(read.bundle, templates).answer)
      : sentence(read.problem);
  },
};

const configurations: readonly string[] = [
  `accounts:
  - id: "111122223333"
    alias: shop
    roleArn: arn:aws:iam::111122223333:role/gw504
    externalId: choose-a-long-random-value
    regions: [eu-west-1]
channels:
  - id: C0123456789
    accounts: [shop]
    alarms: on
`,
  `slack: { mode: http, team: T0123456789, admins: [U0ALICE] }
server: { host: 127.0.0.1, port: 3000 }
limits: { deadlineSeconds: 120, bytesPerQuestion: 10000000000, costGuard: shadow, concurrency: 4 }
redaction: { emails: true, fields: [session, x-api-key] }
`,
  `alarms:
  - { name: "orders-*", api: orders, stage: prod }
alarmReplies:
  senders: [B0ALARMS]
  matchers: [{ pattern: '^firing: (?<name>[\\w-]+)$', state: ALARM }]
  topics: [{ arn: "arn:aws:sns:eu-west-1:111122223333:alarms", channel: C0123456789 }]
backends:
  - { kind: load-balancer, logGroup: /alb/orders, region: eu-west-1, apis: [orders] }
`,
];

export const configuration: Kind = {
  name: 'configuration',
  share: 4,
  make: (_corpus, random) => mutate(random.pick(configurations), random.pick(configurations), random),
  check(input) {
    const checked = checkConfig('gw504.yaml', input);
    return 'config' in checked ? [] : checked.problems.flatMap(sentence);
  },
};

/** A refusal says something, and not without end. */
function sentence(problem: string): string[] {
  if (problem.trim() === '') return ['a refusal without words'];
  return problem.length > 14_000 ? [`a refusal of ${problem.length} characters`] : [];
}
