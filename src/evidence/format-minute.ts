/** "2026-11-20 14:42", in UTC: windows reach over days, so the time of day is not enough. */
export function formatMinute(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
