import type { Place } from './page-state.ts';

/** A place as the page's own address: "#/C0INC/1753701758.000100", "#/home". */
export function addressOf(place: Place): string {
  if (place.kind === 'home') return '#/home';
  return place.thread ? `#/${place.channel}/${place.thread}` : `#/${place.channel}`;
}

/** The place that an address names; undefined for anything else, or for a channel that is not there. */
export function placeOf(hash: string, channels: { id: string }[]): Place | undefined {
  if (hash === '#/home') return { kind: 'home' };
  const [, channel, thread] = /^#\/(\w+)(?:\/(\d+\.\d+))?$/.exec(hash) ?? [];
  if (!channel || !channels.some(({ id }) => id === channel)) return undefined;
  return { kind: 'channel', channel, ...(thread ? { thread } : {}) };
}

/** A Slack permalink (…/archives/C0INC/p1753701758000100?thread_ts=…) → the message it names. */
export function permalinkOf(url: URL): { channel: string; ts: string; thread?: string } | undefined {
  const [, channel, digits] = /^\/archives\/(\w+)\/p(\d{7,})$/.exec(url.pathname) ?? [];
  if (!channel || !digits) return undefined;
  const thread = url.searchParams.get('thread_ts');
  return { channel, ts: `${digits.slice(0, -6)}.${digits.slice(-6)}`, ...(thread ? { thread } : {}) };
}
