import type { App } from '@slack/bolt';
import { z } from 'zod';
import { takeExport } from '../answer/send-feedback.ts';
import { alarmsOf, areAllOff, everyChannel, setAlarms, unansweredIn } from '../ask/alarm-switches.ts';
import { audit } from '../ask/audit.ts';
import { authorise } from '../ask/authorise.ts';
import { mayAdminister } from '../ask/may-administer.ts';
import { actionIds } from '../blocks/action-ids.ts';
import { type HomeContext, homeView, readAlarmSwitch } from '../blocks/home-view.ts';
import type { Bot } from '../bot.ts';
import { readDelivery } from '../deliver/delivery.ts';
import { post, slackError } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';

const askedSchema = z.object({
  answerId: z.string(),
  channel: z.string(),
  title: z.string(),
  id: z.string(),
  answeredAtMs: z.number(),
});
/** Answers and channels that the view shows. Our choices, as in the view itself. */
const mostAnswers = 10;
/** Answers that are read for it: several may have stood in one message. */
const mostAsked = 40;
const mostChannels = 20;

/** App Home: is it healthy, what may I ask about, my last answers, how to use it. */
export function listenToHome(app: App, bot: Bot): void {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab === 'home') await publishHome(bot, event.user, body.team_id);
  });
  app.action(actionIds.homeRefresh, async ({ ack, body }) => {
    await ack();
    await publishHome(bot, body.user.id, body.team?.id);
  });
  /** What fails after a press is said under Messages of the app: the view has no place for it. */
  const orTell = (user: string, work: () => Promise<void>) =>
    work().catch(async (error: unknown) => {
      bot.logger.error({ error: String(error) }, 'a click in App Home failed');
      await post(bot, { channel: user }, sentence(bot.say('clicks:failed'))).catch(() => undefined);
    });
  app.action(actionIds.homeAlarms, async ({ ack, body, action }) => {
    await ack();
    const user = body.user.id;
    await orTell(user, async () => {
      const { turn, channel } = readAlarmSwitch('value' in action ? String(action.value) : '') ?? {};
      const isKnown = channel === everyChannel || bot.config.channels.some(({ id }) => id === channel);
      const isAllowed = await mayAdminister(bot, { team: body.team?.id, user });
      if (isKnown && channel && isAllowed && turn) {
        await setAlarms(bot, channel, { alarms: turn, user, atMs: bot.now() });
        audit(bot, { decision: 'clicked', entry: `${actionIds.homeAlarms}:${turn}`, user, channel });
      } else
        audit(bot, {
          decision: 'denied',
          entry: actionIds.homeAlarms,
          user,
          channel: channel ?? '',
          why: 'not-admin',
        });
      await publishHome(bot, user, body.team?.id);
    });
  });
  app.action(actionIds.homeFeedback, async ({ ack, body }) => {
    await ack();
    const team = body.team?.id;
    const user = body.user.id;
    await orTell(user, async () => {
      if (team && (await mayAdminister(bot, { team, user }))) {
        audit(bot, { decision: 'clicked', entry: actionIds.homeFeedback, user, team, channel: '' });
        await takeExport(bot, { team, user });
        await publishHome(bot, user, team, { feedback: 'coming' });
      } else
        audit(bot, {
          decision: 'denied',
          entry: actionIds.homeFeedback,
          user,
          team,
          channel: '',
          why: 'not-admin',
        });
    });
  });
}

/**
 * Publishes the view for one person; for administrators once more when the doctor has looked. Never throws: a home that is
 * not drawn is drawn when it is opened next.
 */
async function publishHome(
  bot: Bot,
  user: string,
  team: string | undefined,
  more: Pick<HomeContext, 'feedback'> = {},
): Promise<void> {
  try {
    const draw = async (doctor: HomeContext['doctor']): Promise<HomeContext> => {
      const context = { ...(await contextFor(bot, user, team)), ...more, doctor };
      await bot.client.views.publish({ user_id: user, view: homeView(context) });
      return context;
    };
    const { isAdmin } = await draw(bot.examine && 'looking');
    // Drawn anew, not from what was known before: somebody may have pressed a button meanwhile.
    if (isAdmin && bot.examine) await draw(await bot.examine());
  } catch (error) {
    bot.logger.warn({ error: slackError(error) ?? String(error) }, 'the home was not published');
  }
}

async function contextFor(bot: Bot, user: string, team: string | undefined): Promise<HomeContext> {
  const allowed = await Promise.all(
    bot.config.channels.slice(0, mostChannels).map(async (channel) => {
      const permission = await authorise(bot, { team, channel: channel.id, user });
      return permission.status === 'allowed' ? [channel] : [];
    }),
  );
  const channels = allowed.flat();
  return {
    templates: bot.templates,
    health: await health(bot),
    channels: await Promise.all(
      channels.map(async ({ id, accounts, apis, stages }) => ({
        id,
        accounts,
        apis,
        stages,
        alarms: await alarmsOf(bot, id),
        unanswered: await unansweredIn(bot, id),
      })),
    ),
    answers: await answersOf(
      bot,
      user,
      channels.map(({ id }) => id),
    ),
    isAdmin: await mayAdminister(bot, { team, user }),
    areAllOff: await areAllOff(bot),
    feedback: bot.exportFeedback && 'offered',
    nowMs: bot.now(),
  };
}

async function health(bot: Bot): Promise<HomeContext['health']> {
  const row = (name: string, isHealthy: boolean) => ({
    name: bot.say(`home:${name}.name`),
    isHealthy,
    detail: isHealthy ? '' : bot.say(`home:${name}.cure`),
  });
  return [
    row('slack', bot.isConnected()),
    row('database', await bot.jobs.isReachable()),
    ...(bot.checkHealth ? await bot.checkHealth().catch(() => [row('aws', false)]) : []),
  ];
}

/** Their answers in channels where they may still ask; of those that stood in one message, the one that stands there now. */
async function answersOf(bot: Bot, user: string, channels: string[]): Promise<HomeContext['answers']> {
  const asked = await bot.jobs.state.list('asked', { prefix: `${user}:`, limit: mostAsked });
  const answers = asked
    .flatMap(({ value }) => askedSchema.safeParse(value).data ?? [])
    .filter(({ channel }) => channels.includes(channel));
  const roots = await Promise.all(
    answers.map(async ({ answerId }) => (await readDelivery(bot, answerId))?.parts.root),
  );
  const standing = answers
    .map((answer, index) => ({ ...answer, ts: roots[index] }))
    .filter(
      ({ channel, ts }, index, all) =>
        !ts || all.findIndex((other) => other.channel === channel && other.ts === ts) === index,
    );
  return Promise.all(
    standing.slice(0, mostAnswers).map(async ({ channel, title, id, answeredAtMs, ts }) => {
      const url = ts && (await linkTo(bot, channel, ts));
      return { title, requestId: id, channel, atMs: answeredAtMs, ...(url ? { url } : {}) };
    }),
  );
}

async function linkTo(bot: Bot, channel: string, ts: string): Promise<string | undefined> {
  const { permalink } = await bot.client.chat
    .getPermalink({ channel, message_ts: ts })
    .catch(() => ({ permalink: undefined }));
  return permalink;
}
