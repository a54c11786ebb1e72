import type { Changes } from './changes.ts';
import type { Schedule } from './clock.ts';
import type { Delivery, Envelope, Outcome, Transport } from './delivery/transport.ts';
import type { Faults } from './faults.ts';
import type { Fields } from './fields.ts';
import type { Grants } from './grants.ts';
import type { Ids } from './ids.ts';
import type { Manifest } from './manifest.ts';
import type { RateLimits } from './web-api/rate-limits.ts';
import type { Workspace } from './workspace.ts';

/** One call of the Web API, a response_url or an upload, as it came and as it was answered. */
export interface LoggedRequest {
  method: string;
  /** JSON strings in form fields are parsed: blocks, metadata, files, view, attachments. */
  arguments: Fields;
  /** Undefined while unanswered, and for good when the answer was lost. */
  answer?: Fields;
  status?: number;
  atMs: number;
}

/** What every part of the stand-in is given. */
export interface Slack {
  workspace: Workspace;
  manifest: Manifest;
  tokens: { bot: string; app?: string };
  ids: Ids;
  /** Epoch ms. */
  now: () => number;
  schedule: Schedule;
  changes: Changes;
  grants: Grants;
  faults: Faults;
  rateLimits: RateLimits;
  requests: LoggedRequest[];
  deliveries: Delivery[];
  transport: Transport;
  /** "http://127.0.0.1:3504": where the stand-in can be reached. */
  baseUrl: () => string;
}

export type { Delivery, Envelope, Outcome };
