/** Units of a duration, ms. */
const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "30m", "2h", "90s", "1h30m" → ms; undefined for anything else, for zero and for more than 400 days. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d{1,6}(ms|s|m|h|d))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+)(ms|s|m|h|d)/g)];
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? 0), 0);
  return total > 0 && total <= 400 * 86_400_000 ? total : undefined;
}

const dateAndTime =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?) ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/;

/**
 * A moment in the spellings that people and AWS use, epoch ms: ISO with or without zone (without: UTC), epoch seconds or ms,
 * "14:42" and "14:42:38" (the latest such moment before now, UTC), "10m ago", "now". Undefined where it is none of these.
 */
export function parseTime(text: string, nowMs: number): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'now') return nowMs;
  const ago = /^(\w{2,20}) ago$/.exec(trimmed);
  if (ago) {
    const duration = parseDuration(ago[1] ?? '');
    return duration === undefined ? undefined : nowMs - duration;
  }
  if (/^\d{13}$/.test(trimmed)) return Number(trimmed);
  if (/^\d{10}$/.test(trimmed)) return Number(trimmed) * 1000;
  const clock = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,3})?)?( ?(?:UTC|GMT|Z))?$/.exec(trimmed);
  if (clock) {
    const today = new Date(nowMs).toISOString().slice(0, 10);
    const atMs = Date.parse(`${today}T${clock[1]}:${clock[2]}:${clock[3] ?? '00'}${clock[4] ?? ''}Z`);
    return atMs > nowMs ? atMs - 86_400_000 : atMs;
  }
  const whole = dateAndTime.exec(trimmed);
  if (!whole) return undefined;
  const zone =
    whole[3] === undefined || /^(UTC|GMT)$/.test(whole[3])
      ? 'Z'
      : whole[3].replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  const atMs = Date.parse(`${whole[1]}T${(whole[2] ?? '').replace(',', '.')}${zone}`);
  return Number.isNaN(atMs) ? undefined : atMs;
}
