import type { IncomingMessage, RequestListener } from 'node:http';
import { readAwsAlarm } from '../../inquiry/alarms/aws-alarm.ts';
import type { Bot } from '../bot.ts';
import {
  certificateUrl,
  confirmationUrl,
  isSigned,
  isTimely,
  readSnsMessage,
  type SnsMessage,
} from './sns-message.ts';
import { noteFromAws, readBody, takeFromAws } from './take-from-aws.ts';

/** A certificate has about 2 KB. */
const mostCertificateCharacters = 20_000;
const mostCertificates = 20;
const patienceMs = 5_000;

export type Fetch = (url: string, options: { redirect: 'error'; signal: AbortSignal }) => Promise<Response>;

/**
 * Alarms straight from AWS: SNS posts them here, for teams without an alarm app in Slack. Only topics of the
 * configuration are heard, only what their region's SNS has signed, and only their subscriptions are confirmed.
 */
export function receiveSns(bot: Bot, fetch: Fetch): RequestListener {
  const certificates = new Map<string, Promise<string>>();
  const certificateOf = (url: string): Promise<string> => {
    const known = certificates.get(url);
    if (known) return known;
    const certificate = read(fetch, url);
    certificates.set(url, certificate);
    for (const oldest of certificates.keys()) {
      if (certificates.size <= mostCertificates) break;
      certificates.delete(oldest);
    }
    certificate.catch(() => certificates.delete(url));
    return certificate;
  };
  return (request, response) => {
    const end = (status: number) => response.writeHead(status, { 'cache-control': 'no-store' }).end();
    handle(bot, fetch, certificateOf, request).then(end, (error: unknown) => {
      bot.logger.warn({ error: String(error) }, 'a message of SNS was not taken; SNS delivers it again');
      end(503);
    });
  };
}

/** The HTTP status of the answer; throws for what SNS shall deliver again. */
async function handle(
  bot: Bot,
  fetch: Fetch,
  certificateOf: (url: string) => Promise<string>,
  request: IncomingMessage,
): Promise<number> {
  // Raw delivery leaves the signature out, so that anybody could have sent it.
  if (request.headers['x-amz-sns-rawdelivery'] === 'true') {
    noteFromAws(bot, '', 'denied', 'sns-raw');
    bot.logger.warn(
      'a message of SNS came by raw delivery, which is not signed; turn RawMessageDelivery off for the subscription',
    );
    return 403;
  }
  const body = await readBody(request);
  if (body === undefined) return 413;
  const message = readSnsMessage(body);
  if (!message) return 400;
  const topic = bot.config.alarmReplies.topics.find(({ arn }) => arn === message.TopicArn);
  const url = certificateUrl(message);
  if (!topic || !url) {
    noteFromAws(bot, '', 'denied', topic ? 'sns-certificate' : 'sns-topic');
    return 403;
  }
  if (!isTimely(message, bot.now()) || !isSigned(message, await certificateOf(url))) {
    noteFromAws(bot, topic.channel, 'denied', 'sns-signature');
    return 403;
  }
  if (message.Type === 'SubscriptionConfirmation') return confirm(bot, fetch, message, topic.channel);
  if (message.Type === 'UnsubscribeConfirmation') {
    bot.logger.warn(
      { topic: topic.arn },
      'a subscription of SNS was ended; alarms of this topic no longer come',
    );
    return 200;
  }
  const { MessageId: messageId } = message;
  await takeFromAws(bot, readAwsAlarm(message.Message), { channel: topic.channel, messageId });
  return 200;
}

async function confirm(bot: Bot, fetch: Fetch, message: SnsMessage, channel: string): Promise<number> {
  const url = confirmationUrl(message);
  if (!url) {
    noteFromAws(bot, channel, 'denied', 'sns-confirmation');
    return 403;
  }
  await read(fetch, url);
  noteFromAws(bot, channel, 'accepted', 'sns-subscribed');
  bot.logger.info({ topic: message.TopicArn }, 'a subscription of SNS was confirmed');
  return 200;
}

async function read(fetch: Fetch, url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}.`);
  return (await response.text()).slice(0, mostCertificateCharacters);
}
