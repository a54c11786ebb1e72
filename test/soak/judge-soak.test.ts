import { expect, it } from 'vitest';
import type { Message } from '../../src/sandbox/slack/workspace.ts';
import { judgeSoak } from './judge-soak.ts';
import type { StandingAnswer } from './read-answers.ts';

const id = 'f4267199-574c-4d30-b6b9-25e26d687255';
const root = (head: string): Message => ({
  ts: '1.1',
  channel: 'C1',
  text: `The verdict on ${id}`,
  user: 'UBOT',
  files: [],
  reactions: [],
  blocks: [
    { type: 'header', text: { type: 'plain_text', text: head } },
    { type: 'actions', elements: [] },
  ],
});
const verdict = root('🔴 timeout · POST /orders');
const undecided = root('⚪ cannot tell');
const progress: Message = { ...verdict, blocks: [{ type: 'plan' }] };
const parts = ['latency', 'evidence', 'checklist', 'closing'];
const answer = (change: Partial<StandingAnswer>): StandingAnswer => ({
  answerId: 'a',
  channel: 'C1',
  roots: [verdict],
  parts,
  pictures: 1,
  ...change,
});

it.each<[string, StandingAnswer[], string[], string[]]>([
  ['a whole answer', [answer({})], [], []],
  ['none', [], ['no final answer'], []],
  ['one in another channel', [answer({ channel: 'C2' })], ['no final answer'], []],
  ['one that never ended', [answer({ roots: [progress], parts: [] })], ['no final answer'], []],
  ['a reply that is missing', [answer({ parts: parts.slice(1) })], ['no latency'], []],
  ['one that could see nothing', [answer({ roots: [undecided], parts: parts.slice(2) })], [], []],
  [
    'one of those without its checklist',
    [answer({ roots: [undecided], parts: ['closing'] })],
    ['no checklist'],
    [],
  ],
  ['two answers', [answer({}), answer({ answerId: 'b', parts: [], pictures: 0 })], [], ['2 answers']],
  ['two roots of one', [answer({ roots: [verdict, verdict] })], [], ['2 answers']],
  ['a reply twice', [answer({ parts: [...parts, 'evidence'] })], [], ['evidence stands 2 times']],
  ['two pictures', [answer({ pictures: 2 })], [], ['two pictures']],
])('tells what is lost and what is doubled: %s', (_what, answers, lost, doubled) => {
  const judged = judgeSoak([{ id, channel: 'C1' }], answers);
  expect([judged.lost, judged.doubled]).toStrictEqual(
    [lost, doubled].map((faults) => faults.map((fault) => `${id}: ${fault}`)),
  );
});
