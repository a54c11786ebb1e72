import { stringify } from 'yaml';
import { z } from 'zod';
import type { Config } from './config-schema.ts';
import { readBundle, writeBundle } from './evidence/bundle.ts';
import { redactText } from './evidence/redact.ts';
import { reportSchema } from './report/report.ts';
import type { Templates } from './templates.ts';
import { causes } from './verdict/verdict.ts';

/** One case folder as `test/cases` holds them: case.yaml with what is expected, bundle.json with the evidence. */
export interface FeedbackCase {
  folder: string;
  files: { name: 'case.yaml' | 'bundle.json'; text: string }[];
}

/** Votes as the state holds them, to case folders; the same stored votes give the same folders. */
export type ExportFeedback = (stored: readonly unknown[]) => FeedbackCases;

export interface FeedbackCases {
  cases: FeedbackCase[];
  /** Cases whose verdict was called right, and wrong. */
  right: number;
  wrong: number;
  /** Votes that make no case, because their evidence is not kept or its form is no longer read. */
  unreadable: number;
}

const voteSchema = z.object({
  answerId: z.string(),
  finding: z.int().nonnegative(),
  atMs: z.number(),
  vote: z.enum(['right', 'wrong']),
  /** What the verdict should have been; missing: nobody said. */
  cause: z.enum(causes).optional(),
  reason: z.string().optional(),
  report: reportSchema,
  bundle: z.unknown(),
});
type Vote = z.infer<typeof voteSchema>;

/** Longest reason that a case quotes, characters. */
const longestReason = 300;

/**
 * Turns votes of Slack into test cases. A verdict called right is expected again. One called wrong is expected as the
 * person said, and where they did not know the cause as inconclusive: such a case fails until somebody decides, for a
 * green case would keep the fault for good. Several people who say the same make one case.
 */
export function feedbackCases(
  stored: readonly unknown[],
  { templates, redaction }: { templates: Templates; redaction: Config['redaction'] },
): FeedbackCases {
  const read = stored.map((vote) => voteSchema.safeParse(vote).data);
  const votes = read.filter((vote) => vote !== undefined).sort((one, other) => one.atMs - other.atMs);
  const byFolder = new Map<string, { vote: Vote; bundle: string }>();
  let unreadable = stored.length - votes.length;
  for (const vote of votes) {
    const bundle = bundleOf(vote);
    if (bundle === undefined) unreadable += 1;
    else byFolder.set(folderOf(vote), { vote, bundle });
  }
  const cases = [...byFolder].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    cases: cases.map(([folder, { vote, bundle }]) => ({
      folder,
      files: [
        { name: 'case.yaml', text: caseYaml(vote, templates, redaction) },
        { name: 'bundle.json', text: bundle },
      ],
    })),
    right: cases.filter(([, { vote }]) => vote.vote === 'right').length,
    wrong: cases.filter(([, { vote }]) => vote.vote === 'wrong').length,
    unreadable,
  };
}

const expectedCause = ({ vote, cause, report }: Vote) =>
  vote === 'right' ? report.verdict.cause : (cause ?? 'inconclusive');

/** Named by what is expected and by the answer, so that a later export finds the same folder again. */
function folderOf(vote: Vote): string {
  const short = (id: string, length: number) =>
    id
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .slice(0, length) || 'none';
  const id = short(vote.report.request.id, 8);
  return `feedback-${vote.vote}-${expectedCause(vote)}-${id}-${short(vote.answerId, 6)}${vote.finding || ''}`;
}

/** The evidence in the form that a replay reads, written anew; undefined where it is not kept or not read any more. */
function bundleOf({ bundle }: Vote): string | undefined {
  const read = readBundle(JSON.stringify(bundle ?? null));
  if (read.status === 'refused' || read.bundle.evidences.length !== 1) return undefined;
  return writeBundle(read.bundle.evidences, read.bundle.notes, read.bundle.receipt);
}

function caseYaml(vote: Vote, templates: Templates, redaction: Config['redaction']): string {
  const say = (name: string, values: Record<string, unknown> = {}) =>
    templates.fill(`messages/feedback:${name}`, values);
  const { verdict, completedAfterTimeout } = vote.report;
  const cause = expectedCause(vote);
  const isNear = cause !== verdict.cause;
  // A person's own words may hold what nobody should keep.
  const reason = redactText(vote.reason ?? '', redaction)
    .text.replace(/\s+/g, ' ')
    .trim();
  const about = say(vote.vote, { judged: verdict.cause, reason: reason.slice(0, longestReason) });
  const text = stringify(
    {
      about,
      family: cause === 'succeeded' ? 'healthy' : cause === 'inconclusive' ? 'missing-log' : 'cause',
      kind: isNear ? 'near' : 'odd',
      of: verdict.cause,
      expect: [{ cause, phase: verdict.phase, confidence: verdict.confidence, completedAfterTimeout }],
    },
    { lineWidth: 0 },
  );
  if (vote.vote === 'right') return text;
  const advice = vote.cause === undefined ? 'no-cause' : isNear ? 'other-cause' : 'same-cause';
  return `# ${say(advice)}\n${text}`;
}
