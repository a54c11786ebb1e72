/** Entries that a log keeps: more than any test makes, and little enough for a sandbox that runs for weeks. */
const mostEntries = 10_000;

/** Adds to a log, and forgets the oldest half of one that has grown too long. */
export function remember<Entry>(log: Entry[], entry: Entry): void {
  log.push(entry);
  if (log.length > mostEntries) log.splice(0, mostEntries / 2);
}
