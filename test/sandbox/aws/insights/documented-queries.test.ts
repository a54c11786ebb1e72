import { expect, it } from 'vitest';
import { compileQuery } from '../../../../src/sandbox/aws/insights/run-insights.ts';

/**
 * Sample queries of AWS's documentation, as printed there.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-examples.html and the commands' own pages.
 */
it.each([
  'fields @timestamp, @message | sort @timestamp desc | limit 25',
  'fields @timestamp, @message | filter @message like /Exception/ | stats count(*) as exceptionCount by bin(5m) | sort exceptionCount desc',
  'fields @message | filter @message not like /Exception/',
  'fields @timestamp, @message, server, severity | sort @timestamp asc | dedup server, severity',
  'fields f1, f2, f3 | filter f1 in ["a", "b"] and f2 not in [1, 2] or f3 > 3000',
  "fields concat(Operation, '-', StatusCode) as opStatusCode",
  'filter @type = "REPORT" | stats max(@memorySize / 1000 / 1000) as provisonedMemoryMB, min(@maxMemoryUsed / 1000 / 1000) as smallestMemoryRequestMB, avg(@maxMemoryUsed / 1000 / 1000) as avgMemoryUsedMB, max(@maxMemoryUsed / 1000 / 1000) as maxMemoryUsedMB, provisonedMemoryMB - maxMemoryUsedMB as overProvisionedMB',
  'filter @type = "REPORT" | stats avg(@duration), max(@duration), min(@duration) by bin(5m)',
  'fields @timestamp, @requestId, @message, @logStream | filter @type = "REPORT" and @duration > 1000 | sort @timestamp desc | limit 20',
  'stats sum(packets) as packetsTransferred by srcAddr, dstAddr | sort packetsTransferred desc | limit 15',
  'filter isIpv4InSubnet(srcAddr, "192.0.2.0/24") | stats sum(bytes) as bytesTransferred by dstAddr | sort bytesTransferred desc | limit 15',
  'filter protocol=17 | stats count_distinct(dstAddr), sum(bytes) as bytesTransferred by srcAddr | sort bytesTransferred desc',
  'filter start>=1528810722 and end<=1528810733 | fields srcAddr, dstAddr, bytes',
  'stats count(*) by queryType',
  'stats count(*) as numRequests by resolverIp | sort numRequests desc | limit 10',
  'filter (eventName="StartInstances" or eventName="StopInstances") and awsRegion="us-east-2"',
  'filter eventName="CreateUser" | fields awsRegion, requestParameters.userName, responseElements.user.arn',
  'fields eventTime, eventName, `userIdentity.sessionContext.attributes.mfaAuthenticated`',
  'parse @message "user=*, method:*, latency := *" as @user, @method, @latency | stats avg(@latency) by @method, @user',
  `parse @message /user=(?<user2>.*?), method:(?<method2>.*?), latency := (?<latency2>.*?)$/ | stats avg(latency2) by method2, user2`,
  'FIELDS @message | PARSE @message "* [*] *" as loggingTime, loggingType, loggingMessage | FILTER loggingType IN ["ERROR", "INFO"] | DISPLAY loggingMessage, loggingType = "ERROR" as isError',
  'stats latest(datetime) as latest_time, sortsFirst(host) by status | sort latest_time desc',
  'stats pct(bytes, 95) as p95, stddev(bytes) by bin(1h), status | filter p95 > 100',
  'fields datefloor(@timestamp, 1h) as hour, dateceil(@timestamp, 15m), fromMillis(1700000000000), toMillis(@timestamp)',
  'fields @timestamp, strlen(@message) as length | filter length > 20 and ispresent(httpMethod) and not isblank(path)',
  'fields ispresent(a) as x, coalesce(a, b, "none"), abs(a - b), ceil(a), floor(a), greatest(a, b), least(a, b), log(a), sqrt(a), a ^ 2, a % 3',
  'fields trim(a), ltrim(a), rtrim(a, "/"), toupper(a), tolower(a), substr(a, 1, 3), replace(a, "b", "c"), strcontains(a, "b"), isempty(a)',
  'fields @timestamp, @message | limit any 20',
  'fields jsonParse(@message) as json_message | unnest json_message.events into event | display event.name',
  'fields jsonStringify(jsonParse(@message)) as text',
  'filter @timestamp >= (now() - 7200) * 1000',
  'filterIndex requestId = "f4267199-574c-4d30-b6b9-25e26d687255" | limit 5',
  'SOURCE logGroups(namePrefix: ["/aws/lambda", "/ecs"], class: ["STANDARD"], accountIdentifiers: ["111122223333"]) | fields @message',
  'SOURCE logGroups() | filter @message LIKE /504/',
  'filter status like /5\\d\\d/ # only server errors\n| stats count (*) by `event-name`, @`aws.tag.team`',
  String.raw`parse @message '(*) *' as reqId, message | filter message like /Method completed with status: \d\d\d/ | parse message 'Method completed with status: *' as status | filter status = 504 | sort @timestamp desc | limit 20`,
])('%s', (text) => {
  expect(compileQuery(text).commands).not.toHaveLength(0);
});

it.each([
  ['pattern', 'pattern @message', 'the command pattern'],
  ['diff', 'filter @message like "x" | DIFF previousDay', 'the command diff'],
  ['anomaly', 'fields @timestamp | anomaly', 'the command anomaly'],
  ['unmask', 'fields @timestamp | unmask @message', 'the command unmask'],
  ['join', 'fields a | join (SOURCE "x") on a', 'the command join'],
  ['lookup', 'lookup table id as id', 'the command lookup'],
  ['a subquery', 'filter id in (fields id | filter status = 504)', 'subqueries'],
  ['logfmt', 'parse @message logfmt', 'parse … logfmt'],
  ['values()', 'stats values(host)', 'the function values'],
])('says of %s that the stand-in lacks it, not AWS', (_what, text, lacking) => {
  expect(() => compileQuery(text)).toThrow(
    `This stand-in for AWS does not implement ${lacking}. AWS itself may well run the query.`,
  );
});

it.each([
  [
    'the query of the 504 article as it is printed, with typographic quotes',
    'fields @timestamp | filter status like ‘5’',
  ],
  ['PPL', 'source = logs | where status = 504'],
  ['a sort after dedup', 'dedup host | sort host'],
  ['a SOURCE that is not the first command', 'fields a | SOURCE logGroups()'],
  ['a SOURCE of something else', 'SOURCE metrics()'],
  ['six prefixes', 'SOURCE logGroups(namePrefix: ["a", "b", "c", "d", "e", "f"])'],
  ['a prefix that is no text', 'SOURCE logGroups(namePrefix: [a])'],
  ['an unnest without a name', 'unnest items'],
  ['two fields without a comma', 'fields @timestamp @message'],
])('refuses %s', (_what, text) => {
  expect(() => compileQuery(text)).toThrow(/./);
});
