import { createVerify } from 'node:crypto';
import { z } from 'zod';

/** What SNS posts to an HTTPS subscription. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
const snsMessageSchema = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().regex(/^[\w-]{1,100}$/),
  TopicArn: z.string().max(500),
  Message: z.string(),
  Subject: z.string().nullish(),
  Timestamp: z.string(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string().max(2_000),
  SigningCertURL: z.string().max(500),
  SubscribeURL: z.string().max(2_000).optional(),
  Token: z.string().optional(),
});
export type SnsMessage = z.infer<typeof snsMessageSchema>;

export function readSnsMessage(body: string): SnsMessage | undefined {
  try {
    return snsMessageSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/** SNS delivers again for about an hour; what is older was kept by somebody, ms. */
const oldestMs = 65 * 60_000;
const mostAheadMs = 5 * 60_000;

export function isTimely({ Timestamp }: SnsMessage, nowMs: number): boolean {
  const atMs = Date.parse(Timestamp);
  return atMs > nowMs - oldestMs && atMs < nowMs + mostAheadMs;
}

/** The region of a topic: its host signs and confirms, and no other one does. */
function regionOf(topicArn: string): string | undefined {
  return /^arn:aws[a-z-]*:sns:([a-z0-9-]+):\d{12}:/.exec(topicArn)?.[1];
}

/** An address of the topic's own SNS: https, its region's host, no port, no name or password before the host. */
function isOfSns(address: string, topicArn: string): URL | undefined {
  const region = regionOf(topicArn);
  if (region === undefined || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  const hosts = [`sns.${region}.amazonaws.com`, `sns.${region}.amazonaws.com.cn`];
  return url.protocol === 'https:' && hosts.includes(url.host) && url.username === '' && url.password === ''
    ? url
    : undefined;
}

/** Where the certificate of a message lies; undefined where that is no place of the topic's SNS. */
export function certificateUrl({ SigningCertURL, TopicArn }: SnsMessage): string | undefined {
  const url = isOfSns(SigningCertURL, TopicArn);
  return url && /^\/SimpleNotificationService-[\w-]{1,100}\.pem$/.test(url.pathname) && url.search === ''
    ? url.href
    : undefined;
}

/** Where a subscription is confirmed; undefined where that is no place of the topic's SNS. */
export function confirmationUrl({ SubscribeURL, TopicArn }: SnsMessage): string | undefined {
  const url = isOfSns(SubscribeURL ?? '', TopicArn);
  const { searchParams } = url ?? {};
  return searchParams?.get('Action') === 'ConfirmSubscription' && searchParams.get('TopicArn') === TopicArn
    ? url?.href
    : undefined;
}

/** Is the signature that of the certificate? https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
export function isSigned(message: SnsMessage, certificate: string): boolean {
  const names =
    message.Type === 'Notification'
      ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
      : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const);
  const text = names
    .flatMap((name) => {
      const value = message[name];
      return value === undefined || value === null ? [] : [`${name}\n${value}\n`];
    })
    .join('');
  try {
    return createVerify(message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
      .update(text, 'utf8')
      .verify(certificate, message.Signature, 'base64');
  } catch {
    return false;
  }
}
