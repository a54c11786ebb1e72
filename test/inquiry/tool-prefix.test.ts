import { describe, expect, it } from 'vitest';
import { readPaste } from '../../src/inquiry/paste.ts';

const record = '(5d5f0a10-2b3c-4d5e-8f60-718293a4b5c6) Execution failed due to a timeout error';
const logStream = '072b030ba126b2f4b2374f342be9ed44';
const logGroup = 'API-Gateway-Execution-Logs_a1b2c3d4e5/prod';
const atMs = Date.UTC(2026, 10, 20, 14, 42, 38, 200);
const colour = String.fromCharCode(27);

const first = (text: string) => {
  const { order: _order, ...event } = readPaste(text).events[0] ?? { order: 0, message: undefined };
  return event;
};

describe("a shipper's JSON behind a runtime's prefix", () => {
  const inner = (fields: object) => `2026-11-20T14:42:59.000000000Z stdout F ${JSON.stringify(fields)}`;
  const arrivedAtMs = Date.UTC(2026, 10, 20, 14, 42, 59);

  it('is read with its own times', () => {
    expect(first(inner({ timestamp: '2026-11-20T14:42:38.200Z', message: record }))).toEqual({
      atMs,
      resolutionMs: 1,
      message: record,
    });
  });

  it('has the time of its arrival where it has none', () => {
    expect(first(inner({ message: record }))).toMatchObject({ atMs: arrivedAtMs, message: record });
  });

  it('stays one line where it is none after all', () => {
    const broken = inner({ message: record }).replace('"message"', 'message');
    expect(readPaste(broken).events.map(({ message }) => message)).toEqual([`{message:"${record}"}`]);
  });
});

describe('what a tool writes before a record', () => {
  it.each([
    ['awslogs', `${logGroup} ${logStream} ${record}`, { logGroup, logStream }],
    [
      'awslogs, its stream in brackets',
      `${logGroup} [${logStream}] 2026-11-20T14:42:38.200Z ${record}`,
      { atMs, logGroup, logStream },
    ],
    [
      'awslogs, with both of its times',
      `${logGroup} ${logStream} 2026-11-20T14:42:38.200Z 2026-11-20T14:42:40.100Z ${record}`,
      { atMs, logGroup, logStream },
    ],
    [
      'awslogs, coloured',
      `${colour}[32m${logGroup}${colour}[0m ${colour}[36m${logStream}${colour}[0m ${record}`,
      { logGroup, logStream },
    ],
    ['aws logs tail', `2026-11-20T14:42:38.200000+00:00 ${logStream} ${record}`, { atMs, logStream }],
    [
      'sam logs, coloured',
      `${colour}[36m${logStream}${colour}[0m ${colour}[33m2026-11-20T14:42:38.200000${colour}[0m ${record}`,
      { atMs, logStream },
    ],
    [
      'cw tail',
      `2026-11-20T14:42:38.200Z - ${logGroup} - ${logStream} - ${record}`,
      { atMs, logGroup, logStream },
    ],
    [
      'cw tail, group first',
      `${logGroup} - ${logStream} - 2026-11-20T14:42:38.200Z - ${record}`,
      { atMs, logGroup, logStream },
    ],
    ['saw', `[2026-11-20T14:42:38.200Z] (072b030b) ${record}`, { atMs }],
    ['a container runtime', `2026-11-20T14:42:38.200123456Z stdout F ${record}`, { atMs }],
    [
      'kubectl logs --prefix',
      `[pod/forwarder-7d9f8b6c5-abcde/app] 2026-11-20T14:42:38.200Z ${record}`,
      { atMs },
    ],
    ['stern', `forwarder-7d9f8b6c5-abcde app 2026-11-20T14:42:38.200Z ${record}`, { atMs }],
    ['docker compose', `forwarder-1  | 2026-11-20T14:42:38.200Z ${record}`, { atMs }],
    ['syslog', `<134>1 2026-11-20T14:42:38.200Z host forwarder 12 - - ${record}`, { atMs }],
    ['old syslog, whose time has no year', `Nov 20 14:42:38 host forwarder[12]: ${record}`, {}],
    [
      'a journal around a stamped line',
      `Nov 20 14:42:38 host forwarder[12]: 2026-11-20T14:42:38.200Z ${record}`,
      { atMs },
    ],
    ['epoch seconds', `1795185758.200 ${record}`, { atMs }],
    ['a month by its name', `20 Nov 2026 14:42:38.200 ${record}`, { atMs }],
    ['the American way round', `Nov 20, 2026 14:42:38.200 ${record}`, { atMs }],
    ['a level', `2026-11-20T14:42:38.200Z ERROR ${record}`, { atMs }],
    ['a level and a logger in brackets', `2026-11-20T14:42:38.200Z [info]: [forwarder] ${record}`, { atMs }],
    ['bars', `2026-11-20 14:42:38.200 UTC | INFO | apigateway | ${record}`, { atMs }],
    ['the labels of Loki', `{app="apigw", job="cloudwatch"} 2026-11-20T14:42:38.200Z ${record}`, { atMs }],
    [
      'logfmt',
      `time="2026-11-20T14:42:38.200Z" level=info app="a b" msg="${record.replace('timeout', '\\"timeout')}"`,
      { atMs, message: record.replace('timeout', '"timeout') },
    ],
    ['syslog of old with its priority', `<134>Nov 20 14:42:38 host forwarder: ${record}`, {}],
    ['syslog without a colon', `Nov 20 14:42:38.200 host forwarder ${record}`, {}],
    ['Heroku', `2026-11-20T14:42:38.200123+00:00 app[web.1]: ${record}`, { atMs }],
    ['docker compose of old', `app_1  | ${record}`, {}],
    ['names of fields', `@timestamp=2026-11-20 14:42:38.200 @message=${record}`, { atMs }],
  ])('%s', (_name, line, expected) => {
    expect(first(line)).toEqual({ resolutionMs: 1, message: record, ...expected });
  });

  it.each([
    ["a person's words before it", `2026-11-20T14:42:38.200Z Mei says ${record}`],
    ['a month that is none', `20 Foo 2026 14:42:38.200 ${record}`],
    ['a sentence before a bar', `Mei says | ${record}`],
    ['logfmt around other words', `time="2026-11-20T14:42:38.200Z" level=info msg="see ${record}"`],
    ['a pair of their own', `2026-11-20T14:42:38.200Z quote=yes ${record}`],
    ['no record behind it', `[pod/forwarder-7d9f8b6c5-abcde/app] everything is fine`],
    ['more parts than any tool writes', `${'| '.repeat(12)}${record}`],
  ])('leaves alone %s', (_name, line) => {
    expect(first(line).message).not.toBe(record);
  });
});
