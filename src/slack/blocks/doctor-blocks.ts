import type { KnownBlock } from '@slack/types';
import type { Templates } from '../../templates.ts';
import type { Examined } from '../bot.ts';
import { oneLine } from '../escape.ts';
import { truncate } from '../limits.ts';
import { header, remark } from './elements.ts';
import { words } from './message.ts';
import { preformatted, richText, section, text } from './rich-text.ts';

/** Findings that are shown; the view has to stay below a hundred blocks. Our choice. */
const mostFindings = 15;
/** A command with a whole access-log format is about half as long, characters. */
const longestPaste = 3_000;
/** What is worst comes first. */
const order = ['problem', 'unknown', 'advice'] as const;

/** What the doctor found, each with its cure, ready to paste; what is in order is only counted. */
export function doctorBlocks(templates: Templates, doctor: 'looking' | Examined[]): KnownBlock[] {
  const say = (key: string, values: Record<string, unknown> = {}) => words(templates, `home.${key}`, values);
  const title = header(say('doctorTitle'));
  if (doctor === 'looking') return [title, remark(say('doctorLooking'))];
  const found = order.flatMap((state) =>
    doctor.flatMap((finding) => (finding.status === state ? [{ ...finding, state }] : [])),
  );
  const left = found.length - mostFindings;
  return [
    title,
    remark(say('doctorFound', { sound: doctor.length - found.length, count: doctor.length })),
    ...found
      .slice(0, mostFindings)
      .map(({ state, subject, says, fix, commands = [], paste }) =>
        richText(
          section(
            text(`${say(`doctorStates.${state}`)} `),
            text(truncate(oneLine(subject), 120), { bold: true }),
            text(` ${truncate(oneLine(says), 600)}${fix ? ` ${truncate(oneLine(fix), 600)}` : ''}`),
          ),
          ...[...commands, ...(paste ? [paste] : [])].map((lines) =>
            preformatted(truncate(lines, longestPaste)),
          ),
        ),
      ),
    ...(left > 0 ? [remark(say('doctorMore', { count: left }))] : []),
  ];
}
