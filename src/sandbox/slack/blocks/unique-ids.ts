import { isFields } from '../fields.ts';
import type { Check } from './check.ts';

/** No two blocks of a message or view share a block_id; no two elements of a block share an action_id. */
export const uniqueIds: Check = (value, at, scope) => {
  const blockIds = new Set<string>();
  for (const [index, block] of (Array.isArray(value) ? value : []).entries()) {
    if (!isFields(block)) continue;
    if (typeof block.block_id === 'string') {
      if (blockIds.has(block.block_id))
        scope.report(`${at}/${index}/block_id`, `\`block_id\` ${block.block_id} already exists`);
      blockIds.add(block.block_id);
    }
    const actionIds = new Set<string>();
    for (const [place, element] of (Array.isArray(block.elements) ? block.elements : []).entries()) {
      if (!isFields(element) || typeof element.action_id !== 'string') continue;
      if (actionIds.has(element.action_id))
        scope.report(
          `${at}/${index}/elements/${place}/action_id`,
          `\`action_id\` ${element.action_id} already exists`,
        );
      actionIds.add(element.action_id);
    }
  }
};
