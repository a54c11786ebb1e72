import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { Templates } from '../../templates.ts';
import { limits, truncate } from '../limits.ts';
import { type AskField, askFields, callbackIds, inputAction } from './action-ids.ts';
import { option, plainText, remark } from './elements.ts';
import { words } from './message.ts';

interface AskFormContext {
  templates: Templates;
  /** What the form must remember (channel, thread), as JSON; at most 3,000 characters. */
  privateMetadata: string;
  /** Accounts that may be asked about, by the name that the inquiry takes. None: a free field. */
  accounts: { value: string; label: string }[];
  /** What is known already: ids from a message, the channel's only API. */
  initial?: Partial<Record<AskField, string>>;
  /** Why the form opens, where it was not asked for: "No request id was found in that message." */
  notice?: string;
}

/** The form behind `/gw504` and the global shortcut: the id, and everything else may stay empty. */
export function askModal(ctx: AskFormContext): ModalView {
  const say = (key: string) => words(ctx.templates, `form.${key}`);
  const initial = ctx.initial ?? {};
  const notice: KnownBlock[] = ctx.notice ? [remark(ctx.notice)] : [];
  const typed = (field: AskField, isOptional: boolean, isMultiline = false): InputBlock => {
    const value = initial[field];
    return {
      type: 'input',
      block_id: askFields[field],
      optional: isOptional,
      label: plainText(say(`${field}.label`), 2000),
      hint: plainText(say(`${field}.hint`), 2000),
      element: {
        type: 'plain_text_input',
        action_id: inputAction,
        multiline: isMultiline,
        max_length: isMultiline ? limits.inputValue : 200,
        placeholder: plainText(say(`${field}.example`), 150),
        ...(value ? { initial_value: truncate(value, isMultiline ? limits.inputValue : 200) } : {}),
        ...(isMultiline ? { focus_on_load: true } : {}),
      },
    };
  };
  return {
    type: 'modal',
    callback_id: callbackIds.askForm,
    private_metadata: truncate(ctx.privateMetadata, limits.privateMetadata),
    title: plainText(say('title'), limits.viewTitle),
    submit: plainText(say('submit'), limits.viewTitle),
    close: plainText(say('close'), limits.viewTitle),
    blocks: [
      ...notice,
      typed('id', false, true),
      accountInput(ctx, initial.account) ?? typed('account', true),
      typed('api', true),
      typed('stage', true),
      typed('around', true),
      typed('window', true),
      typed('region', true),
    ],
  };
}

/** A menu where there are accounts to choose from: nobody remembers twelve digits. */
function accountInput(ctx: AskFormContext, initial: string | undefined): InputBlock | undefined {
  const options: PlainTextOption[] = ctx.accounts
    .filter(({ value }) => value.length <= limits.option)
    .slice(0, limits.optionsInSelect)
    .map(({ label, value }) => option(label, value));
  if (options.length === 0) return undefined;
  const chosen = options.find(({ value }) => value === initial);
  return {
    type: 'input',
    block_id: askFields.account,
    optional: true,
    label: plainText(words(ctx.templates, 'form.account.label'), 2000),
    element: {
      type: 'static_select',
      action_id: inputAction,
      placeholder: plainText(words(ctx.templates, 'form.account.any'), 150),
      options,
      ...(chosen ? { initial_option: chosen } : {}),
    },
  };
}
