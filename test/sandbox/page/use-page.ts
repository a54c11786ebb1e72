import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { UiState } from '../../../src/sandbox/slack/ui-protocol.ts';
import { desktop, openBrowser } from './browser.ts';
import { buildClient } from './build-client.ts';
import { sampleState } from './sample-state.ts';
import { type ScriptedSandbox, startScriptedSandbox } from './scripted-sandbox.ts';

export interface OpenedPage {
  page: Page;
  sandbox: ScriptedSandbox;
  /** What the browser complained about; a test that expects complaints empties it. */
  troubles: string[];
  /** Another window on the same sandbox, closed with the rest. */
  open(address: string, options?: BrowserContextOptions): Promise<Page>;
}

/** A fresh sandbox and a fresh window for each test of the block; fails a test whose page complained. */
export function usePage(state: () => UiState = sampleState): OpenedPage {
  let browser: Browser;
  let clientFolder: URL;
  let page: Page | undefined;
  let sandbox: ScriptedSandbox | undefined;
  const troubles: string[] = [];
  const others: Page[] = [];

  beforeAll(async () => {
    clientFolder = buildClient();
    browser = await openBrowser();
    page = await window(desktop);
  });
  afterAll(() => browser?.close());

  async function window(options: BrowserContextOptions): Promise<Page> {
    const opened = await (await browser.newContext(options)).newPage();
    opened.on('pageerror', (error) => troubles.push(String(error)));
    opened.on('console', (said) => {
      if (said.type() === 'error') troubles.push(said.text());
    });
    return opened;
  }

  async function show(on: Page, address: string): Promise<void> {
    await on.goto(given(sandbox).url + address);
    await on.locator('.message, .home-body h3').first().waitFor();
  }

  // Each sandbox has a port of its own, so the one window finds a fresh origin and nothing remembered there.
  beforeEach(async () => {
    troubles.length = 0;
    sandbox = await startScriptedSandbox(clientFolder, state());
    await given(page).emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
    await show(given(page), '');
  });
  afterEach(async () => {
    for (const other of others.splice(0)) await other.context().close();
    await page?.goto('about:blank');
    await sandbox?.close();
    expect(troubles).toStrictEqual([]);
  });

  return {
    get page() {
      return given(page);
    },
    get sandbox() {
      return given(sandbox);
    },
    troubles,
    async open(address, options = desktop) {
      const other = await window(options);
      others.push(other);
      await show(other, address);
      return other;
    },
  };
}

function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('There is a page within tests only.');
  return value;
}
