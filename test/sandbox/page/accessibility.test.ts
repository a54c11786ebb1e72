import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { noBrowser, phone } from './browser.ts';
import { rootMessage } from './sample-state.ts';
import { usePage } from './use-page.ts';

/** WCAG 2.2: 4.5 for text, 3 for large text (24 px, or 18.66 px and bold). */
function paleTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    type Color = [red: number, green: number, blue: number, alpha: number];
    const read = (css: string): Color => {
      if (!canvas) return [0, 0, 0, 0];
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = (top: Color, under: Color): Color => [
      top[0] * top[3] + under[0] * (1 - top[3]),
      top[1] * top[3] + under[1] * (1 - top[3]),
      top[2] * top[3] + under[2] * (1 - top[3]),
      1,
    ];
    const grounds = (element: Element | null): Color[] => {
      if (!element) return [read('canvas')];
      const style = getComputedStyle(element);
      const stops = style.backgroundImage.match(/rgba?\([^)]*\)|color\([^)]*\)/g) ?? [];
      const own = stops.length > 0 ? stops.map(read) : [read(style.backgroundColor)];
      if (own.every((color) => color[3] === 1)) return own;
      const under = grounds(element.parentElement);
      return own.flatMap((color) => under.map((ground) => over(color, ground)));
    };
    const light = ([red, green, blue]: Color) => {
      const part = (value: number) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
    };
    const opacityOf = (element: Element | null): number =>
      element ? Number(getComputedStyle(element).opacity) * opacityOf(element.parentElement) : 1;
    const pale: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      const words = [...element.childNodes]
        .filter((node) => node instanceof Text)
        .map((node) => node.data.trim())
        .join(' ');
      const isShown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      const isOff = element.matches(':disabled, option, noscript, script');
      if (!/\w/.test(words) || !isShown || isOff) continue;
      const style = getComputedStyle(element);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ink = read(style.color);
      ink[3] *= opacityOf(element);
      const worst = Math.min(
        ...grounds(element).map((ground) => {
          const [a, b] = [light(over(ink, ground)), light(ground)];
          return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        }),
      );
      if (worst < (isLarge ? 3 : 4.5))
        pale.push(`${worst.toFixed(2)} ${element.className}: ${words.slice(0, 40)}`);
    }
    return [...new Set(pale)];
  });
}

/** Controls that a screen reader would have no word for. */
function nameless(page: Page): Promise<string[]> {
  return page
    .locator('button, a[href], input, select, textarea, [role="img"], dialog')
    .evaluateAll((controls) =>
      controls
        .filter((control) => {
          const labels =
            control instanceof HTMLInputElement ||
            control instanceof HTMLSelectElement ||
            control instanceof HTMLTextAreaElement
              ? [...(control.labels ?? [])].map((label) => label.textContent).join('')
              : '';
          const title = control instanceof HTMLElement ? control.title : '';
          const text = control.matches('select, textarea') ? '' : control.textContent;
          return `${control.getAttribute('aria-label') ?? ''}${labels}${title}${text}`.trim() === '';
        })
        .map((control) => control.outerHTML.slice(0, 120)),
    );
}

describe.skipIf(noBrowser)(`everybody can read the page ${noBrowser ?? ''}`, () => {
  const on = usePage();
  const form = {
    type: 'modal',
    title: { type: 'plain_text', text: 'A form' },
    submit: { type: 'plain_text', text: 'Send' },
    blocks: [
      {
        type: 'input',
        block_id: 'i',
        optional: true,
        label: { type: 'plain_text', text: 'Field' },
        hint: { type: 'plain_text', text: 'A hint' },
        element: { type: 'plain_text_input', action_id: 'value' },
      },
    ],
  };

  it.each(['light', 'dark'] as const)('has enough contrast and names for all in %s', async (colorScheme) => {
    await on.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await paleTexts(on.page)).toStrictEqual([]);
    await on.page.goto(`${on.sandbox.url}#/C0INC/${rootMessage.ts}`);
    await on.page.getByRole('heading', { name: 'Every block' }).waitFor();
    expect(await paleTexts(on.page)).toStrictEqual([]);
    expect(await nameless(on.page)).toStrictEqual([]);
    await on.page.goto(`${on.sandbox.url}#/home`);
    await on.page.getByRole('heading', { name: 'Ready' }).waitFor();
    expect(await paleTexts(on.page)).toStrictEqual([]);
    on.sandbox.push({ type: 'bot-connection', connected: false });
    on.sandbox.push({ type: 'view-opened', user: 'UMAYA', viewId: 'V1', view: form });
    await on.page.getByRole('dialog', { name: 'A form' }).waitFor();
    expect(await paleTexts(on.page)).toStrictEqual([]);
    expect(await nameless(on.page)).toStrictEqual([]);
  });

  it('has targets on a phone that a thumb can hit', async () => {
    const small = await on.open('', phone);
    const tiny = await small
      .locator('button:visible, select:visible, .button:visible')
      .evaluateAll((controls) =>
        controls
          .map((control) => ({ control, box: control.getBoundingClientRect() }))
          .filter(
            ({ control, box }) => Math.min(box.width, box.height) < 24 && !control.matches('.link-button'),
          )
          .map(({ control, box }) => `${control.className} ${box.width}×${box.height}`),
      );
    expect(tiny).toStrictEqual([]);
  });

  it('can be used from the keyboard alone: ask, read the thread, come back', async () => {
    const focused = () =>
      on.page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
      );
    await on.page.getByRole('combobox', { name: 'Message #incident-checkout' }).focus();
    await on.page.keyboard.type('/gw');
    await on.page.keyboard.press('Tab');
    await on.page.keyboard.type('abc');
    await on.page.keyboard.press('Enter');
    await expect.poll(() => on.sandbox.posts).toMatchObject([{ body: { text: '/gw504 abc' } }]);
    await on.page.keyboard.press('Shift+Tab');
    expect(await focused()).toBe('Message shortcuts');
    await on.page.keyboard.press('Shift+Tab');
    await on.page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Reply in this thread');
    await on.page.keyboard.press('Escape');
    await expect.poll(focused).toMatch(/3 replies/);
  });
});
