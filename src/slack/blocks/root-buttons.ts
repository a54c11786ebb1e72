import type { ActionsBlock } from '@slack/types';
import type { Finding } from '../../report/report.ts';
import { limits } from '../limits.ts';
import { actionIds, buttonValue, moreChoices, moreValue } from './action-ids.ts';
import { button, option, plainText } from './elements.ts';
import { type AnswerContext, words } from './message.ts';
import { shortId } from './route.ts';

/** Four buttons and a menu. */
export function rootButtons({ report }: Finding, ctx: AnswerContext): ActionsBlock {
  const target = { answerId: ctx.answerId, finding: 0 };
  const value = buttonValue(target);
  const label = (key: string) => words(ctx.templates, `buttons.${key}`);
  const spoken = (key: string) => words(ctx.templates, `spoken.${key}`, { id: shortId(report.request.id) });
  const isOpen = report.verdict.cause === 'inconclusive';
  return {
    type: 'actions',
    elements: [
      button(actionIds.runAgain, label('runAgain'), value, {
        spoken: spoken('runAgain'),
        ...(isOpen ? { style: 'primary' } : {}),
      }),
      button(actionIds.showEvidence, label('showEvidence'), value, { spoken: spoken('showEvidence') }),
      button(actionIds.showQueries, label('showQueries'), value, { spoken: spoken('showQueries') }),
      button(actionIds.widen, label('widen'), value, {
        spoken: spoken('widen'),
        confirm: {
          title: plainText(words(ctx.templates, 'widen.title'), limits.confirmTitle),
          text: plainText(
            words(ctx.templates, 'widen.text', { cost: ctx.widenCost ?? '' }),
            limits.confirmText,
          ),
          confirm: plainText(words(ctx.templates, 'widen.yes'), 30),
          deny: plainText(words(ctx.templates, 'widen.no'), 30),
        },
      }),
      {
        type: 'overflow',
        action_id: actionIds.more,
        options: moreChoices.map((choice) => option(label(`more.${choice}`), moreValue(choice, target))),
      },
    ],
  };
}
