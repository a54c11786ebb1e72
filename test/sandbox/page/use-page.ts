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
  const opened: Partial<OpenedPage> = {};
  const troubles: string[] = [];

  beforeAll(async () => {
    clientFolder = buildClient();
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  async function open(address: string, options: BrowserContextOptions = desktop): Promise<Page> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (said) => {
      if (said.type() === 'error') troubles.push(said.text());
    });
    await page.goto(opened.sandbox?.url + address);
    await page.locator('.message, .home-body h3').first().waitFor();
    return page;
  }

  beforeEach(async () => {
    troubles.length = 0;
    opened.sandbox = await startScriptedSandbox(clientFolder, state());
    opened.page = await open('');
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await opened.sandbox?.close();
    expect(troubles).toStrictEqual([]);
  });

  return {
    get page() {
      return given(opened.page);
    },
    get sandbox() {
      return given(opened.sandbox);
    },
    troubles,
    open,
  };
}

function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('There is a page within tests only.');
  return value;
}
