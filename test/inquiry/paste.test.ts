import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../src/inquiry/log-event.ts';
import { readPaste } from '../../src/inquiry/paste.ts';

const id = '914bad5e-1840-41e9-83f1-efc9a0398ffc';
const stream = 'e369853df766fa44e1ed0ff613f563bd';
const group = 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod';
const at = Date.parse('2026-11-21T14:42:09.211Z');
const first = `(${id}) Extended Request Id: Vwc2MGFUrPEFV_g=`;
const second = `(${id}) Endpoint request headers: {Accept=*/*, X-Amzn-Trace-Id=Root=1-6a2f0a91-0123456789abcdef01234567}`;
const third = `(${id}) Method completed with status: 504`;
const ms = [at, at + 210, at + 29_210];
const messages = [first, second, third];

/** The three messages as events, with whatever their shape tells besides. */
const events = (besides: Partial<LogEvent> = {}): LogEvent[] =>
  messages.map((message, order) => ({ atMs: ms[order], resolutionMs: 1, message, order, ...besides }));
const iso = (index: number) => new Date(ms[index]!).toISOString();
const spaced = (index: number) => iso(index).replace('T', ' ').replace('Z', '');
const each = (line: (message: string, index: number) => string) => messages.map(line).join('\n');
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe('readPaste', () => {
  it.each([
    ['native lines', each((message, n) => `${iso(n)} ${message}`), 'log lines'],
    [
      'native lines with CRLF',
      each((message, n) => `${iso(n)} ${message}`).replaceAll('\n', '\r\n'),
      'log lines',
    ],
    ['native lines in UTC without a mark', each((message, n) => `${spaced(n)} ${message}`), 'log lines'],
    ['native lines with a tab', each((message, n) => `${iso(n)}\t${message}`), 'log lines'],
    ['native lines in brackets', each((message, n) => `[${spaced(n)}] ${message}`), 'log lines'],
    ['native lines with epoch ms', each((message, n) => `${ms[n]} ${message}`), 'log lines'],
    [
      'the CSV export',
      `timestamp,message\n${each((message, n) => `${ms[n]},${quoted(`${message}\n`)}`)}`,
      'CSV',
    ],
    ['the CSV export, unquoted', `timestamp,message\n${each((message, n) => `${ms[n]},${message}`)}`, 'CSV'],
    ['the CSV export without its header', each((message, n) => `${ms[n]},${quoted(message)}`), 'CSV'],
    ['the CSV export, unquoted, without its header', each((message, n) => `${ms[n]},${message}`), 'CSV'],
    ['CSV with ISO times', each((message, n) => `${iso(n)},${quoted(message)}`), 'CSV'],
    [
      'Insights CSV',
      `@timestamp,@message\n${each((message, n) => `${spaced(n)},${quoted(message)}`)}`,
      'CSV',
    ],
    [
      'a spreadsheet’s tabs',
      `@timestamp\t@message\n${each((message, n) => `${spaced(n)}\t${message}`)}`,
      'CSV',
    ],
    ['semicolons', `"timestamp";"message"\n${each((message, n) => `${ms[n]};${quoted(message)}`)}`, 'CSV'],
    [
      'a numbered table out of the console',
      `#\t@timestamp\t@message\n${each((message, n) => `${n + 1}\t${spaced(n)}\t${message}`)}`,
      'CSV',
    ],
    ['a console copy', each((message, n) => `${iso(n)}\n${message}`), 'console copy'],
    [
      'a console copy with each message twice',
      each((message, n) => `${iso(n)}\n${message}\n${message}`),
      'console copy',
    ],
    [
      'a console copy with blank lines',
      each((message, n) => `${iso(n)}\n\n${message}\n\n${message}\n`),
      'console copy',
    ],
    [
      'a console copy with folding arrows',
      each((message, n) => `▶\n${iso(n)}\n▼ ${message}`),
      'console copy',
    ],
    ['a console copy in local time', each((message, n) => `${local(n)}\n${message}`), 'console copy'],
    [
      'a Markdown table',
      `| @timestamp | @message |\n|---|---|\n${each((message, n) => `| ${spaced(n)} | ${message} |`)}`,
      'table',
    ],
    [
      'a text table',
      `-----------------------------\n|       @timestamp        |   @message   |\n|-------------------------|--------------|\n${each((message, n) => `| ${spaced(n)} | ${message} |`)}\n-----------------------------`,
      'table',
    ],
    ['table rows without their header', each((message, n) => `| ${spaced(n)} | ${message} |`), 'table'],
    [
      'JSON rows',
      JSON.stringify(messages.map((message, n) => ({ '@timestamp': spaced(n), '@message': message }))),
      'JSON rows',
    ],
    [
      'JSON rows on lines',
      each((message, n) => JSON.stringify({ '@timestamp': spaced(n), '@message': message })),
      'JSON rows',
    ],
    [
      'pretty-printed JSON rows',
      JSON.stringify(
        messages.map((message, n) => ({ '@timestamp': spaced(n), '@message': message })),
        null,
        2,
      ),
      'JSON rows',
    ],
    [
      'get-query-results',
      JSON.stringify({ results: rows(), statistics: { recordsMatched: 3 }, status: 'Complete' }, null, 4),
      'query-results JSON',
    ],
    [
      'a bare list of events',
      JSON.stringify(messages.map((message, n) => ({ timestamp: ms[n], message }))),
      'JSON rows',
    ],
    ['local times with their zone', each((message, n) => `${local(n)} ${message}`), 'log lines'],
    ['code-fenced lines', `\`\`\`\n${each((message, n) => `${iso(n)} ${message}`)}\n\`\`\``, 'log lines'],
    ['one fence around it all', `\`\`\`${each((message, n) => `${iso(n)} ${message}`)}\`\`\``, 'log lines'],
    ['lines in backticks', each((message, n) => `\`${iso(n)} ${message}\``), 'log lines'],
    ['quoted lines', each((message, n) => `&gt; ${iso(n)} ${message}`), 'log lines'],
    ['a list', each((message, n) => `• ${iso(n)} ${message}`), 'log lines'],
    ['coloured lines', each((message, n) => `\u001b[32m${iso(n)}\u001b[0m ${message}`), 'log lines'],
    [
      'marks of direction',
      each((message, n) => `\u202E${iso(n)} ${message.replace(' ', ' \u200F')}`),
      'log lines',
    ],
    [
      'hyphens that break no line',
      each((message, n) => `${iso(n)} ${message.replaceAll('-', '\u2011')}`),
      'log lines',
    ],
    ['the numbers of vim', each((message, n) => `   ${n + 1} ${iso(n)} ${message}`), 'log lines'],
    ['e-mail that was quoted twice', each((message, n) => `>> ${iso(n)} ${message}`), 'log lines'],
    ['e-mail that was quoted thrice', each((message, n) => `> > > ${iso(n)} ${message}`), 'log lines'],
    ['Jira’s block', `{noformat}${each((message, n) => `${iso(n)} ${message}`)}\n{noformat}`, 'log lines'],
    [
      'Jira’s block of code',
      `{code:none}${each((message, n) => `${iso(n)} ${message}`)}\n{code}`,
      'log lines',
    ],
    ['a block of HTML', `<pre>${each((message, n) => `${iso(n)} ${message}`)}\n</pre>`, 'log lines'],
    ['Grafana’s text', each((message, n) => `${ms[n]}000007\t${iso(n)}\t${message}`), 'log lines'],
    ['epoch µs', each((message, n) => `${ms[n]}007 ${message}`), 'log lines'],
    [
      'Grafana’s CSV',
      `labels,Time,Line,tsNs\n${each((message, n) => `"{""a"":""b""}",${spaced(n)},${quoted(message)},${ms[n]}000007`)}`,
      'CSV',
    ],
    [
      'Splunk’s CSV',
      `"_time","_raw"\n${each((message, n) => `"${iso(n).replace('Z', '+0000')}",${quoted(message)}`)}`,
      'CSV',
    ],
    [
      'Datadog’s CSV',
      `Date,Host,Service,Content\n${each((message, n) => `"${iso(n)}","","",${quoted(message)}`)}`,
      'CSV',
    ],
    [
      'soft hyphens out of a PDF',
      each((message, n) => `${iso(n)} ${message.replace('request', 're\u00ADquest')}`),
      'log lines',
    ],
    [
      'a terminal’s 80 columns',
      each((message, n) => `${iso(n)} ${message}`.replace(/.{80}/g, '$&\n')),
      'log lines',
    ],
    ['a byte-order mark', `\uFEFF${each((message, n) => `${iso(n)} ${message}`)}`, 'log lines'],
    [
      'UTF-16',
      [...`\uFFFD\uFFFD${each((message, n) => `${iso(n)} ${message}`)}`].join('\u0000'),
      'log lines',
    ],
    ['no-break spaces', each((message, n) => `${iso(n)}\u00A0${message}`), 'log lines'],
    [
      'typographic quotes',
      JSON.stringify(messages.map((message, n) => ({ timestamp: ms[n], message }))).replace(/"/g, '”'),
      'JSON rows',
    ],
  ])('reads %s', (_name, text, shape) => {
    expect(readPaste(text)).toEqual({
      events: events(),
      recognised: [{ shape, records: 3 }],
      skipped: { lines: 0, samples: [] },
      begins: expect.any(Array),
    });
  });

  const logEvents = messages.map((message, n) => ({ id: `3795${n}`, timestamp: ms[n], message }));
  const subscription = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: group,
    logStream: stream,
    logEvents,
  };
  const packed = (events: readonly object[]) =>
    gzipSync(JSON.stringify({ ...subscription, logEvents: events })).toString('base64');
  const filtered = messages.map((message, n) => ({
    logStreamName: stream,
    timestamp: ms[n],
    message: `${message}\n`,
    ingestionTime: at + 31_000,
    eventId: `379581294785${n}`,
  }));
  it.each([
    [
      'aws logs tail',
      each((message, n) => `${iso(n).replace('Z', '000+00:00')} ${stream} ${message}`),
      'aws logs tail output',
      { logStream: stream },
    ],
    [
      'sam logs',
      each((message, n) => `2026/11/21/[$LATEST]${stream} ${spaced(n).replace(' ', 'T')}000 ${message}`),
      'aws logs tail output',
      { logStream: `2026/11/21/[$LATEST]${stream}` },
    ],
    [
      'awslogs',
      each((message, n) => `${group} ${stream} ${iso(n)} ${message}`),
      'aws logs tail output',
      { logGroup: group, logStream: stream },
    ],
    [
      'live tail',
      each((message, n) => `${iso(n)}\t${group}\t${message}`),
      'aws logs tail output',
      { logGroup: group },
    ],
    [
      'filter-log-events',
      JSON.stringify({ events: filtered, searchedLogStreams: [] }, null, 4),
      'log-events JSON',
      { logStream: stream, ingestedMs: at + 31_000 },
    ],
    [
      'filter-log-events as text',
      each(
        (message, n) =>
          `EVENTS\t${'3795812947850'.repeat(4)}\t${at + 31_000}\t${stream}\t${message}\t${ms[n]}`,
      ),
      'aws logs text output',
      { logStream: stream, ingestedMs: at + 31_000 },
    ],
    [
      'get-log-events as text',
      each((message, n) => `EVENTS\t${at + 31_000}\t${message}\t${ms[n]}`),
      'aws logs text output',
      { ingestedMs: at + 31_000 },
    ],
    [
      'a subscription',
      JSON.stringify(subscription),
      'subscription JSON',
      { account: '111122223333', logGroup: group, logStream: stream },
    ],
    [
      'a subscription as a function gets it',
      JSON.stringify({ awslogs: { data: gzipSync(JSON.stringify(subscription)).toString('base64') } }),
      'subscription JSON',
      { account: '111122223333', logGroup: group, logStream: stream },
    ],
    [
      'subscriptions as a stream’s reader gets them',
      JSON.stringify({ Records: logEvents.map((event) => ({ kinesis: { data: packed([event]) } })) }),
      'subscription JSON',
      { account: '111122223333', logGroup: group, logStream: stream },
    ],
    [
      'subscriptions as get-records prints them',
      JSON.stringify({ Records: [{ Data: packed(logEvents), PartitionKey: 'a' }], MillisBehindLatest: 0 }),
      'subscription JSON',
      { account: '111122223333', logGroup: group, logStream: stream },
    ],
    [
      'subscriptions on their way through Firehose',
      JSON.stringify({ invocationId: 'a', records: [{ recordId: '1', data: packed(logEvents) }] }),
      'subscription JSON',
      { account: '111122223333', logGroup: group, logStream: stream },
    ],
    [
      'subscriptions without line ends',
      logEvents.map((event) => JSON.stringify({ ...subscription, logEvents: [event] })).join(''),
      'subscription JSON',
      { account: '111122223333', logGroup: group, logStream: stream },
    ],
    [
      'Insights CSV with place',
      `@timestamp,@log,@logStream,@message\n${each((message, n) => `${spaced(n)},111122223333:${group},${stream},${quoted(message)}`)}`,
      'CSV',
      { account: '111122223333', logGroup: group, logStream: stream },
    ],
    [
      'a table with place',
      `| @timestamp | @message | @log |\n| --- | --- | --- |\n${each((message, n) => `| ${spaced(n)} | ${message} | 111122223333:${group} |`)}`,
      'table',
      { account: '111122223333', logGroup: group },
    ],
    [
      'an answer’s table',
      `----\n|   FilterLogEvents   |\n+----+\n||      events      ||\n|+----+----+|\n||  ingestionTime | logStreamName | message | timestamp ||\n|+----+----+|\n${each((message, n) => `||  ${at + 31_000} |  ${stream}  | ${message}  | ${ms[n]}  ||`)}`,
      'table',
      { logStream: stream, ingestedMs: at + 31_000 },
    ],
  ])('reads %s with what it tells besides', (_name, text, shape, besides) => {
    expect(readPaste(text)).toEqual({
      events: events(besides),
      recognised: [{ shape, records: 3 }],
      skipped: { lines: 0, samples: [] },
      begins: expect.any(Array),
    });
  });

  function local(index: number): string {
    return new Date(ms[index]! + 3_600_000).toISOString().replace('Z', '+01:00');
  }

  function rows() {
    return messages.map((message, n) => [
      { field: '@timestamp', value: spaced(n) },
      { field: '@message', value: message },
      { field: '@ptr', value: 'CmEKJg' },
    ]);
  }
});
