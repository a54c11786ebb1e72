import type { RichTextBlock, RichTextSection } from '@slack/types';
import type { EvidenceSection } from '../../report/report.ts';
import type { Templates } from '../../templates.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';
import { consoleLink } from './console-link.ts';
import { words } from './message.ts';
import { list, richText, section, text } from './rich-text.ts';

/** Where it was looked: what was found, what was searched and not there, and what could not be read at all. */
export function coverageBlock(
  evidence: EvidenceSection[],
  templates: Templates,
  /** Longest console address; a longer one is left to the evidence and query messages. */
  address: number,
): RichTextBlock[] {
  const rows: RichTextSection[] = evidence
    .filter((item) => item.status !== 'unavailable')
    .slice(0, 15)
    .map((item) =>
      section(
        text(`${words(templates, `proof.symbols.${item.status}`)} ${truncate(oneLine(item.title), 60)}: `),
        text(statusOf(item, templates)),
        ...(item.detail ? [text(` (${truncate(placesOf(item.detail, templates), 90)})`)] : []),
        ...consoleLink(item.link, words(templates, 'proof.open'), address),
      ),
    );
  const unread = evidence
    .filter((item) => item.status === 'unavailable')
    .slice(0, 15)
    .map((item) => truncate(oneLine(item.title), 40));
  if (unread.length > 0)
    rows.push(
      section(
        text(`${words(templates, 'proof.symbols.unavailable')} ${words(templates, 'proof.unread')}: `),
        text(unread.join(', ')),
      ),
    );
  if (rows.length === 0) return [];
  return [richText(section(text(words(templates, 'proof.looked'), { bold: true })), list('bullet', rows))];
}

/** What a source said, in words: one that there is not, or that was off, is no failure to read it. */
export function statusOf({ status, reason }: EvidenceSection, templates: Templates): string {
  const why = `proof.silence.${reason}`;
  return words(
    templates,
    templates.has(`messages/slack/blocks:${why}`) ? why : `progress.statuses.${status}`,
  );
}

/** The first of the places that a source was looked for in, and how many more there were. */
export function placesOf(detail: string, templates: Templates): string {
  const places = [...new Set(oneLine(detail).split(', '))];
  const [first = ''] = places;
  return places.length === 1
    ? truncate(first, 120)
    : words(templates, 'proof.places', { first: truncate(first, 100), more: places.length - 1 });
}
