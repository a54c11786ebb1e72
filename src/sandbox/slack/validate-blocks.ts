import type { Fields } from './fields.ts';

export function validateBlocks(
  _blocks: Fields[],
  _surface: string,
  _context: unknown,
): { error?: string; messages: string[] } {
  return { messages: [] };
}
export function validateAttachments(
  _blocks: Fields[],
  _context: unknown,
): { error?: string; messages: string[] } {
  return { messages: [] };
}
export function validateView(_view: Fields, _type: string, _context: unknown): { messages: string[] } {
  return { messages: [] };
}
