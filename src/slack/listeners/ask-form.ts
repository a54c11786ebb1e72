import type { App, ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import {
  inquire,
  mostIds,
  type Options,
  parseQuestion,
  type Unusable,
} from '../../inquiry/parse-question.ts';
import { readOptions } from '../../inquiry/read-options.ts';
import { takeQuestion } from '../ask/take-question.ts';
import { type AskField, askFields, callbackIds, inputAction } from '../blocks/action-ids.ts';
import type { Message } from '../blocks/message.ts';
import type { Bot } from '../bot.ts';
import { whisper } from '../deliver/send.ts';
import { sentence } from '../deliver/sentence.ts';
import { problemWords, takenMessage } from './asking-words.ts';
import { channelField, type FormPlace } from './offer-form.ts';
import { speedily } from './speedily.ts';

const placeSchema = z.object({ channel: z.string().optional(), threadTs: z.string().optional() });

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
    }).then(
      (taken): Outcome =>
        taken.status === 'denied' ? { problem: taken.text } : { message: takenMessage(bot, taken) },
      (error: unknown): Outcome => {
        bot.logger.error({ error: String(error) }, 'a question could not be stored');
        return { problem: bot.say('asking:nothing-lost') };
      },
    );
    const quick = await speedily(work);
    if (quick?.problem !== undefined) return refuse({ [askFields.id]: quick.problem });
    await ack();
    const { problem, message = problem && sentence(problem) } = await work;
    if (message) await whisper(bot, { channel: place.channel, user, threadTs: place.threadTs }, message);
  });
}

/** What became of the form: said beside its first field while it stands, else privately. */
interface Outcome {
  problem?: string;
  message?: Message | undefined;
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
