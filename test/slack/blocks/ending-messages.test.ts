import { describe, expect, it } from 'vitest';
import {
  failedMessage,
  helpMessage,
  joinedMessage,
  stoppedMessage,
} from '../../../src/slack/blocks/ending-messages.ts';
import { faultsOf } from './check-limits.ts';
import { templates } from './samples.ts';

const ending = { templates, answerId: 'a1b2c3', what: 'f4267199' };

describe('endings', () => {
  it('stopped by somebody: says who, offers to run again', () => {
    expect(stoppedMessage('cancelled', { ...ending, by: 'U0SECOND', afterMs: 61_400 })).toMatchSnapshot();
  });

  it('a restart goes on by itself: no button that would ask twice', () => {
    expect(stoppedMessage('restart', ending)).toMatchSnapshot();
  });

  it('failed: the reason stands where the general advice would', () => {
    expect(
      failedMessage({ ...ending, why: 'The role cannot be assumed. Check its trust policy.' }),
    ).toMatchSnapshot();
  });

  it('a name that is no user id is never a mention', () => {
    const message = stoppedMessage('cancelled', { ...ending, by: '!here' });
    expect([JSON.stringify(message).includes('here'), faultsOf(message)]).toStrictEqual([false, []]);
  });
});

describe('joinedMessage', () => {
  it('leads to the running answer', () => {
    expect(
      joinedMessage({
        templates,
        what: 'f4267199',
        isAnswered: false,
        url: 'https://example.slack.com/archives/C0/p1',
      }),
    ).toMatchSnapshot();
  });
});

describe('helpMessage', () => {
  it('says how to ask', () => {
    expect(helpMessage({ templates })).toMatchSnapshot();
  });

  it('says first what was wrong, and parses none of it', () => {
    const message = helpMessage({ templates, problem: 'There is no option --<!here>.' });
    expect(message.text).toContain('There is no option --&lt;!here&gt;.');
    expect(faultsOf(message)).toStrictEqual([]);
  });
});
