/** What a record of a log begins with, and nobody speaking of one. */
const openings: readonly RegExp[] = [
  // Execution log: the id in parentheses, or the console test's wording.
  /^\((?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[\w-]{15}=)\) [A-Z]/,
  /^Execution log for request \S/,
  /^(?:Starting execution for request|Extended Request Id|Verifying Usage Plan for request|HTTP Method|Endpoint request URI|AWS Integration Endpoint RequestId ?|X-ray Tracing ID ?): \S/,
  /^(?:Sending request to https?:\/\/|Received response\. |Method completed with status: \d|Gateway response type: [A-Z])/,
  /^Execution failed due to (?:a timeout error|a network error|an vpc link error|configuration error)/,
  /^Lambda (?:execution|invocation) failed with status/,
  // Lambda, text and JSON format.
  /^(?:START|END|REPORT) RequestId: [0-9a-f]{8}-/,
  /^INIT_(?:START|REPORT) \S/,
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} Task timed out after \d/,
  /^\{\s*"(?:time|type|record)"\s*:.{0,80}"platform\./,
  // A load balancer's or flow log's row.
  /^(?:https?|h2|wss?|grpcs) \d{4}-\d\d-\d\dT[\d:.]+Z app\//,
  /^[2-9] (?:\d{12}|unknown) eni-[0-9a-f]/,
];

/** What a client saw. */
const statusLine = /^(?:[<*] )?HTTP\/[\d.]{1,3} \d{3}\b/;
const header = /^(?:< )?(?:x-amzn-requestid|x-amz-apigw-id|apigw-requestid|x-amz-cf-id)\s?: ?\S/i;

/** Whether a line is one header of an answer: by itself it only names an id, and any service of AWS writes some of them. */
export const isHeader = (line: string) => header.test(line.trimStart());

/** JSON of which one key alone says that it comes from a log: subscription, Insights, access log, CLI output. */
const jsonMarks =
  /"(?:messageType"\s*:\s*"DATA_MESSAGE|@message"|@ptr"|logEvents"\s*:|logStreamName"\s*:|extendedRequestId"\s*:|integrationLatency"\s*:|requestTimeEpoch"\s*:|responseLength"\s*:)/;
/** A subscription's message as it is carried: base64 of gzip. */
const packed = /^H4sI[A-Za-z0-9+/]{60}/;
/** A console preset of the access log: the time in brackets, and further on an id. */
export const commonLog = /\[\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4}\]/;
const time =
  /^\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d\S{0,16}|\d{13}|[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} [\d:]{8} UTC \d{4})\]?(?: UTC)?[\s,|:]{1,4}"?/;

/**
 * The lines of a text that are log records or a client's answer by their own look, as they stand. A person's sentence about
 * a log has none, even where it quotes one in its middle; a code fence begins a line. Linear: each line is looked at from
 * its start only.
 */
export function findLogLines(text: string): string[] {
  return text.split(/\n|`{3}/).filter(isLogLine);
}

/** Whether a record of an execution, Lambda, load-balancer or flow log begins with this text. */
export function opensRecord(text: string): boolean {
  return openings.some((opening) => opening.test(text));
}

/** Whether one line is a log record or a line of a client's answer by its own look. */
export function isLogLine(line: string): boolean {
  const start = line.slice(0, 600).replace(/^[\s>`|"*]{1,40}(?:@?message"\s{0,4}:\s{0,4}")?/, '');
  if (/^[\s>`|*]{0,20}[[{"]/.test(line) && jsonMarks.test(line.slice(0, 4000))) return true;
  const behind = start.replace(time, '');
  // `aws logs` writes the stream, or group and stream, between time and message.
  const message = behind === start ? behind : behind.replace(/^(?:\S{1,300} ){1,2}(?=\()/, '');
  return (
    opensRecord(message) ||
    statusLine.test(message) ||
    header.test(message) ||
    packed.test(start) ||
    (commonLog.test(start) && /[\w-]{15}=|[0-9a-f]{8}-/.test(start))
  );
}
