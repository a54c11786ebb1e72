import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Changes, createChanges } from './changes.ts';
import { realSchedule, type Schedule } from './clock.ts';
import { createSignedHttp, type SignedHttp } from './delivery/signed-http.ts';
import { createSocketMode, type SocketMode } from './delivery/socket-mode.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGrants } from './grants.ts';
import { pathOf, sendJson } from './http.ts';
import { createIds } from './ids.ts';
import type { Manifest } from './manifest.ts';
import { type Administration, createAdministration } from './people/administer.ts';
import { createPeople, type People } from './people/people.ts';
import { answerResponseUrl } from './response-url.ts';
import type { Seed } from './seed.ts';
import type { Delivery, LoggedRequest, Slack } from './slack.ts';
import { handleUi } from './ui/handle-ui.ts';
import { isFromThisMachine } from './ui/is-from-this-machine.ts';
import { takeUpload } from './upload.ts';
import { allMethods, callMethod } from './web-api/call-method.ts';
import { createRateLimits, type RateLimitOptions } from './web-api/rate-limits.ts';
import { createWorkspace, type Workspace } from './workspace.ts';

export interface SlackStandInOptions {
  manifest: Manifest;
  seed: Seed;
  /** Epoch ms. */
  now: () => number;
  /** How the app is reached. */
  mode: { kind: 'socket' } | { kind: 'http'; requestUrl: string; signingSecret: string };
  /** Where the stand-in itself is reached, without a slash at the end: "http://127.0.0.1:3504". */
  baseUrl: () => string;
  tokens: { bot: string; app?: string };
  /** Real time unless a test says otherwise. */
  schedule?: Schedule;
  rateLimits?: RateLimitOptions;
}

/** A Slack workspace to be mounted on an HTTP server of this machine. */
export interface SlackStandIn extends People, Administration {
  /** False, at once, for a path that is not Slack's. */
  handle(request: IncomingMessage, response: ServerResponse): boolean | Promise<boolean>;
  /** False for a path that is not Slack's. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  state: Workspace;
  faults: Faults;
  /** Every call of the app, oldest first. */
  requests: LoggedRequest[];
  /** Every try to tell the app something, oldest first. */
  deliveries: Delivery[];
  changes: Changes;
  waitFor: Changes['waitFor'];
  /** In Socket Mode only. */
  socketMode: SocketMode | undefined;
  /** In HTTP mode only. */
  signedHttp: SignedHttp | undefined;
  close(): Promise<void>;
}

const ownPath = /^\/(api|ui|response|upload)\//;

/** Pages of other machines have no business here, though a browser would carry their requests to 127.0.0.1. */
async function refuse(response: ServerResponse): Promise<void> {
  sendJson(response, 403, { ok: false, error: 'Only pages of this machine may use the sandbox.' });
}

/** Short bursts pass, as in Slack; a loop without a pause does not. */
const usualRateLimits: RateLimitOptions = { isOn: true, postBurst: 10 };

/**
 * A Slack of our own: workspace, Web API, events, commands, interactivity, files, and the page's endpoints. It takes and
 * refuses what Slack takes and refuses, as far as that is documented or known.
 *
 * Not stood in for: organisations with several workspaces, token rotation, streaming (chat.startStream), unfurling,
 * canvases, workflows, and how Slack's own apps draw things. Limits that Slack does not publish are set to the
 * strictest value that anybody has reported.
 */
export function createSlackStandIn(options: SlackStandInOptions): SlackStandIn {
  const { manifest, seed, now, mode, baseUrl, tokens } = options;
  const schedule = options.schedule ?? realSchedule;
  const ids = createIds(now);
  const changes = createChanges();
  const socketMode =
    mode.kind === 'socket'
      ? createSocketMode({ ids, schedule, changes, appId: seed.bot.appId, baseUrl })
      : undefined;
  const signedHttp =
    mode.kind === 'http' ? createSignedHttp({ target: mode, now, schedule, changes }) : undefined;
  const transport = socketMode ?? signedHttp;
  if (!transport) throw new Error('A stand-in reaches the app by sockets or by HTTP.');
  const slack: Slack = {
    workspace: createWorkspace(seed, manifest, now()),
    manifest,
    tokens,
    ids,
    now,
    schedule,
    changes,
    grants: createGrants(ids, now),
    faults: createFaults(),
    rateLimits: createRateLimits(options.rateLimits ?? usualRateLimits, now),
    requests: [],
    deliveries: [],
    transport,
    baseUrl,
  };
  const people = createPeople(slack);
  const methods = allMethods(socketMode);

  const route = (request: IncomingMessage, response: ServerResponse): Promise<void> | undefined => {
    const path = pathOf(request);
    if (!ownPath.test(path)) return undefined;
    if (!isFromThisMachine(request)) return refuse(response);
    if (path.startsWith('/api/')) return callMethod(slack, methods, path.slice(5), request, response);
    if (path.startsWith('/ui/')) return handleUi(slack, people, path, request, response);
    if (path.startsWith('/response/')) return answerResponseUrl(slack, path.slice(10), request, response);
    return takeUpload(slack, path.slice(8), request, response);
  };

  return {
    ...people,
    ...createAdministration(slack),
    handle(request, response) {
      return (
        route(request, response)?.then(
          () => true,
          (error: unknown) => {
            // The caller went away, sent what nobody could read, or met a fault of the stand-in itself.
            sendJson(response, 500, { ok: false, error: 'internal_error', cause: String(error) });
            return true;
          },
        ) ?? false
      );
    },
    upgrade: (request, socket, head) => socketMode?.upgrade(request, socket, head) ?? false,
    state: slack.workspace,
    faults: slack.faults,
    requests: slack.requests,
    deliveries: slack.deliveries,
    changes,
    waitFor: changes.waitFor,
    socketMode,
    signedHttp,
    close: () => transport.close(),
  };
}
