import { seatUsers } from './avatar.ts';
import { createChannelPane } from './channel-pane.ts';
import { connect } from './connection.ts';
import { element, pressable } from './element.ts';
import { createGuidePane } from './guide-pane.ts';
import { createHomePane } from './home-pane.ts';
import { createModal } from './modal.ts';
import type { Page } from './page.ts';
import { afterEvent, afterMove, afterRefetch, ownBot, type PageState, type Place } from './page-state.ts';
import { addressOf, permalinkOf, placeOf } from './place-address.ts';
import { postJson } from './post-json.ts';
import { createSidebar } from './sidebar.ts';
import { createThreadPane } from './thread-pane.ts';
import { createToasts } from './toasts.ts';
import { loadWords, say } from './words.ts';

const viewerKey = 'gw504 sandbox viewer';

await loadWords();
document.documentElement.lang = say('page.language', {});

let state: PageState = {
  ui: {
    team: { id: '', name: '' },
    users: [],
    channels: [],
    messages: [],
    homes: {},
    commands: [],
    shortcuts: [],
    botConnected: true,
    guide: { notice: '', tryThese: [], terminal: [] },
  },
  viewerId: sessionStorage.getItem(viewerKey) ?? '',
  place: { kind: 'home' },
  views: [],
  unread: [],
  dismissed: [],
  isConnected: false,
};
let hasState = false;
let isDrawn = true;

const toasts = createToasts();
const page: Page = {
  state: () => state,
  go(place) {
    const left = state.place.kind === 'channel' ? state.place.thread : undefined;
    const entered = place.kind === 'channel' ? place.thread : undefined;
    arrive(place);
    if (addressOf(place) !== location.hash) location.hash = addressOf(place);
    if (left === entered) return;
    draw();
    // On a narrow screen the focus would open the keyboard over the thread.
    if (entered && isWide.matches) threadPane.composer.focus();
    else if (left && !entered) channelPane.list.focusThreadLink(left);
  },
  become(userId) {
    sessionStorage.setItem(viewerKey, userId);
    change({ ...state, viewerId: userId });
    if (state.place.kind === 'home') page.openHome();
  },
  send: (at, text) => told(postJson('/ui/send', { user: state.viewerId, ...at, text })),
  async act(at, choice) {
    await told(postJson('/ui/action', { user: state.viewerId, ...at, ...choice }));
  },
  async shortcut(callbackId, message) {
    const at = message ? { channel: message.channel, ts: message.ts } : {};
    await told(postJson('/ui/shortcut', { user: state.viewerId, callbackId, ...at }));
  },
  dismiss: (message) => change({ ...state, dismissed: [...state.dismissed, message.ts] }),
  openHome() {
    page.go({ kind: 'home' });
    void told(postJson('/ui/home', { user: state.viewerId }));
  },
  suggest(text) {
    const here = state.place.kind === 'channel' ? channelNamed(state.place.channel) : undefined;
    const channel = here?.hasBot && !here.isArchived ? here : firstChannel();
    if (!channel) return;
    openGuide(isWide.matches && isGuideOpen());
    const thread =
      state.place.kind === 'channel' && state.place.channel === channel.id && isWide.matches
        ? state.place.thread
        : undefined;
    page.go({ kind: 'channel', channel: channel.id, ...(thread ? { thread } : {}) });
    draw();
    channelPane.composer.fill(text);
  },
  toast: toasts.say,
};

/** Wide enough for three columns; page.css has the same number. */
const isWide = matchMedia('(min-width: 1080px)');
const app = element('div', { class: 'app' });
const isGuideOpen = () => app.classList.contains('with-guide');
const openGuide = (isOpen: boolean) => {
  app.classList.toggle('with-guide', isOpen);
  for (const button of guideButtons) button.setAttribute('aria-expanded', String(isOpen));
};
const openSidebar = (isOpen: boolean) => {
  app.classList.toggle('with-sidebar', isOpen);
  if (isOpen) sidebar.root.querySelector<HTMLElement>('[aria-current], .place')?.focus();
};
const menuButton = () =>
  pressable(
    { class: 'tool tool-menu', 'aria-label': say('sidebar.open', {}), 'aria-controls': 'sidebar' },
    '',
    () => openSidebar(true),
  );
const guideButton = pressable(
  { class: 'button guide-button', 'aria-controls': 'guide', 'aria-expanded': 'false' },
  say('guide.open', {}),
  () => {
    if (state.place.kind === 'channel' && state.place.thread) {
      page.go({ kind: 'channel', channel: state.place.channel });
      openGuide(true);
    } else openGuide(!isGuideOpen());
  },
);
const guideButtons = [guideButton];

const sidebar = createSidebar(page, () => openSidebar(false));
const channelPane = createChannelPane(page, { menu: menuButton(), guide: guideButton });
const threadPane = createThreadPane(page);
const guidePane = createGuidePane(page, () => openGuide(false));
const homePane = createHomePane(page, menuButton());
const modal = createModal(page);
const notice = element('p', { class: 'notice', role: 'note' });
const trouble = element('p', { class: 'trouble', role: 'alert', hidden: true });
const shade = element('div', { class: 'shade' });
shade.addEventListener('click', () => openSidebar(false));

/** Draws at most once per frame, however many events came. */
function change(next: PageState): void {
  state = next;
  if (!isDrawn) return;
  isDrawn = false;
  requestAnimationFrame(draw);
}

function draw(): void {
  isDrawn = true;
  if (!hasState) return;
  const { ui, place } = state;
  notice.textContent = ui.guide.notice;
  const problem = !state.isConnected
    ? say('page.lost', {})
    : ui.botConnected
      ? ''
      : say('page.bot-lost', { bot: ownBot(ui)?.name ?? '' });
  trouble.textContent = problem;
  trouble.hidden = problem === '';
  sidebar.show();
  guidePane.show();
  const channel = place.kind === 'channel' ? channelNamed(place.channel) : undefined;
  const thread = place.kind === 'channel' ? place.thread : undefined;
  channelPane.root.hidden = channel === undefined;
  homePane.root.hidden = place.kind !== 'home';
  app.classList.toggle('with-thread', thread !== undefined);
  threadPane.root.hidden = channel === undefined || thread === undefined;
  document.title = say('page.title', {
    place: channel ? `#${channel.name}` : (ownBot(ui)?.name ?? ''),
    team: ui.team.name,
  });
  if (channel) channelPane.show(channel);
  if (channel && thread) threadPane.show(channel, thread);
  if (place.kind === 'home') homePane.show();
  modal.show();
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

function arrive(place: Place): void {
  change(afterMove(state, place));
}

function channelNamed(id: string) {
  return state.ui.channels.find((channel) => channel.id === id);
}

function firstChannel() {
  return state.ui.channels.find((channel) => channel.hasBot && !channel.isArchived) ?? state.ui.channels[0];
}

function placeNow(): Place {
  const first = firstChannel();
  return (
    placeOf(location.hash, state.ui.channels) ??
    (first ? { kind: 'channel', channel: first.id } : { kind: 'home' })
  );
}

app.append(sidebar.root, shade, channelPane.root, homePane.root, threadPane.root, guidePane.root);
document.body.replaceChildren(notice, trouble, app, toasts.root);
openGuide(isWide.matches);

sidebar.root.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') openSidebar(false);
});

addEventListener('hashchange', () => arrive(placeNow()));

// A link to a message of this workspace moves within the page, as it would in Slack.
document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || event.metaKey || event.ctrlKey) return;
  const link = event.target.closest('a[href]');
  const named = link instanceof HTMLAnchorElement ? permalinkOf(new URL(link.href)) : undefined;
  if (!named || !channelNamed(named.channel)) return;
  event.preventDefault();
  const { channel, thread } = named;
  page.go({ kind: 'channel', channel, ...(thread ? { thread } : {}) });
  draw();
  if (!threadPane.list.reveal(named.ts)) channelPane.list.reveal(named.ts);
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
