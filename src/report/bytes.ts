/** So many bytes for people, in decimal units, as AWS bills them. */
export function bytes(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)} GB`;
  if (count >= 1e6) return `${(count / 1e6).toFixed(1)} MB`;
  return count >= 1000 ? `${(count / 1000).toFixed(1)} kB` : `${count} bytes`;
}
