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
  'filter status like /5\\d\\d/ # only server errors\n| stats count (*) by `event-name`, @`aws.tag.team`',
  String.raw`parse @message '(*) *' as reqId, message | filter message like /Method completed with status: \d\d\d/ | parse message 'Method completed with status: *' as status | filter status = 504 | sort @timestamp desc | limit 20`,
])('%s', (text) => {
  expect(compileQuery(text).commands).not.toHaveLength(0);
});

it.each([
  [
    'the query of the 504 article as it is printed, with typographic quotes',
    'fields @timestamp | filter status like ‘5’',
  ],
  ['PPL', 'source = logs | where status = 504'],
  ['what is not implemented here: pattern', 'pattern @message'],
  ['what is not implemented here: jsonParse', 'fields jsonParse(@message) as j'],
  ['a sort after dedup', 'dedup host | sort host'],
  ['two fields without a comma', 'fields @timestamp @message'],
])('refuses %s', (_what, text) => {
  expect(() => compileQuery(text)).toThrow(/./);
});
