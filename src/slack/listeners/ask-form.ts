import { setTimeout as pause } from 'node:timers/promises';
import type { App, ViewOutput } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import {
  inquire,
  mostIds,
  type Options,
  parseQuestion,
  type Unusable,
} from '../../inquiry/parse-question.ts';
import { readOptions } from '../../inquiry/read-options.ts';
import { lookAtChannel } from '../ask/directory.ts';
import { takeQuestion } from '../ask/take-question.ts';
import { type AskField, askFields, callbackIds, inputAction } from '../blocks/action-ids.ts';
import { askModal } from '../blocks/ask-modal.ts';
import { option, plainText } from '../blocks/elements.ts';
import type { Bot } from '../bot.ts';
import { whisper } from '../deliver/send.ts';
import { limits } from '../limits.ts';
import { problemWords, takenMessage } from './asking-words.ts';
import { speedily } from './speedily.ts';

/** Where the answer is to come. Without a channel the form asks for one. */
export interface FormPlace {
  channel?: string | undefined;
  threadTs?: string | undefined;
}

const placeSchema = z.object({ channel: z.string().optional(), threadTs: z.string().optional() });
/** Longest wait for the names of channels, ms. */
const nameMs = 1_200;
const channelField = 'gw504_ask_channel';

/** The form, with what is known already. */
export async function formFor(
  bot: Bot,
  place: FormPlace,
  known: { id?: string; options?: Options; notice?: string },
): Promise<ModalView> {
  const channel = bot.config.channels.find(({ id }) => id === place.channel);
  const { scope, aroundMs, windowMs } = known.options ?? { scope: {} };
  const initial: Partial<Record<AskField, string>> = {
    ...(known.id ? { id: known.id } : {}),
    ...scope,
    ...(aroundMs === undefined ? {} : { around: new Date(aroundMs).toISOString() }),
    ...(windowMs === undefined ? {} : { window: `${Math.max(1, Math.round(windowMs / 60_000))}m` }),
  };
  const view = askModal({
    templates: bot.templates,
    privateMetadata: JSON.stringify(place),
    accounts: bot.config.accounts
      .filter(({ id, alias }) => {
        const allowed = channel?.accounts ?? [];
        return (
          allowed.length === 0 || allowed.includes(id) || (alias !== undefined && allowed.includes(alias))
        );
      })
      .map(({ id, alias }) => ({ value: alias ?? id, label: alias === undefined ? id : `${alias} (${id})` })),
    initial,
    ...(known.notice ? { notice: known.notice } : {}),
  });
  return place.channel ? view : { ...view, blocks: [...view.blocks, await channelChoice(bot)] };
}

/** Only channels that are set up: anywhere else the answer would be refused anyway. */
async function channelChoice(bot: Bot): Promise<KnownBlock> {
  const choices = await Promise.all(
    bot.config.channels.slice(0, limits.optionsInSelect).map(async ({ id }) => {
      const name = await Promise.race([
        lookAtChannel(bot, id).then(
          (channel) => (channel.isShared ? undefined : channel.name),
          () => undefined,
        ),
        // The trigger of a form lives three seconds; a channel whose name comes late is shown by its id.
        pause(nameMs, id, { ref: false }),
      ]);
      return name === undefined ? [] : [option(`#${name}`, id)];
    }),
  );
  const options = choices.flat();
  return {
    type: 'input',
    block_id: channelField,
    label: plainText(bot.say('asking:form-channel'), 200),
    element: {
      type: 'static_select',
      action_id: inputAction,
      placeholder: plainText(bot.say('asking:form-channel-choose'), 150),
      options: options.length > 0 ? options : [option(bot.say('asking:form-no-channel'), 'none')],
      ...(options.length === 1 && options[0] ? { initial_option: options[0] } : {}),
    },
  };
}

/** What was filled in becomes a question; what is wrong is said beside its field. */
export function listenToAskForm(app: App, bot: Bot): void {
  app.view(callbackIds.askForm, async ({ ack, body, view }) => {
    const place = readPlace(view);
    const read = readForm(view, bot.now());
    const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors });
    if (!place.channel) return refuse({ [channelField]: bot.say('asking:form-no-channel') });
    if (read.status === 'wrong') return refuse({ [askFields[read.field]]: problemWords(bot, read.unusable) });
    const user = body.user.id;
    const work = takeQuestion(bot, {
      asker: { team: body.user.team_id ?? body.team?.id, channel: place.channel, user },
      entry: 'form',
      inquiries: read.inquiries,
      pasted: read.pasted,
      threadTs: place.threadTs,
      source: `form:${view.id}:${view.hash}`,
    });
    const quick = await speedily(work);
    if (quick?.status === 'denied') return refuse({ [askFields.id]: quick.text });
    await ack();
    const message = takenMessage(bot, await work);
    if (message) await whisper(bot, { channel: place.channel, user, threadTs: place.threadTs }, message);
  });
}

function readPlace(view: ViewOutput): FormPlace {
  const chosen = view.state.values[channelField]?.[inputAction]?.selected_option?.value;
  try {
    const place = placeSchema.safeParse(JSON.parse(view.private_metadata)).data ?? {};
    return { ...place, ...(chosen && chosen !== 'none' ? { channel: chosen } : {}) };
  } catch {
    return {};
  }
}

type ReadForm =
  | { status: 'read'; inquiries: ReturnType<typeof inquire>; pasted?: string | undefined }
  | { status: 'wrong'; field: AskField; unusable: Unusable };

/** Options that have a field of their own. */
const optionFields = ['account', 'region', 'api', 'stage', 'around', 'window'] as const;

function readForm(view: ViewOutput, nowMs: number): ReadForm {
  const value = (field: AskField) => {
    const state = view.state.values[askFields[field]]?.[inputAction];
    return (state?.value ?? state?.selected_option?.value ?? '').trim();
  };
  const options: Options = { scope: {} };
  for (const field of optionFields) {
    if (value(field) === '') continue;
    const read = readOptions([`--${field}`, ...value(field).split(/\s+/)], nowMs);
    if ('kind' in read) return { status: 'wrong', field, unusable: read };
    const { scope, ...times } = read.options;
    Object.assign(options, times, { scope: { ...options.scope, ...scope } });
  }
  const asked = parseQuestion(value('id'), { nowMs });
  switch (asked.kind) {
    case 'ask':
      return {
        status: 'read',
        inquiries: inquire(
          asked.inquiries.map(({ id }) => id),
          options,
        ),
      };
    case 'paste':
      return { status: 'read', inquiries: inquire(asked.ids.slice(0, mostIds), options), pasted: asked.text };
    case 'unusable':
      return { status: 'wrong', field: 'id', unusable: asked };
    case 'help':
    case 'empty':
      return { status: 'wrong', field: 'id', unusable: { kind: 'unusable', problem: 'no-id', args: {} } };
  }
}
