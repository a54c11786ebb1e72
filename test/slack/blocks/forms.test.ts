import { describe, expect, it } from 'vitest';
import { askModal } from '../../../src/slack/blocks/ask-modal.ts';
import { feedbackModal } from '../../../src/slack/blocks/feedback-modal.ts';
import { homeView, readAlarmSwitch } from '../../../src/slack/blocks/home-view.ts';
import { faultsOfView } from './check-limits.ts';
import { templates } from './samples.ts';

describe('askModal', () => {
  it('asks for an id and lets everything else be empty', () => {
    expect(
      askModal({ templates, privateMetadata: '{"channel":"C0ORDERS"}', accounts: [] }),
    ).toMatchSnapshot();
  });

  it('offers the accounts by name, and keeps what is known', () => {
    const view = askModal({
      templates,
      privateMetadata: '{}',
      accounts: [
        { value: 'orders-prod', label: 'orders-prod (111122223333)' },
        { value: '444455556666', label: '444455556666' },
      ],
      initial: { id: 'f4267199-574c-4d30-b6b9-25e26d687255', account: 'orders-prod', stage: 'prod' },
      notice: 'No request id was found in that message.',
    });
    const inputs = view.blocks.flatMap((block) =>
      block.type === 'input' && 'element' in block ? [block] : [],
    );
    expect(view.blocks[0]).toMatchObject({
      type: 'context',
      elements: [{ text: 'No request id was found in that message.' }],
    });
    expect(inputs.map((block) => [block.block_id, block.element])).toMatchSnapshot();
  });

  it('cuts what Slack would refuse', () => {
    const view = askModal({
      templates,
      privateMetadata: 'm'.repeat(4000),
      accounts: [],
      initial: { id: 'x'.repeat(5000) },
    });
    expect(faultsOfView(view)).toStrictEqual([]);
    expect(view.private_metadata?.length).toBe(3000);
    expect(JSON.stringify(view.blocks[0])).toContain(`${'x'.repeat(2999)}…`);
  });
});

describe('feedbackModal', () => {
  it('offers every cause and asks for a reason', () => {
    const view = feedbackModal({ templates, privateMetadata: '{}' });
    const [cause, reason] = view.blocks;
    expect(cause).toMatchObject({ type: 'input', optional: true, element: { type: 'static_select' } });
    expect(reason).toMatchObject({ type: 'input', block_id: 'gw504_feedback_reason' });
    expect(JSON.stringify(cause)).toContain('"value":"integration-not-invoked"');
    expect(
      [view.title.text, view.submit?.text, view.close?.text].map((text) => (text ?? '').length <= 24),
    ).toStrictEqual([true, true, true]);
  });
});

const home = {
  templates,
  health: [
    { name: 'Slack', isHealthy: true, detail: 'connected' },
    {
      name: 'Account 111122223333',
      isHealthy: false,
      detail: 'the role cannot be assumed; check its trust policy.',
    },
  ],
  channels: [
    {
      id: 'C0ORDERS',
      accounts: ['orders-prod'],
      apis: [],
      stages: ['prod'],
      alarms: 'off' as const,
      unanswered: 3,
    },
    { id: 'C0OTHER', accounts: [], apis: [], stages: [], alarms: 'on' as const, unanswered: 0 },
  ],
  answers: [
    {
      title: 'Integration timed out',
      requestId: 'f4267199-574c-4d30-b6b9-25e26d687255',
      channel: 'C0ORDERS',
      atMs: Date.UTC(2026, 10, 20, 14, 43),
      url: 'https://example.slack.com/archives/C0ORDERS/p1',
    },
  ],
  isAdmin: true,
  areAllOff: false,
  feedback: 'coming' as const,
  nowMs: Date.UTC(2026, 10, 20, 15),
};

describe('homeView', () => {
  it('says what is broken, what may be asked, what was answered; admins can switch', () => {
    expect(homeView(home)).toMatchSnapshot();
  });

  it('shows no switch and no feedback to others', () => {
    const shown = JSON.stringify(homeView({ ...home, isAdmin: false }));
    expect(shown).not.toMatch(/gw504_home_(alarms|feedback)/);
    expect(JSON.stringify(homeView(home))).toContain('gw504_home_alarms');
  });

  it('has one switch for all channels, and while that is off none for each', () => {
    const switches = (areAllOff: boolean) =>
      JSON.stringify(homeView({ ...home, areAllOff })).match(/"value":"o(?:n|ff)\/[^"]+"/g);
    expect(switches(false)).toStrictEqual([
      '"value":"on/C0ORDERS"',
      '"value":"off/C0OTHER"',
      '"value":"off/*"',
    ]);
    expect(switches(true)).toStrictEqual(['"value":"on/*"']);
  });

  it('keeps the name of every block that can be pressed, so that a press finds it while the view is drawn anew', () => {
    const pressable = (view: ReturnType<typeof homeView>) =>
      view.blocks.flatMap((block) =>
        block.type === 'actions' || 'accessory' in block ? [block.block_id ?? 'none'] : [],
      );
    const names = [
      'home-top',
      'home-alarms-C0ORDERS',
      'home-alarms-C0OTHER',
      'home-alarms-*',
      'home-feedback',
    ];
    const later = { ...home, health: [], answers: [], feedback: 'coming' as const };
    expect([home, later].map((each) => pressable(homeView(each)))).toStrictEqual([names, names]);
  });

  it('offers no feedback where none can be taken along', () => {
    expect(JSON.stringify(homeView({ ...home, feedback: undefined }))).not.toContain('gw504_home_feedback');
    expect(JSON.stringify(homeView({ ...home, feedback: 'offered' }))).not.toContain('On its way');
  });

  it('stays below a hundred blocks with many channels, and says how many are left out', () => {
    const channels = Array.from({ length: 60 }, (_, index) => ({
      id: `C0${index}AB`,
      accounts: [],
      apis: [],
      stages: [],
      alarms: 'off' as const,
      unanswered: 0,
    }));
    const view = homeView({ ...home, channels, answers: [], health: [] });
    expect(view.blocks.length).toBe(34);
    expect(JSON.stringify(view)).toContain('…40 more channels.');
  });
});

describe('readAlarmSwitch', () => {
  it.each([
    ['on/C0ORDERS', { turn: 'on', channel: 'C0ORDERS' }],
    ['off/G0PRIVATE', { turn: 'off', channel: 'G0PRIVATE' }],
    ['off/*', { turn: 'off', channel: '*' }],
    ['on/D0DIRECT', undefined],
    ['maybe/C0ORDERS', undefined],
    [undefined, undefined],
  ])('%s', (value, read) => {
    expect(readAlarmSwitch(value)).toStrictEqual(read);
  });
});
