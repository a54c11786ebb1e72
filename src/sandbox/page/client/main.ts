import { seatUsers } from './avatar.ts';
import { connect } from './connection.ts';
import type { Page } from './page.ts';
import {
  afterEvent,
  afterMove,
  afterRefetch,
  channelNamed,
  emptyState,
  firstChannel,
  type PageState,
  type Place,
  threadOf,
} from './page-state.ts';
import { addressOf, permalinkOf, placeOf } from './place-address.ts';
import { postJson } from './post-json.ts';
import { createShell } from './shell.ts';
import { createToasts } from './toasts.ts';
import { loadWords, say } from './words.ts';

/** Who one is outlives a reload of this tab; another tab can be somebody else. */
const viewerKey = 'gw504 sandbox viewer';

await loadWords();
document.documentElement.lang = say('page.language', {});

let state = emptyState(sessionStorage.getItem(viewerKey) ?? '');
let hasState = false;
let isDrawn = true;

const page: Page = {
  state: () => state,
  go(place) {
    const [left, entered] = [threadOf(state.place), threadOf(place)];
    change(afterMove(state, place));
    if (addressOf(place) !== location.hash) location.hash = addressOf(place);
    if (left === entered) return;
    draw();
    shell.follow(left, entered);
  },
  become(userId) {
    sessionStorage.setItem(viewerKey, userId);
    change({ ...state, viewerId: userId });
    if (state.place.kind === 'home') page.openHome();
  },
  send: (at, text) => told(postJson('/ui/send', { user: state.viewerId, ...at, text })),
  act: (at, choice) => told(postJson('/ui/action', { user: state.viewerId, ...at, ...choice })),
  async shortcut(callbackId, message) {
    const at = message ? { channel: message.channel, ts: message.ts } : {};
    await told(postJson('/ui/shortcut', { user: state.viewerId, callbackId, ...at }));
  },
  dismiss: (message) => change({ ...state, dismissed: [...state.dismissed, message.ts] }),
  openHome() {
    page.go({ kind: 'home' });
    void told(postJson('/ui/home', { user: state.viewerId }));
  },
  suggest: (text) => shell.suggest(text),
  copy(text) {
    // An address other than this machine's has no clipboard at all.
    const copied = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject();
    copied.then(
      () => toasts.say(say('page.copied', {})),
      () => toasts.say(say('page.not-copied', {})),
    );
  },
};
const toasts = createToasts();
const shell = createShell(page);
document.body.replaceChildren(...shell.parts, toasts.root);

/** Draws at most once per frame, however many events came. */
function change(next: PageState): void {
  state = next;
  if (!isDrawn) return;
  isDrawn = false;
  requestAnimationFrame(draw);
}

function draw(): void {
  isDrawn = true;
  if (hasState) shell.draw();
}

/** Tells the reader why the sandbox did not take something; true where it did. */
async function told(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    toasts.say(say('page.refused', { why: error instanceof Error ? error.message : String(error) }));
    return false;
  }
}

function placeNow(): Place {
  const first = firstChannel(state.ui);
  return (
    placeOf(location.hash, state.ui.channels) ??
    (first ? { kind: 'channel', channel: first.id } : { kind: 'home' })
  );
}

addEventListener('hashchange', () => change(afterMove(state, placeNow())));

// A link to a message of this workspace moves within the page, as it would in Slack.
document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || event.metaKey || event.ctrlKey) return;
  const link = event.target.closest('a[href]');
  const named =
    link instanceof HTMLAnchorElement && URL.canParse(link.href)
      ? permalinkOf(new URL(link.href))
      : undefined;
  if (!named || !channelNamed(state.ui, named.channel)) return;
  event.preventDefault();
  const { channel, thread } = named;
  page.go({ kind: 'channel', channel, ...(thread ? { thread } : {}) });
  draw();
  shell.reveal(named.ts);
});

connect({
  onState(ui) {
    const isFirst = !hasState;
    hasState = true;
    seatUsers(ui.users.map((user) => user.id));
    state = afterRefetch(state, ui);
    if (isFirst) {
      state = afterMove(state, placeNow());
      if (state.place.kind === 'home') page.openHome();
    }
    change(state);
  },
  onEvent: (event) => change(afterEvent(state, event, Date.now)),
  onLost: () => change({ ...state, isConnected: false }),
});
