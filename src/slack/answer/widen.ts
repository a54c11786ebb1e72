import { z } from 'zod';
import type { Inquiry } from '../../inquiry/inquiry.ts';
import { bytes } from '../../report/bytes.ts';
import type { Answer } from '../../report/report.ts';
import { dollars } from '../blocks/closing-message.ts';
import type { Bot } from '../bot.ts';

const hourMs = 3_600_000;
/** The half-width that counts where the question stated none, ms. */
const usualMs = 15 * 60_000;
/** How much wider each press looks, and the widest, ms. Our choices; CloudWatch Logs keeps longer, memories do not. */
const factor = 8;
const widestMs = 60 * 24 * hourMs;
/** A scan is estimated; what a person agreed to may be passed by this much before it is refused again. */
const headroom = 1.5;

const notesSchema = z.object({
  notes: z.array(z.object({ note: z.string(), args: z.record(z.string(), z.unknown()) })),
});

const refusalSchema = z.object({
  bytes: z.number().positive(),
  usd: z.number(),
  /** What had been scanned until then: looking again scans that too. */
  spentBytes: z.number().default(0),
});
type Refusal = z.infer<typeof refusalSchema>;

/** The refusals of the cost guard that came with an answer: what a wider search would scan. */
function refusals(bundle: unknown): Refusal[] {
  const read = notesSchema.safeParse(bundle);
  if (!read.success) return [];
  return read.data.notes
    .filter(({ note }) => note === 'budget-refused')
    .flatMap(({ args }) => refusalSchema.safeParse(args).data ?? []);
}

/** What a person is asked to agree to, in words; undefined where the guard did not ask. */
export function widenCost(bot: Bot, bundle: unknown): string | undefined {
  const asked = refusals(bundle);
  if (asked.length === 0) return undefined;
  return bot.say('answering:cost', {
    size: bytes(bytesOf(asked)),
    usd: dollars(usdOf(asked)),
  });
}

/**
 * The same questions, looking further: with the bytes that somebody has now agreed to where the guard refused, else a
 * wider time around the request, or further back than the search goes by itself.
 */
export function widen(bot: Bot, inquiries: Inquiry[], answer: Answer, bundle: unknown): Inquiry[] {
  const agreed = bytesOf(refusals(bundle));
  return inquiries.map((inquiry) => {
    if (agreed > 0)
      return { ...inquiry, allowBytes: Math.ceil(Math.max(agreed, inquiry.allowBytes ?? 0) * headroom) };
    const at = answer.findings.find(({ report }) => report.request.id === inquiry.id.value)?.report.request
      .at;
    const aroundMs = inquiry.aroundMs ?? inquiry.id.atMs ?? (at === undefined ? undefined : Date.parse(at));
    const usual = aroundMs === undefined ? bot.config.limits.maxWindowHours * hourMs : usualMs;
    return {
      ...inquiry,
      ...(aroundMs === undefined ? {} : { aroundMs }),
      windowMs: Math.min(widestMs, (inquiry.windowMs ?? usual) * factor),
    };
  });
}

/** All that the question scans when it is asked again and goes as far as it was meant to. */
const bytesOf = (asked: readonly Refusal[]) =>
  newBytesOf(asked) + Math.max(0, ...asked.map(({ spentBytes }) => spentBytes));
const newBytesOf = (asked: readonly Refusal[]) => sum(asked.map((one) => one.bytes));
const usdOf = (asked: readonly Refusal[]) =>
  (sum(asked.map(({ usd }) => usd)) * bytesOf(asked)) / newBytesOf(asked);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
