import type { Faults as AwsFaults } from '../../src/sandbox/aws/faults.ts';
import type { SlackStandIn } from '../../src/sandbox/slack/create-slack-stand-in.ts';

type Gust = { name: string; blow: () => void };

/** Everything that goes wrong by itself: about one thing a second, at random, until it is called off. */
export function startWeather(options: {
  slack: SlackStandIn;
  aws: AwsFaults;
  random: () => number;
  everyMs: number;
}): { stop: () => Record<string, number> } {
  const gusts = [...awsGusts(options.aws), ...slackGusts(options.slack)];
  const counts: Record<string, number> = {};
  const timer = setInterval(() => {
    const gust = gusts[Math.floor(options.random() * gusts.length)];
    if (!gust) return;
    // What the last gusts left over is gone: on a slow machine they would pile up until no call came through.
    options.slack.faults.clear();
    counts[gust.name] = (counts[gust.name] ?? 0) + 1;
    gust.blow();
  }, options.everyMs);
  return {
    stop() {
      clearInterval(timer);
      options.aws.clear();
      options.slack.faults.clear();
      return counts;
    },
  };
}

function awsGusts(aws: AwsFaults): Gust[] {
  return [
    { name: 'AWS throttles queries', blow: () => aws.throttle('logs:StartQuery', 3) },
    { name: 'AWS throttles everything', blow: () => aws.throttle('*', 4) },
    { name: 'AWS answers 500', blow: () => aws.breakDown('*', 3) },
    { name: 'AWS cuts connections', blow: () => aws.dropSockets('*', 2) },
    { name: 'queries end Failed', blow: () => aws.failQueries(2, 'Failed') },
    { name: 'queries end Timeout', blow: () => aws.failQueries(1, 'Timeout') },
    { name: 'queries are slow', blow: () => aws.slowQueries(800) },
    { name: 'queries are fast again', blow: () => aws.slowQueries(30) },
    { name: 'empty pages', blow: () => aws.emptyPages(3) },
    { name: 'AWS sessions expire', blow: () => aws.expireTokens() },
  ];
}

function slackGusts(slack: SlackStandIn): Gust[] {
  const { faults, socketMode } = slack;
  const inject = faults.inject;
  return [
    {
      name: 'Slack answers 429 to posts',
      blow: () => inject('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 1 }, 3),
    },
    { name: 'Slack answers 429', blow: () => inject('*', { kind: 'rate-limited', retryAfterSeconds: 1 }, 2) },
    { name: 'Slack answers 503', blow: () => inject('*', { kind: 'http-error', status: 503 }, 2) },
    {
      name: 'Slack answers 500 to posts',
      blow: () => inject('chat.postMessage', { kind: 'http-error', status: 500 }, 2),
    },
    {
      name: 'Slack says internal_error',
      blow: () => inject('chat.postMessage', { kind: 'refused', error: 'internal_error' }, 1),
    },
    {
      name: 'the answer to a post is lost',
      blow: () => inject('chat.postMessage', { kind: 'lost-answer' }, 1),
    },
    { name: 'the answer to an edit is lost', blow: () => inject('chat.update', { kind: 'lost-answer' }, 1) },
    { name: 'a post hangs', blow: () => inject('chat.postMessage', { kind: 'hang' }, 1) },
    { name: 'the socket drops', blow: () => socketMode?.cut() },
    { name: 'Slack refreshes the socket', blow: () => socketMode?.disconnect('refresh_requested') },
  ];
}
