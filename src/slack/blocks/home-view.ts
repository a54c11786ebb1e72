import type { HomeView, KnownBlock } from '@slack/types';
import type { Templates } from '../../templates.ts';
import type { Examined } from '../bot.ts';
import { escapeMrkdwn, oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';
import { actionIds } from './action-ids.ts';
import { doctorBlocks } from './doctor-blocks.ts';
import { button, header, moment, mrkdwn, plainText, remark } from './elements.ts';
import { words } from './message.ts';
import { link, list, richText, section, text } from './rich-text.ts';

export interface HomeContext {
  templates: Templates;
  /** Everything that must work: connection, database, AWS access. `detail` says what is wrong and what to do. */
  health: { name: string; isHealthy: boolean; detail: string }[];
  /** Channels where this person may ask. Empty lists: everything that is configured. */
  channels: {
    id: string;
    accounts: string[];
    apis: string[];
    stages: string[];
    alarms: 'on' | 'off';
    /** Alarm messages that came since administrators switched the answers off. */
    unanswered: number;
  }[];
  /** Administrators have switched off the answers to alarms in every channel. */
  areAllOff: boolean;
  /** This person's answers, newest first. */
  answers: { title: string; requestId: string; channel: string; atMs: number; url?: string }[];
  /** Admins see the alarm switches and the doctor, and can take feedback along. */
  isAdmin: boolean;
  /** What the doctor found, or that it looks; shown to admins alone. Missing: there is none here. */
  doctor?: 'looking' | Examined[] | undefined;
  /** Can feedback be taken along, or was it asked for just now? Missing: it cannot. */
  feedback?: 'offered' | 'coming' | undefined;
  nowMs: number;
}

/** Channels and answers that are shown, so that the view stays below a hundred blocks. Our choice. */
const mostChannels = 20;
const mostAnswers = 10;

/** Of the blocks that can be pressed, the same in each view: a press still finds its button while the view is drawn anew. */
const blockIds = {
  top: 'home-top',
  alarms: (channel: string) => `home-alarms-${channel}`,
  feedback: 'home-feedback',
} as const;

/** App Home: does it work, what may I ask about, my last answers, how to use it; for admins the alarm switches, the doctor and the feedback. */
export function homeView(ctx: HomeContext): HomeView {
  const say = (key: string, values: Record<string, unknown> = {}) =>
    words(ctx.templates, `home.${key}`, values);
  return {
    type: 'home',
    blocks: [
      ...healthBlocks(ctx),
      {
        type: 'actions',
        block_id: blockIds.top,
        elements: [
          button(actionIds.homeAsk, say('ask'), 'ask', { style: 'primary' }),
          button(actionIds.homeRefresh, say('refresh'), 'refresh'),
        ],
      },
      header(say('answersTitle')),
      ...answerBlocks(ctx),
      header(say('channelsTitle')),
      ...channelBlocks(ctx),
      ...(ctx.isAdmin && ctx.doctor ? doctorBlocks(ctx.templates, ctx.doctor) : []),
      ...(ctx.isAdmin && ctx.feedback ? feedbackBlocks(ctx) : []),
      header(say('howTitle')),
      richText(
        list(
          'ordered',
          ['command', 'thread', 'shortcut', 'read'].map((key) => section(text(say(`how.${key}`)))),
        ),
      ),
      remark(say('ids')),
    ],
  };
}

function healthBlocks(ctx: HomeContext): KnownBlock[] {
  const isHealthy = ctx.health.every((item) => item.isHealthy);
  const rows = ctx.health.slice(0, 12).map((item) => {
    const state = item.isHealthy ? 'works' : 'broken';
    const detail = truncate(oneLine(item.detail), 300);
    return section(
      text(`${words(ctx.templates, `home.symbols.${state}`)} `),
      text(truncate(oneLine(item.name), 80), { bold: true }),
      text(` ${words(ctx.templates, `home.${state}`, { detail })}`),
    );
  });
  return [
    header(words(ctx.templates, isHealthy ? 'home.healthy' : 'home.unhealthy')),
    ...(rows.length === 0 ? [] : [richText(list('bullet', rows))]),
    {
      type: 'context',
      elements: [plainText(words(ctx.templates, 'home.asOf'), 100), moment(ctx.nowMs)],
    },
  ];
}

function answerBlocks(ctx: HomeContext): KnownBlock[] {
  const shown = ctx.answers.slice(0, mostAnswers);
  if (shown.length === 0) return [remark(words(ctx.templates, 'home.noAnswers'))];
  return [
    richText(
      list(
        'bullet',
        shown.map((answer) =>
          section(
            text(truncate(oneLine(answer.title) || '–', 120), { bold: true }),
            text(` ${truncate(oneLine(answer.requestId), 60)} · `),
            {
              type: 'date',
              timestamp: Math.floor(answer.atMs / 1000),
              format: '{date_short_pretty} {time}',
              fallback: new Date(answer.atMs).toISOString().slice(0, 16).replace('T', ' '),
            },
            ...(answer.url ? [text(' · '), link(answer.url, words(ctx.templates, 'home.open'))] : []),
          ),
        ),
      ),
    ),
  ];
}

function channelBlocks(ctx: HomeContext): KnownBlock[] {
  const shown = ctx.channels.filter(({ id }) => /^[CG][A-Z0-9]{2,20}$/.test(id)).slice(0, mostChannels);
  if (shown.length === 0) return [remark(words(ctx.templates, 'home.noChannels'))];
  const left = ctx.channels.length - shown.length;
  const rows = shown.map((channel): KnownBlock => {
    const everything = words(ctx.templates, 'home.everything');
    const names = (values: string[]) => {
      const some = values.slice(0, 8).map(oneLine).join(', ');
      return values.length === 0 ? everything : `${some}${values.length > 8 ? ' …' : ''}`;
    };
    const sentence = words(ctx.templates, 'home.mayAsk', {
      accounts: escapeMrkdwn(names(channel.accounts)),
      apis: escapeMrkdwn(names(channel.apis)),
      stages: escapeMrkdwn(names(channel.stages)),
      alarms: words(ctx.templates, `home.alarms.${channel.alarms}`),
      unanswered: channel.unanswered,
    });
    const turn = channel.alarms === 'on' ? 'off' : 'on';
    return {
      type: 'section',
      block_id: blockIds.alarms(channel.id),
      text: mrkdwn(truncate(`<#${channel.id}> ${sentence}`, 2900)),
      // While all are off, one by itself cannot be on.
      ...(ctx.isAdmin && !ctx.areAllOff
        ? {
            accessory: button(
              actionIds.homeAlarms,
              words(ctx.templates, `home.turn.${turn}`),
              `${turn}/${channel.id}`,
            ),
          }
        : {}),
    };
  });
  return [
    ...rows,
    ...allAlarms(ctx),
    ...(left > 0 ? [remark(words(ctx.templates, 'home.moreChannels', { count: left }))] : []),
  ];
}

/** The kill switch. */
function allAlarms({ isAdmin, areAllOff, templates }: HomeContext): KnownBlock[] {
  const state = areAllOff ? 'off' : 'on';
  return isAdmin
    ? [
        {
          type: 'section',
          block_id: blockIds.alarms('*'),
          text: mrkdwn(words(templates, `home.all.${state}`)),
          accessory: button(
            actionIds.homeAlarms,
            words(templates, `home.turnAll.${areAllOff ? 'on' : 'off'}`),
            `${areAllOff ? 'on' : 'off'}/*`,
          ),
        },
      ]
    : [];
}

function feedbackBlocks(ctx: HomeContext): KnownBlock[] {
  return [
    header(words(ctx.templates, 'home.feedbackTitle')),
    {
      type: 'section',
      block_id: blockIds.feedback,
      text: mrkdwn(words(ctx.templates, 'home.feedback')),
      accessory: button(actionIds.homeFeedback, words(ctx.templates, 'home.feedbackSend'), 'send'),
    },
    ...(ctx.feedback === 'coming' ? [remark(words(ctx.templates, 'home.feedbackComing'))] : []),
  ];
}

/** What the alarm switch of App Home says; a star stands for every channel. Undefined for anything else. */
export function readAlarmSwitch(
  value: string | undefined,
): { turn: 'on' | 'off'; channel: string } | undefined {
  const match = /^(on|off)\/([CG][A-Z0-9]{2,20}|\*)$/.exec(value ?? '');
  return match?.[2] ? { turn: match[1] === 'on' ? 'on' : 'off', channel: match[2] } : undefined;
}
