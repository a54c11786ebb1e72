import type { Ids } from './ids.ts';

/** How long a trigger_id opens a view, ms (https://docs.slack.dev/interactivity/handling-user-interaction). */
const triggerLivesMs = 3000;
/** How long and how often a response_url may be used (same page). */
const responseUrlLivesMs = 30 * 60_000;
const responseUrlUses = 5;

/** Where a response_url writes. */
export interface ResponseTarget {
  channel: string;
  user: string;
  /** The message whose button was pressed: what replace_original and delete_original mean. */
  messageTs?: string;
}

/** The short-lived rights that come with commands and clicks. */
export interface Grants {
  /** A trigger_id for one view. */
  trigger(user: string): string;
  /** Uses it up. */
  useTrigger(
    id: string,
  ): { user: string } | { error: 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id' };
  /** The last part of a response_url. */
  response(target: ResponseTarget): string;
  /** Uses it once. */
  useResponse(id: string): ResponseTarget | { error: 'expired_url' | 'used_url' | 'invalid_url' };
}

export function createGrants(ids: Ids, now: () => number): Grants {
  const triggers = new Map<string, { user: string; untilMs: number; used: boolean }>();
  const responses = new Map<string, { target: ResponseTarget; untilMs: number; uses: number }>();
  return {
    trigger(user) {
      const id = `${ids.next('')}.${user}`;
      triggers.set(id, { user, untilMs: now() + triggerLivesMs, used: false });
      return id;
    },
    useTrigger(id) {
      const trigger = triggers.get(id);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (now() > trigger.untilMs) return { error: 'expired_trigger_id' };
      trigger.used = true;
      return { user: trigger.user };
    },
    response(target) {
      const id = ids.next('R');
      responses.set(id, { target, untilMs: now() + responseUrlLivesMs, uses: 0 });
      return id;
    },
    useResponse(id) {
      const response = responses.get(id);
      if (!response) return { error: 'invalid_url' };
      if (now() > response.untilMs) return { error: 'expired_url' };
      if (response.uses >= responseUrlUses) return { error: 'used_url' };
      response.uses += 1;
      return response.target;
    },
  };
}
