import type { Fields } from './fields.ts';

/** One thing that goes wrong with calls of a method ("chat.postMessage", "response_url", or "*" for any). */
export type Fault =
  /** Slack itself is ill: 500, 503. Nothing is done. */
  | { kind: 'http-error'; status: number }
  /** Nothing is done, and no answer comes. */
  | { kind: 'hang' }
  /** Done, but the connection breaks before the answer. */
  | { kind: 'lost-answer' }
  /** 429. */
  | { kind: 'rate-limited'; retryAfterSeconds: number }
  /** Any of Slack's own refusals: "restricted_action", "fatal_error". */
  | { kind: 'refused'; error: string; fields?: Fields };

/** What a test, or a visitor of the sandbox, can let go wrong. */
export interface Faults {
  /** For the next `times` calls. */
  inject(method: string, fault: Fault, times: number): void;
  /** The fault of this call, used up. */
  take(method: string): Fault | undefined;
  /** This workspace does not know this block type (or knows it again). */
  refuseBlock(type: string): void;
  acceptBlock(type: string): void;
  refusedBlocks: ReadonlySet<string>;
  /** The bot's token stops working: "token_revoked", "account_inactive", "invalid_auth". */
  refuseToken(error: string): void;
  tokenError(): string | undefined;
  /** Uploaded files stay unusable in blocks, as while Slack scans them. */
  scanFiles(scanning: boolean): void;
  areFilesScanned(): boolean;
  /** Slack says that an upload is complete before it shows the file: so much later, ms, or never. */
  shareFilesAfter(delayMs: number | 'never'): void;
  sharesFilesAfter(): number | 'never';
  clear(): void;
}

export function createFaults(): Faults {
  const injected: { method: string; fault: Fault; left: number }[] = [];
  const refusedBlocks = new Set<string>();
  let tokenError: string | undefined;
  let scanning = false;
  let shareAfter: number | 'never' = 0;
  return {
    inject: (method, fault, times) => {
      injected.push({ method, fault, left: times });
    },
    take(method) {
      const index = injected.findIndex((entry) => entry.method === method || entry.method === '*');
      const entry = injected[index];
      if (!entry) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) injected.splice(index, 1);
      return entry.fault;
    },
    refuseBlock: (type) => {
      refusedBlocks.add(type);
    },
    acceptBlock: (type) => {
      refusedBlocks.delete(type);
    },
    refusedBlocks,
    refuseToken: (error) => {
      tokenError = error;
    },
    tokenError: () => tokenError,
    scanFiles: (isScanning) => {
      scanning = isScanning;
    },
    areFilesScanned: () => !scanning,
    shareFilesAfter: (delay) => {
      shareAfter = delay;
    },
    sharesFilesAfter: () => shareAfter,
    clear() {
      injected.length = 0;
      refusedBlocks.clear();
      tokenError = undefined;
      scanning = false;
      shareAfter = 0;
    },
  };
}
