import { z } from 'zod';
import type { Inquiry } from '../../inquiry/inquiry.ts';
import type { Answer } from '../../report/report.ts';
import { bytes, dollars } from '../blocks/closing-message.ts';
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

/** The refusals of the cost guard that came with an answer: what a wider search would scan. */
function refusals(bundle: unknown): { gb: number; usd: number }[] {
  const read = notesSchema.safeParse(bundle);
  if (!read.success) return [];
  return read.data.notes
    .filter(({ note }) => note === 'budget-refused')
    .map(({ args }) => ({ gb: Number(args.gb), usd: Number(args.usd) }))
    .filter(({ gb }) => Number.isFinite(gb) && gb > 0);
}

/** What a person is asked to agree to, in words; undefined where the guard did not ask. */
export function widenCost(bot: Bot, bundle: unknown): string | undefined {
  const asked = refusals(bundle);
  if (asked.length === 0) return undefined;
  return bot.say('answering:cost', {
    size: bytes(bytesOf(asked)),
    usd: dollars(sum(asked.map(({ usd }) => usd))),
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

const bytesOf = (asked: readonly { gb: number }[]) => sum(asked.map(({ gb }) => gb)) * 1e9;
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
