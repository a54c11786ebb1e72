import type { Templates } from '../templates.ts';
import type { Gap } from '../verdict/verdict.ts';

/** What could not be looked at, why, and the cure; a source's own words before those for any source. */
export function describeGap(gap: Gap, templates: Templates): { what: string; why: string; fix: string } {
  const args = { ...gap.args, source: templates.fill(`messages/sources:${gap.source}`, {}) };
  const own = `messages/gaps:${gap.source}.${gap.reason}`;
  const part = (name: string) =>
    templates.fill(
      templates.has(`${own}.${name}`) ? `${own}.${name}` : `messages/gaps:default.${gap.reason}.${name}`,
      args,
    );
  return { what: part('what'), why: part('why'), fix: part('fix') };
}
