const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' });
const shortDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', year: 'numeric' });

/** "1753701758.000100" → epoch ms. */
export function msOfTs(ts: string): number {
  return Number.parseFloat(ts) * 1000;
}

/** "14:42" where the reader is. */
export function clockOf(ms: number): string {
  return isTime(ms) ? clock.format(ms) : '';
}

/** "Monday, July 28". */
export function dayOf(ms: number): string {
  return isTime(ms) ? day.format(ms) : '';
}

/** Within what JavaScript calls a time; beyond it every formatter throws. */
function isTime(ms: number): boolean {
  return Math.abs(ms) <= 8.64e15;
}

/** Slack's date tokens ({date_short}, {time}, {time_secs}, …) filled in for epoch seconds; empty for what is no time. */
export function fillDate(format: string, seconds: number): string {
  const ms = seconds * 1000;
  if (!isTime(ms)) return '';
  const date = new Date(ms);
  return format.replaceAll(/\{([a-z_]+)\}/g, (whole, token: string) => {
    if (token === 'time') return clockOf(ms);
    if (token === 'time_secs') return date.toLocaleTimeString(undefined, { hour12: false });
    if (token === 'date_num') return date.toISOString().slice(0, 10);
    if (token.startsWith('date_long')) return dayOf(ms);
    if (token.startsWith('date') || token === 'ago') return shortDay.format(ms);
    return whole;
  });
}
