import { request } from 'node:http';
import { WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { createManualClock } from './manual-clock.ts';
import { startBare } from './start-bare.ts';
import { tokens } from './workspace.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const slack of open.splice(0)) await slack.close();
});
async function start() {
  const started = await startBare();
  open.push(started.slack);
  return started;
}
const incident = 'C0INCIDENT';

/** Reads the stream until `count` events have come. */
async function readEvents(url: string, count: number, happen: () => unknown): Promise<unknown[]> {
  const abort = new AbortController();
  const response = await fetch(`${url}/ui/events`, { signal: abort.signal });
  const events: unknown[] = [];
  let text = '';
  let hasHappened = false;
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (!hasHappened) {
      hasHappened = true;
      await happen();
    }
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) if (part.startsWith('data: ')) events.push(JSON.parse(part.slice(6)));
    if (events.length >= count) break;
  }
  abort.abort();
  return events;
}

describe('the page', () => {
  it('gets the whole workspace', async () => {
    const { ui, slack } = await start();
    const { body } = await ui('state');
    expect(body).toMatchObject({
      team: { id: 'T0SANDBOX', name: 'Sandbox' },
      botConnected: false,
      homes: {},
      guide: { notice: 'Sample data', tryThese: [], terminal: [] },
      commands: [{ command: '/gw504', description: expect.any(String), usageHint: expect.any(String) }],
    });
    expect(body.users).toContainEqual({ id: 'U0GUEST', name: 'gus', isBot: false, isGuest: true });
    expect(body.users).toContainEqual({ id: 'U0GW504BOT', name: 'gw504', isBot: true, isGuest: false });
    expect(body.channels).toContainEqual({
      id: 'C0PARTNER',
      name: 'partner',
      topic: '',
      isPrivate: false,
      isShared: true,
      isArchived: false,
      hasBot: true,
    });
    expect(body.shortcuts).toContainEqual({
      name: 'Explain this 504',
      type: 'message',
      callbackId: 'gw504_explain_message',
    });
    expect(body.messages).toStrictEqual([
      {
        channel: incident,
        ts: slack.state.messages[0]?.ts,
        user: 'U0ALARM',
        userName: 'alarms',
        text: '',
        attachments: [{ color: 'danger', title: 'ALARM: orders-5xx', text: 'Threshold crossed' }],
        reactions: [],
        edited: false,
      },
      {
        channel: incident,
        ts: slack.state.messages[1]?.ts,
        threadTs: slack.state.messages[0]?.ts,
        user: 'U0BOB',
        userName: 'bob',
        text: 'looking',
        reactions: [],
        edited: false,
      },
    ]);
  });

  it('hears of all that happens', async () => {
    const { slack, ui, call } = await start();
    const events = await readEvents(slack.url, 5, async () => {
      await ui('send', { user: 'U0ALICE', channel: incident, text: 'hello' });
      const { body } = await call('chat.postMessage', { channel: incident, text: 'one' });
      await call('chat.update', { channel: incident, ts: body.ts, text: 'two' });
      await call('chat.delete', { channel: incident, ts: body.ts });
      await call('views.publish', { user_id: 'U0ALICE', view: { type: 'home', blocks: [] } });
    });
    expect(events).toMatchObject([
      { type: 'message', message: { text: 'hello', user: 'U0ALICE' } },
      { type: 'message', message: { text: 'one', userName: 'gw504', edited: false } },
      { type: 'message-changed', message: { text: 'two', edited: true } },
      { type: 'message-deleted', channel: incident },
      { type: 'home-published', user: 'U0ALICE', view: { type: 'home', blocks: [], id: expect.any(String) } },
    ]);
  });

  it.each<[string, string, object]>([
    ['a message without words', 'send', { user: 'U0ALICE', channel: incident, text: '' }],
    ['a channel that there is not', 'send', { user: 'U0ALICE', channel: 'C0NONE', text: 'a' }],
    [
      'a click on nothing',
      'action',
      { user: 'U0ALICE', channel: incident, ts: '1.1', blockId: 'a', actionId: 'b' },
    ],
    ['a modal that is not open', 'view-submit', { user: 'U0ALICE', viewId: 'V1', values: {} }],
    ['a modal that is closed already', 'view-close', { user: 'U0ALICE', viewId: 'V1' }],
    ['a shortcut that there is not', 'shortcut', { user: 'U0ALICE', callbackId: 'other' }],
  ])('is told of %s', async (_, path, body) => {
    const { ui } = await start();
    const answer = await ui(path, body);
    expect([answer.status, typeof answer.body.error]).toStrictEqual([400, 'string']);
  });

  it('finds nothing elsewhere', async () => {
    const { ui, slack } = await start();
    expect((await ui('other', {})).status).toBe(404);
    expect((await ui('files/F0NONE')).status).toBe(404);
    expect((await fetch(`${slack.url}/elsewhere`)).status).toBe(404);
  });
});

describe('pages of other machines', () => {
  /** fetch may not set Host. */
  const status = (url: string, headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${url}/ui/state`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });

  it.each<[string, Record<string, string>, number]>([
    ['none at all', {}, 200],
    ['one of this machine', { origin: 'http://localhost:9999' }, 200],
    ['another origin', { origin: 'https://example.com' }, 403],
    ['a hidden origin', { origin: 'null' }, 403],
    ['a name that leads here', { host: 'rebound.example.com' }, 403],
    ['a name that begins like ours', { host: '127.0.0.1.example.com' }, 403],
    ['a browser that says so', { 'sec-fetch-site': 'cross-site' }, 403],
  ])('%s', async (_, headers, expected) => {
    const { slack } = await start();
    expect(await status(slack.url, headers)).toBe(expected);
  });

  it.each(['api/auth.test', 'response/R00000001', 'upload/F00000001'])(
    'reach no /%s either',
    async (path) => {
      const { slack } = await start();
      const response = await fetch(`${slack.url}/${path}`, {
        method: 'POST',
        headers: { origin: 'https://example.com' },
      });
      expect(response.status).toBe(403);
      expect(slack.requests).toStrictEqual([]);
    },
  );

  it('cannot post forms', async () => {
    const { slack } = await start();
    const response = await fetch(`${slack.url}/ui/home`, {
      method: 'POST',
      body: new URLSearchParams({ user: 'U0ALICE' }),
    });
    expect(response.status).toBe(415);
  });
});

describe('files', () => {
  const picture = Buffer.from('iVBORw0KGgo=', 'base64');
  const clientOf = (slackApiUrl: string) =>
    new WebClient(tokens.bot, { slackApiUrl, retryConfig: { retries: 0 } });

  it('come in three steps, into a thread, with words for those who cannot see', async () => {
    const { slack } = await start();
    const root = slack.state.messages[0]?.ts ?? '';
    await clientOf(slack.apiUrl).filesUploadV2({
      channel_id: incident,
      thread_ts: root,
      file: picture,
      filename: 'ledger.png',
      title: 'Latency',
      alt_text: 'Gateway 29 s, function 31 s',
      initial_comment: 'The ledger',
    });
    expect(slack.requests.map(({ method }) => method)).toStrictEqual([
      'files.getUploadURLExternal',
      'upload',
      'files.completeUploadExternal',
    ]);
    const message = slack.state.messages.at(-1);
    expect(message).toMatchObject({
      threadTs: root,
      text: 'The ledger',
      subtype: 'file_share',
      files: [expect.stringMatching(/^F/)],
    });
    const state = await (await fetch(`${slack.url}/ui/state`)).json();
    const [file] = state.messages.at(-1).files;
    expect(file).toStrictEqual({
      id: message?.files[0],
      name: 'ledger.png',
      altText: 'Gateway 29 s, function 31 s',
      mimeType: 'image/png',
      url: `/ui/files/${message?.files[0]}`,
    });
    const bytes = await fetch(`${slack.url}${file.url}`);
    expect(bytes.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await bytes.arrayBuffer())).toStrictEqual(picture);
  });

  it('may stand in blocks once they are complete and scanned', async () => {
    const { slack, call } = await start();
    const { files } = await clientOf(slack.apiUrl).filesUploadV2({ file: picture, filename: 'a.png' });
    const id = slack.state.files.keys().next().value;
    expect(JSON.stringify(files)).toContain(id);
    const post = () =>
      call('chat.postMessage', {
        channel: incident,
        text: 'a',
        blocks: [{ type: 'image', slack_file: { id }, alt_text: 'a' }],
      });
    slack.faults.scanFiles(true);
    expect((await post()).body.errors).toStrictEqual([
      'invalid slack file [json-pointer:/blocks/0/slack_file]',
    ]);
    slack.faults.scanFiles(false);
    expect((await post()).body.ok).toBe(true);
  });

  it.each<[string, object, string]>([
    ['a file that was never uploaded', { files: [{ id: 'F0NONE001' }] }, 'file_not_found'],
    ['no file', { files: [] }, 'invalid_arguments'],
  ])('are not completed: %s', async (_, args, error) => {
    const { call } = await start();
    expect((await call('files.completeUploadExternal', { ...args })).body.error).toBe(error);
  });

  it('may be shown later than Slack says that they are complete, or never', async () => {
    const clock = createManualClock();
    const { slack } = await startBare({ now: clock.now, schedule: clock.schedule });
    open.push(slack);
    const upload = () =>
      clientOf(slack.apiUrl).filesUploadV2({ channel_id: incident, file: picture, filename: 'a.png' });
    const shown = () => slack.state.messages.filter(({ files }) => files.length > 0).length;
    slack.faults.shareFilesAfter(2000);
    await upload();
    expect(shown()).toBe(0);
    clock.advance(2000);
    expect(shown()).toBe(1);
    slack.faults.shareFilesAfter('never');
    await upload();
    clock.advance(600_000);
    expect(shown()).toBe(1);
  });

  it('must have the length that was said, and come once', async () => {
    const { call } = await start();
    const { body } = await call('files.getUploadURLExternal', { filename: 'a.txt', length: '3' });
    const upload = (text: string) => fetch(body.upload_url, { method: 'POST', body: text });
    expect((await upload('ab')).status).toBe(400);
    expect((await upload('abc')).status).toBe(200);
    expect((await upload('abc')).status).toBe(404);
  });

  it('go to no channel that the bot is not in', async () => {
    const { call } = await start();
    const { body } = await call('files.getUploadURLExternal', { filename: 'a.txt', length: '3' });
    await fetch(body.upload_url, { method: 'POST', body: 'abc' });
    const complete = await call('files.completeUploadExternal', {
      files: [{ id: body.file_id }],
      channel_id: 'C0RANDOM',
    });
    expect(complete.body.error).toBe('not_in_channel');
  });
});
