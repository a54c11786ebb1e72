import { setTimeout as pause } from 'node:timers/promises';
import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { ChannelConfig } from '../../config-schema.ts';
import type { Options } from '../../inquiry/parse-question.ts';
import { audit } from '../ask/audit.ts';
import { type Asker, authorise } from '../ask/authorise.ts';
import { lookAtChannel } from '../ask/directory.ts';
import { type AskField, inputAction } from '../blocks/action-ids.ts';
import { askModal } from '../blocks/ask-modal.ts';
import { option, plainText } from '../blocks/elements.ts';
import { type Message, words } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { denialMessage } from '../deliver/denial.ts';
import { limits } from '../limits.ts';
import { openForm } from './open-form.ts';

/** Where the answer is to come. Without a channel the form asks for one. */
export interface FormPlace {
  channel?: string | undefined;
  threadTs?: string | undefined;
}

/** block_id of the field that asks for the channel. */
export const channelField = 'gw504_ask_channel';
/** Longest wait for the names of channels, ms. */
const nameMs = 1_800;

interface Known {
  options?: Options;
  /** Why the form opens, where it was not asked for. */
  notice?: string;
}

/**
 * Opens the form for somebody who may ask; it names accounts and channels, so nobody else gets it. Returns what to say
 * where it was not opened: why they may not ask, or that Slack was too slow.
 */
export async function offerForm(
  bot: Bot,
  { team, user, triggerId }: Pick<Asker, 'team' | 'user'> & { triggerId: string },
  place: FormPlace,
  known: Known = {},
): Promise<Message | undefined> {
  const { channel } = place;
  if (channel === undefined) return openForm(bot, triggerId, await formAnywhere(bot, { team, user }, known));
  const permission = await authorise(bot, { team, channel, user });
  if (permission.status === 'allowed')
    return openForm(bot, triggerId, formView(bot, place, known, [permission.channel]));
  audit(bot, { decision: 'denied', entry: 'form', user, team, channel, why: permission.why });
  return denialMessage(bot, permission);
}

/** The form, with what is known already. `channels`: those that the answer may come in. */
function formView(bot: Bot, place: FormPlace, known: Known, channels: ChannelConfig[]): ModalView {
  const { scope, aroundMs, windowMs } = known.options ?? { scope: {} };
  const initial: Partial<Record<AskField, string>> = {
    ...scope,
    ...(aroundMs === undefined ? {} : { around: new Date(aroundMs).toISOString() }),
    ...(windowMs === undefined ? {} : { window: `${Math.max(1, Math.round(windowMs / 60_000))}m` }),
  };
  return askModal({
    templates: bot.templates,
    privateMetadata: JSON.stringify(place),
    accounts: bot.config.accounts
      .filter(({ id, alias }) =>
        channels.some(
          ({ accounts }) =>
            accounts.length === 0 ||
            accounts.includes(id) ||
            (alias !== undefined && accounts.includes(alias)),
        ),
      )
      .map(({ id, alias }) => ({ value: alias ?? id, label: alias === undefined ? id : `${alias} (${id})` })),
    initial,
    ...(known.notice ? { notice: known.notice } : {}),
  });
}

/** Asks for the channel, too: one of those where this person may ask. */
async function formAnywhere(bot: Bot, asker: Pick<Asker, 'team' | 'user'>, known: Known): Promise<ModalView> {
  const choices = (
    await Promise.all(bot.config.channels.slice(0, limits.optionsInSelect).map(choiceFor(bot, asker)))
  ).flat();
  if (choices.length === 0) return nowhereView(bot);
  const view = formView(
    bot,
    {},
    known,
    choices.flatMap(({ channel }) => channel ?? []),
  );
  return { ...view, blocks: [...view.blocks, channelChoice(bot, choices)] };
}

interface Choice {
  shown: PlainTextOption;
  /** Undefined: not known in time whether they may ask there; the answer to the form tells. */
  channel: ChannelConfig | undefined;
}

function choiceFor(bot: Bot, asker: Pick<Asker, 'team' | 'user'>) {
  return async ({ id }: ChannelConfig): Promise<Choice[]> => {
    const named = async (): Promise<Choice[]> => {
      const permission = await authorise(bot, { ...asker, channel: id });
      if (permission.status === 'denied') return [];
      const { name } = await lookAtChannel(bot, id);
      return [{ shown: option(`#${name}`, id), channel: permission.channel }];
    };
    return Promise.race([
      named().catch(() => []),
      // The trigger of a form lives three seconds; a channel whose name comes late is shown by its id.
      pause<Choice[]>(nameMs, [{ shown: option(`#${id}`, id), channel: undefined }], { ref: false }),
    ]);
  };
}

function channelChoice(bot: Bot, choices: Choice[]): KnownBlock {
  const options = choices.map(({ shown }) => shown);
  return {
    type: 'input',
    block_id: channelField,
    label: plainText(bot.say('asking:form-channel'), 200),
    element: {
      type: 'static_select',
      action_id: inputAction,
      placeholder: plainText(bot.say('asking:form-channel-choose'), 150),
      options,
      ...(options.length === 1 && options[0] ? { initial_option: options[0] } : {}),
    },
  };
}

/** Says that there is no channel to ask in; a shortcut has no place where a private word could stand. */
function nowhereView(bot: Bot): ModalView {
  return {
    type: 'modal',
    title: plainText(words(bot.templates, 'form.title'), limits.viewTitle),
    close: plainText(words(bot.templates, 'form.close'), limits.viewTitle),
    blocks: [{ type: 'section', text: plainText(bot.say('asking:form-no-channel'), limits.section) }],
  };
}
