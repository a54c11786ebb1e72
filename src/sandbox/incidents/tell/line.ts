/** A line of a log, before it has a stream and a time of ingestion. */
export interface Line {
  atMs: number;
  message: string;
}
