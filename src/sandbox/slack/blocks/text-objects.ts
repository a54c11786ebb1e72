import { all, byType, type Check, flag, list, object, oneOf, only, text, url } from './check.ts';

/** Limits: https://docs.slack.dev/reference/block-kit/composition-objects. */
const optionCharacters = 75;

function textTable(max: number): Record<string, Check> {
  return {
    plain_text: withSchema(object({ text: text(max) }, { emoji: flag })),
    mrkdwn: withSchema(object({ text: text(max) }, { verbatim: flag })),
  };
}

/** Slack says first that the object fails its schema, then what is wrong inside. */
function withSchema(check: Check): Check {
  return (value, at, scope) => {
    const found: [string, string][] = [];
    check(value, at, { ...scope, report: (where, message) => found.push([where, message]) });
    if (found.length > 0) scope.report(at, 'failed to match all allowed schemas');
    for (const [where, message] of found) scope.report(where, message);
  };
}

export function plainText(max: number): Check {
  return only(() => textTable(max), 'plain_text');
}

export function mrkdwn(max: number): Check {
  return only(() => textTable(max), 'mrkdwn');
}

export function anyText(max: number): Check {
  return byType(() => textTable(max));
}

export const style = oneOf('primary', 'danger');

/** Options of selects and overflow menus carry plain text; those of checkboxes and radio buttons either. */
export function option(kind: 'plain' | 'any', more: Record<string, Check> = {}): Check {
  const words = kind === 'plain' ? plainText(optionCharacters) : anyText(optionCharacters);
  return object({ text: words, value: text(optionCharacters) }, { description: words, ...more });
}

export const overflowOption = object(
  { text: plainText(optionCharacters) },
  { value: text(optionCharacters), description: plainText(optionCharacters), url: url(3000) },
);

export const optionGroups = list(
  object({ label: plainText(75), options: list(option('plain'), 100) }, {}),
  100,
);

export const confirm = object(
  { text: anyText(300) },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style },
);

export const blockId = text(255);
export const actionId = text(255);

/** Values that only make sense one without the other. */
export function eitherOr(one: string, other: string): Check {
  return all((value, at, scope) => {
    if (typeof value !== 'object' || value === null) return;
    const has = [one in value, other in value].filter(Boolean).length;
    if (has === 0) scope.report(`${at}/type`, `must define either \`${one}\` or \`${other}\``);
    if (has === 2) scope.report(at, `must define only one of \`${one}\` or \`${other}\``);
  });
}
