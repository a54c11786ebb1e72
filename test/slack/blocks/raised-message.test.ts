import { describe, expect, it } from 'vitest';
import { raisedMessage } from '../../../src/slack/blocks/raised-message.ts';
import { faultsOf } from './check-limits.ts';
import { templates } from './samples.ts';

const ctx = { templates, accounts: { '111122223333': 'shop' } };
const shown = (...args: Parameters<typeof raisedMessage>) => JSON.stringify(raisedMessage(...args).blocks);
const alarm = { name: 'orders 5xx', region: 'eu-west-1', account: '111122223333' };
const address = 'cloudwatch/home?region=';

describe('an alarm that AWS delivered', () => {
  it.each<[string, string]>([
    ['its name', '"text":"orders 5xx","style":{"bold":true}'],
    ['its reason', 'Threshold Crossed: *1* datapoint'],
    ['its place', 'shop · eu-west-1'],
    [
      'the way to it',
      `https://eu-west-1.console.aws.amazon.com/${address}eu-west-1#alarmsV2:alarm/orders%205xx`,
    ],
  ])('shows %s', (_what, words) => {
    expect(shown(alarm, 'Threshold Crossed: *1* datapoint', ctx)).toContain(words);
  });

  it.each([
    ['cn-north-1', `https://cn-north-1.console.amazonaws.cn/${address}`],
    ['us-gov-west-1', `https://us-gov-west-1.console.amazonaws-us-gov.com/${address}`],
  ])('leads to the console of %s', (region, start) => {
    expect(shown({ name: 'a', region }, undefined, ctx)).toContain(start);
  });

  it('leads nowhere where no region is told, and names no place', () => {
    expect(shown({ name: 'a' }, undefined, ctx)).not.toMatch(/https|context/);
  });

  it('mentions nobody, whatever the alarm says', () => {
    const hostile = '<!channel> <@U0ALICE> *b* <https://evil.example|x>';
    const message = raisedMessage({ ...alarm, name: hostile }, hostile.repeat(20), ctx);
    expect(faultsOf(message)).toStrictEqual([]);
    expect(message.text).not.toMatch(/<[!@]/);
    expect(message.text).toContain('&lt;!channel&gt;');
  });
});
