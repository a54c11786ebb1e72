import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import { validateBlocks, validateView } from '../../../src/sandbox/slack/validate-blocks.ts';
import { sizeOf } from '../../../src/slack/blocks/message.ts';
import { limits } from '../../../src/slack/limits.ts';

const workspace = { refused: new Set<string>(), isFileUsable: () => true };

/** What Slack would refuse of a form or of App Home. */
export function faultsOfView(view: ModalView | HomeView): string[] {
  return validateView({ ...view }, view.type, workspace);
}

/** Everything in a message that Slack would refuse, or that could act on people: empty when all is well. */
export function faultsOf({ text, blocks }: { text: string; blocks: KnownBlock[] }): string[] {
  const { error, messages } = validateBlocks(blocks, workspace);
  const faults: string[] = error === undefined ? messages : [error, ...messages];
  const limit = (what: string, length: number, most: number) => {
    if (length > most) faults.push(`${what}: ${length} > ${most}`);
  };
  limit('text', text.length, limits.fallbackText);
  if (text.trim() === '') faults.push('text: empty');
  if (/<[^>]*>/.test(text)) faults.push(`text: markup ${text.match(/<[^>]*>/)?.[0]}`);
  limit('blocks', blocks.length, limits.blocksInMessage);
  limit('message', sizeOf(blocks), limits.message);
  limit('tables', blocks.filter((block) => block.type === 'table').length, 1);
  walk(blocks, (node) => {
    const { type } = node;
    if (typeof node.text === 'string' && node.text === '') faults.push(`${type}: empty text`);
    if (type === 'mrkdwn' && typeof node.text === 'string') {
      limit('mrkdwn', node.text.length, limits.section);
      const rest = node.text
        .replace(/<!date\^\d+\^\{[a-z_]+\} \{[a-z_]+\}( \([0-9:]+ UTC\))?\|[0-9: UTC-]+>/g, '')
        .replace(/<@[UW][A-Z0-9]+>/g, '');
      if (/[<>]/.test(rest)) faults.push(`mrkdwn: markup ${rest}`);
      if ((rest.match(/[*_~`]/g) ?? []).length > 2) faults.push(`mrkdwn: formatting ${rest}`);
    }
    if (type === 'header') limit('header', lengthOf(node.text), limits.header);
    if (type === 'button') {
      limit('button', lengthOf(node.text), limits.buttonText);
      limit('value', lengthOf(node.value), limits.buttonValue);
      limit('spoken', lengthOf(node.accessibility_label), limits.buttonText);
    }
    if (type === 'context') limit('context', lengthOf(node.elements), 10);
    if (type === 'section') limit('fields', lengthOf(node.fields), 10);
    if (type === 'actions') limit('actions', lengthOf(node.elements), 25);
    if (type === 'overflow') limit('overflow', lengthOf(node.options), 5);
    if (type === 'static_select') limit('options', lengthOf(node.options), limits.optionsInSelect);
    if (Array.isArray(node.options)) {
      if (node.options.length === 0) faults.push(`${type}: no options`);
      for (const option of node.options) {
        limit('option', lengthOf(option.text), limits.option);
        limit('option value', lengthOf(option.value), limits.option);
      }
      const values = node.options.map((option: { value: string }) => option.value);
      if (new Set(values).size !== values.length) faults.push(`${type}: the same value twice`);
    }
    if (type === 'link' && !/^https:\/\/[a-z0-9.-]+\.console\.aws\.amazon\.com\//.test(String(node.url)))
      faults.push(`link: ${String(node.url)}`);
    if (type === 'broadcast' || type === 'usergroup' || type === 'channel')
      faults.push(`${type} in a message`);
    if (type === 'plan') limit('tasks', lengthOf(node.tasks), limits.planTasks);
    if (type === 'table') {
      limit('rows', lengthOf(node.rows), limits.tableRows);
      limit('table', sizeOf(node), limits.tableTotal);
    }
    if (type === 'rich_text' && lengthOf(node.elements) === 0) faults.push('rich_text: empty');
    if (type === 'rich_text_list' && lengthOf(node.elements) === 0) faults.push('rich_text_list: empty');
  });
  return faults.map((fault) => `${fault} (in: ${text.slice(0, 30)})`);
}

type Node = Record<string, unknown> & { options?: { text: unknown; value: string }[] };

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (value !== null && typeof value === 'object' && 'text' in value) return lengthOf(value.text);
  return 0;
}

function walk(value: unknown, look: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) walk(item, look);
  else if (value !== null && typeof value === 'object') {
    look({ ...value });
    for (const inner of Object.values(value)) walk(inner, look);
  }
}
