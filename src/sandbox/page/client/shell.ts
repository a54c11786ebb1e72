import { createChannelPane } from './channel-pane.ts';
import { element, pressable } from './element.ts';
import { createGuidePane } from './guide-pane.ts';
import { createHomePane } from './home-pane.ts';
import { createModal } from './modal.ts';
import type { Page } from './page.ts';
import { channelNamed, firstChannel, isForAsking, ownBot, threadOf } from './page-state.ts';
import { createSidebar } from './sidebar.ts';
import { createThreadPane } from './thread-pane.ts';
import { say } from './words.ts';

export interface Shell {
  /** Everything of the page, top to bottom. */
  parts: HTMLElement[];
  /** Shows the state as it is now. */
  draw(): void;
  /** Puts the focus where a reader goes on who has just opened a thread, or closed this one. */
  follow(left: string | undefined, entered: string | undefined): void;
  /** Puts a question into the box of a channel where it can be asked. */
  suggest(text: string): void;
  /** Shows one message, in the thread or in the channel. */
  reveal(ts: string): void;
}

/** The columns: sidebar, channel or Home, thread or guide. On a narrow screen they lie over each other. */
export function createShell(page: Page): Shell {
  // page.css has the same number.
  const isWide = matchMedia('(min-width: 1080px)');
  const app = element('div', { class: 'app' });
  const guideButton = pressable(
    { class: 'button guide-button', 'aria-controls': 'guide', 'aria-expanded': 'false' },
    say('guide.open', {}),
    toggleGuide,
  );
  const sidebar = createSidebar(page, () => openSidebar(false));
  const channelPane = createChannelPane(page, { menu: menuButton(), guide: guideButton });
  const threadPane = createThreadPane(page);
  const guidePane = createGuidePane(page, () => openGuide(false));
  const homePane = createHomePane(page, menuButton());
  const modal = createModal(page);
  const notice = element('p', { class: 'notice', role: 'note' });
  const trouble = element('p', { class: 'trouble', role: 'alert', hidden: true });
  const shade = element('div', { class: 'shade' });

  function isGuideOpen(): boolean {
    return app.classList.contains('with-guide');
  }

  function openGuide(isOpen: boolean): void {
    app.classList.toggle('with-guide', isOpen);
    guideButton.setAttribute('aria-expanded', String(isOpen));
  }

  /** The thread lies where the guide would be, so it makes room. */
  function toggleGuide(): void {
    const { place } = page.state();
    if (place.kind === 'channel' && place.thread) {
      page.go({ kind: 'channel', channel: place.channel });
      openGuide(true);
    } else openGuide(!isGuideOpen());
  }

  function openSidebar(isOpen: boolean): void {
    app.classList.toggle('with-sidebar', isOpen);
    if (isOpen) sidebar.root.querySelector<HTMLElement>('[aria-current], .place')?.focus();
  }

  function menuButton(): HTMLElement {
    const name = say('sidebar.open', {});
    const attributes = { class: 'tool tool-menu', 'aria-label': name, 'aria-controls': 'sidebar' };
    return pressable(attributes, '', () => openSidebar(true));
  }

  function draw(): void {
    const { ui, place, isConnected } = page.state();
    const bot = ownBot(ui)?.name ?? '';
    notice.textContent = ui.guide.notice;
    const problem = !isConnected
      ? say('page.lost', {})
      : ui.botConnected
        ? ''
        : say('page.bot-lost', { bot });
    trouble.textContent = problem;
    trouble.hidden = problem === '';
    sidebar.show();
    guidePane.show();
    const channel = place.kind === 'channel' ? channelNamed(ui, place.channel) : undefined;
    const thread = threadOf(place);
    channelPane.root.hidden = channel === undefined;
    homePane.root.hidden = place.kind !== 'home';
    app.classList.toggle('with-thread', thread !== undefined);
    threadPane.root.hidden = channel === undefined || thread === undefined;
    document.title = say('page.title', { place: channel ? `#${channel.name}` : bot, team: ui.team.name });
    if (channel) channelPane.show(channel);
    if (channel && thread) threadPane.show(channel, thread);
    if (place.kind === 'home') homePane.show();
    modal.show();
  }

  app.append(sidebar.root, shade, channelPane.root, homePane.root, threadPane.root, guidePane.root);
  openGuide(isWide.matches);
  isWide.addEventListener('change', () => {
    if (!isWide.matches) openGuide(false); // it would lie over the channel
  });
  shade.addEventListener('click', () => openSidebar(false));
  sidebar.root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') openSidebar(false);
  });

  return {
    parts: [notice, trouble, app],
    draw,
    follow(left, entered) {
      // On a narrow screen the focus would open the keyboard over the thread.
      if (entered && isWide.matches) threadPane.composer.focus();
      else if (left && !entered) channelPane.list.focusThreadLink(left);
    },
    suggest(text) {
      const { ui, place } = page.state();
      const here = place.kind === 'channel' ? channelNamed(ui, place.channel) : undefined;
      const channel = here && isForAsking(here) ? here : firstChannel(ui);
      if (!channel) return;
      openGuide(isWide.matches && isGuideOpen());
      const thread = channel === here && isWide.matches ? threadOf(place) : undefined;
      page.go({ kind: 'channel', channel: channel.id, ...(thread ? { thread } : {}) });
      draw();
      channelPane.composer.fill(text);
    },
    reveal(ts) {
      if (!threadPane.list.reveal(ts)) channelPane.list.reveal(ts);
    },
  };
}
