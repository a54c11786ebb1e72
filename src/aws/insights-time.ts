/**
 * The one place where epoch milliseconds become the epoch seconds of StartQuery. Both ends are inclusive there, and
 * AWS takes the whole end second (START=<s>000 END=<e>999), so the window never loses a line at its edges.
 */
export function toInsightsWindow(fromMs: number, toMs: number): { startTime: number; endTime: number } {
  return {
    startTime: Math.floor(fromMs / 1000),
    endTime: Math.floor(toMs / 1000),
  };
}

/** "2023-12-05 22:14:52.883" (UTC without a zone, as Insights writes times) → epoch ms; undefined for anything else. */
export function fromInsightsTime(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text)) return undefined;
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}
