import { describe, expect, it } from 'vitest';
import { parseQuestion } from '../../src/inquiry/parse-question.ts';
import { processorTime } from './processor-time.ts';

const nowMs = Date.parse('2026-11-21T15:00:00Z');
const uuid = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const other = '0b7d1f4e-6a2c-4d3b-9e8f-1a2b3c4d5e6f';
const extended = 'Vwc2MGFUrPEFV_g=';
const trace = '1-5c7674f4-0123456789abcdef01234567';
const id = { kind: 'uuid', value: uuid };
const second = { kind: 'uuid', value: other };
const parse = (text: string) => parseQuestion(text, { nowMs });
const ask = (...inquiries: object[]) => ({ kind: 'ask', inquiries, leftOut: [] });

describe('parseQuestion', () => {
  it.each([
    ['an id', uuid],
    ['an id behind a mention', `<@U0123ABC> ${uuid}`],
    ['a mention with its name', `<@U0123ABC|gw504>: ${uuid}`],
    ['an id with a mark in it that nobody sees', `${uuid.slice(0, 8)}\u200B${uuid.slice(8)}\uFEFF`],
    ['an id with a soft hyphen in it', `${uuid.slice(0, 8)}\u00AD${uuid.slice(8)}`],
    ['an id in backticks', `\`${uuid}\``],
    ['an id in a code fence', `\`\`\`${uuid}\`\`\``],
    ['an id with a full stop', `${uuid}.`],
    ['an id in parentheses, asked about', `what happened (${uuid})?`],
    ['an id in typographic quotes', `“${uuid}”`],
    ['the same id twice', `${uuid} ${uuid}`],
    ['our name before it', `gw504: ${uuid}`],
    ['the command before it', `/gw504 ${uuid}`],
    ['an id in a link', `<https://example.com/traces/${uuid}|this one>`],
    ['an id in a link to a person', `<@U0123ABC> why did ${uuid} fail, <#C0123ABC|ops>?`],
    ['an apostrophe', `it doesn't say why ${uuid} didn't work`],
    ['a dash between words', `${uuid} — again`],
    ['a local time said in passing', `${uuid} around 14:42`],
    ['a word around nothing', `${uuid} somewhere around`],
  ])('asks about %s', (_name, text) => {
    expect(parse(text)).toEqual(ask({ id, scope: {} }));
  });

  it.each([
    ['two ids', `${uuid} ${other}`, [{ id }, { id: second }]],
    ['two ids with a comma', `${uuid},${other}`, [{ id }, { id: second }]],
    ['two ids in lines', `• ${uuid}\n• ${other}`, [{ id }, { id: second }]],
    ['an extended id', extended, [{ id: { kind: 'extended', value: extended } }]],
    [
      'a trace header',
      `X-Amzn-Trace-Id: Root=${trace};Sampled=1`,
      [{ id: { kind: 'trace', value: trace, atMs: 1_551_267_060_000 } }],
    ],
    ['the words’ id before the link’s', `${uuid} <https://example.com/${other}>`, [{ id }, { id: second }]],
  ])('asks about %s', (_name, text, inquiries) => {
    expect(parse(text)).toEqual(ask(...inquiries.map((inquiry) => ({ ...inquiry, scope: {} }))));
  });

  const at = (clock: string) => Date.parse(`2026-11-21T${clock}Z`);
  it.each([
    ['--api', `${uuid} --api orders`, { scope: { api: 'orders' } }],
    ['--api=', `${uuid} --api=orders`, { scope: { api: 'orders' } }],
    ['--api= and a blank', `${uuid} --api= orders`, { scope: { api: 'orders' } }],
    ['api=', `api=orders ${uuid}`, { scope: { api: 'orders' } }],
    ['api:', `${uuid} api:orders`, { scope: { api: 'orders' } }],
    [
      'capitals',
      `${uuid} --API orders --Region EU-WEST-1`,
      { scope: { api: 'orders', region: 'eu-west-1' } },
    ],
    ['an em dash', `${uuid} —api orders`, { scope: { api: 'orders' } }],
    ['an en dash', `${uuid} –api orders`, { scope: { api: 'orders' } }],
    ['one dash', `${uuid} -api orders`, { scope: { api: 'orders' } }],
    ['a quoted name', `${uuid} --api "orders api"`, { scope: { api: 'orders api' } }],
    ['a name in typographic quotes', `${uuid} --api=“orders api”`, { scope: { api: 'orders api' } }],
    ['a name in single quotes', `${uuid} --api ‘orders api’`, { scope: { api: 'orders api' } }],
    ['a quote that never closes', `${uuid} --api "orders`, { scope: { api: '"orders' } }],
    ['an escaped name', `${uuid} --api a&amp;b`, { scope: { api: 'a&b' } }],
    [
      'a name that Slack made a link',
      `${uuid} --api <http://orders.example|orders.example>`,
      { scope: { api: 'orders.example' } },
    ],
    ['an account id with dashes', `${uuid} --account 1111-2222-3333`, { scope: { account: '111122223333' } }],
    ['an alias', `${uuid} --account prod`, { scope: { account: 'prod' } }],
    ['a stage', `${uuid} --stage $default`, { scope: { stage: '$default' } }],
    ['a clock time, UTC', `${uuid} --around 14:42`, { scope: {}, aroundMs: at('14:42:00') }],
    [
      'a date and a time',
      `${uuid} --around 2026-11-21 14:42:09 UTC`,
      { scope: {}, aroundMs: at('14:42:09') },
    ],
    [
      'a time with a zone',
      `${uuid} --around=2026-11-21T14:42:09+01:00`,
      { scope: {}, aroundMs: at('13:42:09') },
    ],
    ['a time ago', `--around 10m ago ${uuid}`, { scope: {}, aroundMs: at('14:50:00') }],
    ['a quoted time', `--around "2026-11-21 14:42" ${uuid}`, { scope: {}, aroundMs: at('14:42:00') }],
    [
      'a time said with its zone',
      `why did ${uuid} fail around 14:42 UTC?`,
      { scope: {}, aroundMs: at('14:42:00') },
    ],
    ['a time said as past', `${uuid} around 10m ago`, { scope: {}, aroundMs: at('14:50:00') }],
    [
      'a Slack date',
      `${uuid} --around <!date^1795272129^{time}|2026-11-21 14:42:09 UTC>`,
      { scope: {}, aroundMs: at('14:42:09') },
    ],
    ['a window', `${uuid} --window 2h`, { scope: {}, windowMs: 7_200_000 }],
  ])('understands %s', (_name, text, given) => {
    expect(parse(text)).toEqual(ask({ id, ...given }));
  });

  it.each([
    [
      'a stream of CloudWatch Logs',
      `<https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/API-Gateway-Execution-Logs_a1b2c3d4e5$252Fprod/log-events$3FfilterPattern$3D$2522${uuid}$2522|the log>`,
      { region: 'eu-west-1', api: 'a1b2c3d4e5', stage: 'prod' },
    ],
    [
      'Insights',
      `https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:logs-insights$3FqueryDetail$3D~(editorString~'filter*20*40message*20like*20*22${uuid}*22~source~(~'API-Gateway-Execution-Logs_a1b2c3d4e5*2fprod))`,
      { region: 'us-east-1', api: 'a1b2c3d4e5', stage: 'prod' },
    ],
    [
      'API Gateway, beside the id',
      `${uuid} https://eu-west-1.console.aws.amazon.com/apigateway/main/apis/a1b2c3d4e5/stages/live?api=a1b2c3d4e5&amp;region=eu-west-1`,
      { region: 'eu-west-1', api: 'a1b2c3d4e5', stage: 'live' },
    ],
    ['no console', `https://example.com/apigateway/main/apis/a1b2c3d4e5?region=eu-west-1#${uuid}`, {}],
    ['a console that shows nothing of it', `https://console.aws.amazon.com/billing/home#/${uuid}`, {}],
  ])('takes what the address shows of %s', (_name, text, scope) => {
    expect(parse(text)).toEqual(ask({ id, scope }));
    expect(parse(`${text} --region ap-south-1`)).toEqual(
      ask({ id, scope: { ...scope, region: 'ap-south-1' } }),
    );
  });

  it('gives every option to every id', () => {
    const text = `${uuid} ${other} --account prod --region eu-west-1 --api orders --stage live --around 14:42 --window 30m`;
    const options = {
      scope: { account: 'prod', region: 'eu-west-1', api: 'orders', stage: 'live' },
      aroundMs: at('14:42:00'),
      windowMs: 1_800_000,
    };
    expect(parse(text)).toEqual(ask({ id, ...options }, { id: second, ...options }));
  });

  it.each([
    ['help', 'help'],
    ['help behind a mention', '<@U0123ABC> help'],
    ['a question mark', '?'],
    ['--help', '--help'],
    ['-h', '-h'],
    ['help in a sentence', 'Help! what can this do'],
  ])('gives help for %s', (_name, text) => {
    expect(parse(text)).toEqual({ kind: 'help' });
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['a mention', '<@U0123ABC> '],
    ['our name', '/gw504'],
    ['a dash', '—'],
  ])('finds %s empty', (_name, text) => {
    expect(parse(text)).toEqual({ kind: 'empty', options: { scope: {} } });
  });

  it('keeps the options of an empty question for the form', () => {
    expect(parse('--api orders --window 30m')).toEqual({
      kind: 'empty',
      options: { scope: { api: 'orders' }, windowMs: 1_800_000 },
    });
  });

  it.each([
    ['a word', 'orders', 'not-an-id', { value: 'orders' }],
    ['a broken UUID', `look at ${uuid.slice(0, -1)} please`, 'not-an-id', { value: uuid.slice(0, -1) }],
    ['an id with two pads', `${extended}=`, 'not-an-id', { value: `${extended}=` }],
    ['words without an id', 'why is the checkout slow', 'no-id', {}],
    ['an unknown option', `${uuid} --acount prod`, 'unknown-option', { option: 'acount' }],
    ['an unknown option behind an em dash', `${uuid} —acount prod`, 'unknown-option', { option: 'acount' }],
    ['an option without value', `${uuid} --api`, 'missing-value', { option: 'api' }],
    ['an option before an option', `${uuid} --api --stage live`, 'missing-value', { option: 'api' }],
    ['an option twice', `${uuid} --api a --api b`, 'repeated-option', { option: 'api' }],
    ['no time', `${uuid} --around lunch`, 'bad-time', { value: 'lunch' }],
    ['a time to come', `${uuid} --around 2030-01-01T00:00Z`, 'future-time', { value: '2030-01-01T00:00Z' }],
    [
      'a time to come, in words',
      `${uuid} --around 2030-01-01 00:00 UTC`,
      'future-time',
      { value: '2030-01-01 00:00 UTC' },
    ],
    ['no duration', `${uuid} --window wide`, 'bad-window', { value: 'wide' }],
    ['no region', `${uuid} --region Ireland`, 'bad-region', { value: 'Ireland' }],
    ['no account', `${uuid} --account "a;b"`, 'bad-account', { value: 'a;b' }],
    ['no stage', `${uuid} --stage "a b"`, 'bad-stage', { value: 'a b' }],
    ['no API', `${uuid} --api "a\u202eb"`, 'bad-api', { value: 'a\u202eb' }],
    ['a long word', 'x'.repeat(500), 'not-an-id', { value: 'x'.repeat(80) }],
  ])('refuses %s', (_name, text, problem, args) => {
    expect(parse(text)).toEqual({ kind: 'unusable', problem, args });
  });

  it('refuses more ids than one answer can show, and takes as many as it can', () => {
    const ids = Array.from({ length: 11 }, (_, index) => uuid.replace(/..$/, String(10 + index)));
    expect(parse(ids.join(' '))).toEqual({
      kind: 'unusable',
      problem: 'too-many-ids',
      args: { ids: 11, most: 10 },
    });
    expect(parse(ids.slice(1).join(' '))).toMatchObject({ kind: 'ask', inquiries: { length: 10 } });
  });

  it('says which of several ids is none', () => {
    expect(parse(`${uuid} and ${other.slice(0, -2)}, v1.2-3`)).toEqual({
      kind: 'ask',
      inquiries: [{ id, scope: {} }],
      leftOut: [other.slice(0, -2)],
    });
  });

  const line = `(${uuid}) Execution failed due to a timeout error`;
  it.each([
    ['an execution-log line', line, [id]],
    ['lines in a fence', `what is this?\n\`\`\`\n${line}\n\`\`\``, [id]],
    ['a line in a fence behind words', `what is \`\`\`${line}\`\`\``, [id]],
    ['lines behind a mention', `<@U0123ABC> ${line}`, [id]],
    [
      'lines that name the function’s request too',
      `${line}\n(${uuid}) AWS Integration Endpoint RequestId : ${other}`,
      [id],
    ],
    ['a Lambda log', `START RequestId: ${other} Version: 1`, [second]],
    [
      'an access-log row',
      `{ "requestId":"${uuid}", "extendedRequestId":"${extended}", "status":"504" }`,
      [id],
    ],
    [
      'rows in CLF, of which one has an id',
      `10.0.0.4 - - [21/Nov/2026:14:42:09 +0000] "GET /" 200 2\n203.0.113.9 - - [21/Nov/2026:14:42:09 +0000] "GET /a HTTP/1.1" 504 41 ${uuid} ${extended}`,
      [id],
    ],
    ['a log without any id', 'Execution failed due to a timeout error', []],
  ])('takes %s as pasted', (_name, text, ids) => {
    expect(parse(text)).toEqual({ kind: 'paste', text, ids, options: { scope: {} } });
  });

  it('names the request of lines that a terminal broke within its id', () => {
    const row = `2026-11-21T14:42:09.211000+00:00 e369853df766fa44e1ed0ff613f563bd (${uuid}) Method completed with status: 504`;
    const text = row.replace(/.{80}/g, '$&\n');
    expect(parse(text)).toEqual({ kind: 'paste', text, ids: [id], options: { scope: {} } });
  });

  it('reads the options before pasted lines, and none out of them', () => {
    const text = `--api orders\n${line}\n(${uuid}) Method request headers: {x=--stage}`;
    expect(parse(text)).toEqual({ kind: 'paste', text, ids: [id], options: { scope: { api: 'orders' } } });
    const fenced = `--api orders \`\`\`(${uuid}) Method request headers: {x=--stage}\`\`\``;
    expect(parse(fenced)).toEqual({
      kind: 'paste',
      text: fenced,
      ids: [id],
      options: { scope: { api: 'orders' } },
    });
    expect(parse(`--acount prod\n${line}`)).toEqual({
      kind: 'unusable',
      problem: 'unknown-option',
      args: { option: 'acount' },
    });
  });

  it.each([
    ['quotes', '"'.repeat(200_000)],
    ['open quotes', "=' ".repeat(70_000)],
    ['brackets', '<https://'.repeat(20_000)],
    ['dashes', '-'.repeat(200_000)],
    ['options', 'api='.repeat(50_000)],
    ['commas', `${'a,'.repeat(100_000)}`],
    ['words', 'around '.repeat(30_000)],
  ])('takes linear time for %s', (_name, text) => {
    expect(processorTime(() => expect(parse(text).kind).not.toBe('ask'))).toBeLessThan(2000);
  });
});
