import { type Fields, isFields } from '../fields.ts';

/** The element that a click means, wherever it stands in the blocks: accessories, containers and cards included. */
export function findElement(blocks: Fields[], blockId: string, actionId: string): Fields | undefined {
  for (const block of blocks) {
    const children = [block.child_blocks, block.elements].flatMap((value) =>
      Array.isArray(value) ? value : [],
    );
    const inside = findElement(
      children.filter(isFields).filter((child) => child.block_id !== undefined),
      blockId,
      actionId,
    );
    if (inside) return inside;
    if (block.block_id !== blockId) continue;
    const found = search(block, actionId);
    if (found) return found;
  }
  return undefined;
}

function search(value: unknown, actionId: string): Fields | undefined {
  if (Array.isArray(value)) {
    for (const entry of value) {
      const found = search(entry, actionId);
      if (found) return found;
    }
    return undefined;
  }
  if (!isFields(value)) return undefined;
  if (value.action_id === actionId) return value;
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'child_blocks') continue;
    const found = search(entry, actionId);
    if (found) return found;
  }
  return undefined;
}
