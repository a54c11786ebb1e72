import type { z } from 'zod';
import { bundleSchema } from './bundle-schema.ts';
import type { Evidence } from './evidence.ts';
import type { Note } from './note.ts';

/** A saved investigation: judged again, it gives the same report. */
export interface Bundle {
  bundleVersion: 1;
  evidences: Evidence[];
  notes: Note[];
  /** What the look cost, so that the same receipt can be written again. */
  receipt?: BundleReceipt | undefined;
}

export interface BundleReceipt {
  apiCalls: number;
  roleSession?: string | undefined;
}

/** A bundle, or one sentence that says what is wrong with it, and where. */
export type ReadBundle = { status: 'read'; bundle: Bundle } | { status: 'refused'; problem: string };

/** Longest bundle that is read, characters. Our choice: a hundred times an ordinary one. */
export const longestBundle = 50_000_000;
const deepest = 40;

/** The bundle as JSON text. The evidence is redacted already; nothing is hidden here. */
export function writeBundle(
  evidences: readonly Evidence[],
  notes: readonly Note[],
  receipt?: BundleReceipt,
): string {
  return `${JSON.stringify({ bundleVersion: 1, evidences, notes, receipt }, undefined, 2)}\n`;
}

/** Reads a bundle from JSON text. Nothing unknown, of the wrong type, or meant for a prototype gets through. */
export function readBundle(text: string): ReadBundle {
  if (text.length > longestBundle) {
    return refused(`it has ${text.length} characters; at most ${longestBundle} are read`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    return refused(`it is not JSON (${cause instanceof Error ? cause.message.slice(0, 200) : 'unreadable'})`);
  }
  const forbidden = findForbidden(value);
  if (forbidden !== undefined) return refused(forbidden);
  const read = bundleSchema.safeParse(value);
  return read.success ? { status: 'read', bundle: read.data } : refused(describe(read.error.issues[0]));
}

const refused = (why: string): ReadBundle => ({
  status: 'refused',
  problem: `This is no bundle of gw504: ${why}.`,
});

/** Looks for keys that reach a prototype and for nesting that no bundle has; without recursion, so depth cannot hurt. */
function findForbidden(root: unknown): string | undefined {
  const left: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '', depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, path, depth } = next;
    if (value === null || typeof value !== 'object') continue;
    if (depth > deepest) return `${path.slice(0, 200)} is nested deeper than ${deepest} levels`;
    for (const [key, inner] of Object.entries(value)) {
      const at = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      if (key === '__proto__') return `${at} is a key that is not allowed`;
      left.push({ value: inner, path: at, depth: depth + 1 });
    }
  }
  return undefined;
}

function describe(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'it has another shape';
  const path = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  return `${path === '' ? 'the whole' : path}: ${issue.message.slice(0, 300)}`;
}
