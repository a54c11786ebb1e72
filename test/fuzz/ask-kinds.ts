import { parseQuestion } from '../../src/inquiry/parse-question.ts';
import { classifyId } from '../../src/inquiry/request-id.ts';
import { messageText } from '../../src/slack/ask/message-text.ts';
import { helpMessage } from '../../src/slack/blocks/ending-messages.ts';
import { readMessageEvent } from '../../src/slack/listeners/message-event.ts';
import { faultsOf } from '../slack/blocks/check-limits.ts';
import { templates } from '../slack/blocks/samples.ts';
import { type Kind, nowMs } from './kind.ts';
import { mutate, mutateValue } from './mutate.ts';

const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const questions: readonly string[] = [
  id,
  `${id} --account shop --region eu-west-1 --api orders --stage prod --around 14:42 --window 30m`,
  `why did ${id} time out around 2026-11-20T14:42:09Z in prod?`,
  `requestId: ${id}, extendedRequestId: AbCdEfGhIjKlMnO=`,
  'Root=1-692073f1-2b1c4d5e6f714295965c3b5c',
  `\`${id}\` <https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups|link>`,
  `@gw504 ${id} &amp; 2b1c4d5e-6f71-4295-965c-3b5c4f3a9d3e yesterday at 2 pm CET`,
  'help',
  'this 504 please',
  '--window 3d --around "last monday"',
  '```\n2026-11-20T14:42:38.200Z (f4267199-574c-4d30-b6b9-25e26d687255) Execution failed due to a timeout error\n```',
];

export const command: Kind = {
  name: 'command',
  share: 45,
  make: ({ logs }, random) =>
    mutate(random.pick(questions), random.chance(0.1) ? random.pick(logs) : random.pick(questions), random),
  check: faultsOfQuestion,
};

/** A message as Slack delivers it, with text, blocks and attachments. */
const event = {
  token: 'verification',
  team_id: 'T0SOAK0000',
  event_id: 'Ev0PV52K25',
  event_time: 1_763_649_729,
  type: 'event_callback',
  event: {
    type: 'app_mention',
    channel: 'C0INCIDENT',
    channel_type: 'channel',
    user: 'U0ALICE',
    team: 'T0SOAK0000',
    ts: '1763649729.000100',
    thread_ts: '1763649700.000100',
    text: `<@U0GW504BT> ${id}`,
    blocks: [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'user', user_id: 'U0GW504BT' },
              { type: 'text', text: ` ${id} --stage prod`, style: { code: true } },
              { type: 'link', url: 'https://backend.example.com/orders', text: 'orders' },
            ],
          },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'Execution failed' }] },
        ],
      },
    ],
    attachments: [{ fallback: 'x', pretext: id, fields: [{ title: 'id', value: id }], footer: 'prod' }],
  },
};

export const slackEvent: Kind = {
  name: 'event',
  share: 25,
  make(_corpus, random) {
    const text = JSON.stringify(mutateValue(event, random)) ?? '';
    return random.chance(0.1) ? mutate(text, id, random) : text;
  },
  check(input) {
    const message = readMessageEvent(readJson(input));
    return message ? faultsOfQuestion(messageText(message)) : [];
  },
};

function faultsOfQuestion(text: string): string[] {
  const asked = parseQuestion(text, { nowMs });
  switch (asked.kind) {
    case 'ask':
      return [
        ...asked.inquiries.flatMap((inquiry) =>
          classifyId(inquiry.id.value)?.value === inquiry.id.value
            ? []
            : [`id ${JSON.stringify(inquiry.id.value)}`],
        ),
        ...asked.inquiries.flatMap(({ aroundMs = 0, windowMs = 0 }) =>
          Number.isFinite(aroundMs) && Number.isFinite(windowMs) ? [] : ['a time that is none'],
        ),
      ];
    case 'unusable':
      return faultsOf(
        helpMessage({
          templates,
          problem: templates.render(`messages/slack/problems:${asked.problem}`, asked.args),
        }),
      );
    default:
      return [];
  }
}

/** Slack and AWS send JSON; what is none is refused before it reaches us. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
