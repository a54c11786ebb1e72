import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Harness, id, otherId, startHarness } from './harness.ts';

describe('a question is stored before it is acknowledged', () => {
  let bench: Harness;
  beforeAll(async () => {
    bench = await startHarness();
  });
  afterAll(() => bench.stop());
  afterEach(() => {
    bench.port.accept = bench.jobs.accept;
  });

  it('a command that cannot be stored is not promised anything', async () => {
    bench.port.accept = () => Promise.reject(new Error('disk full'));
    expect(await bench.command(id)).toMatchObject({
      response_type: 'ephemeral',
      text: 'The question could not be taken just now, and nothing was looked up. Try again in a minute.',
    });
  });

  it('a command that is stored late is acknowledged in time, and answered all the same', async () => {
    let store: () => void = () => undefined;
    bench.port.accept = (job) =>
      new Promise((resolve) => {
        store = () => resolve(bench.jobs.accept(job));
      });
    expect(await bench.command(otherId)).toMatchObject({
      text: 'Taking the question; that takes a little longer than usual.',
    });
    store();
    await bench.slack.until(() => bench.slack.of('respond').length === 1);
    await bench.slack.until(() => bench.posts({ channel: 'C0001' }).length === 1);
  });

  it('a command while the database is away hears so, and is taken once it is back', async () => {
    let store: () => void = () => undefined;
    bench.port.isStoreAway = true;
    bench.port.accept = (job) =>
      new Promise((resolve) => {
        store = () => resolve(bench.jobs.accept(job));
      });
    const responses = () => bench.slack.of('respond').length;
    const before = responses();
    expect(await bench.command(`1${id.slice(1)}`)).toMatchObject({
      response_type: 'ephemeral',
      text: 'The database does not answer at the moment. The question is taken as soon as it does; if no “On it” follows within a few minutes, ask again.',
    });
    bench.port.isStoreAway = false;
    store();
    await bench.slack.until(() => responses() === before + 1);
  });

  it('a mention that cannot be stored is left unacknowledged, so that Slack delivers it again', async () => {
    const ts = '1690000000.000001';
    const event = { type: 'app_mention', ts, text: `<@UBOT> ${id}` };
    bench.port.accept = () => Promise.reject(new Error('disk full'));
    const first = bench.event(event, { event_id: 'Ev504' });
    const acknowledged = vi.fn();
    void first.then(acknowledged);
    await vi.waitFor(
      () => expect(bench.lines.some((line) => line.includes('a listener failed'))).toBe(true),
      100_000,
    );
    expect(acknowledged).not.toHaveBeenCalled();
    bench.port.accept = bench.jobs.accept;
    await bench.event(event, { event_id: 'Ev504' });
    await bench.slack.until(() => bench.posts({ channel: 'C0001', thread_ts: ts }).length === 5);
  });

  it('each decision leaves one line that says who, where, what and how, and nothing of a log', async () => {
    await bench.command(id.replace('f', '9'), { user_id: 'U0077' });
    await vi.waitFor(() => expect(audits('answered', 'U0077')).toHaveLength(1), 100_000);
    await bench.command(id, { user_id: 'U0077', channel_id: 'C0009' });
    expect(audits('accepted', 'U0077')).toStrictEqual([
      expect.objectContaining({
        entry: 'command',
        team: 'T0001',
        channel: 'C0001',
        requestIds: [id.replace('f', '9')],
      }),
    ]);
    expect(audits('answered', 'U0077')).toStrictEqual([
      expect.objectContaining({
        causes: ['slow-integration'],
        bytesScanned: 1_000_000,
        roleSession: 'gw504-U0001',
        rootTs: expect.stringMatching(/^\d+\.\d+$/),
      }),
    ]);
    expect(audits('denied', 'U0077')).toStrictEqual([
      expect.objectContaining({ channel: 'C0009', why: 'channel' }),
    ]);
  });

  function audits(decision: string, user: string): unknown[] {
    return bench.lines
      .map((line) => JSON.parse(line).audit)
      .filter((audit) => audit?.decision === decision && audit.user === user);
  }
});
