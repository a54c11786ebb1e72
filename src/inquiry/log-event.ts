/** One log record, whatever shape it was pasted or fetched in. The common coin of `shapes/` and `readings/`. */
export interface LogEvent {
  /** Epoch ms. Missing where the text gave no time. */
  atMs?: number;
  /** How exact `atMs` is: 1 for native lines, 1000 for the console's test output and other second-resolution shapes. */
  resolutionMs: number;
  /** The message without its time stamp and envelope; a multi-line payload stays in one event. */
  message: string;
  /** When CloudWatch ingested it, epoch ms, where the shape tells. */
  ingestedMs?: number;
  /** A row of picked fields as it stood in the text; `message` holds the same fields as JSON. */
  written?: string;
  /** The account that the log group belongs to, where the shape tells. */
  account?: string;
  logGroup?: string;
  logStream?: string;
  /** Position in what was read (from 0): keeps the order where times are missing or equal. */
  order: number;
}
