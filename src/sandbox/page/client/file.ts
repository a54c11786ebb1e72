import type { UiMessage } from '../../slack/ui-protocol.ts';
import { element } from './element.ts';
import { say } from './words.ts';

type UiFile = NonNullable<UiMessage['files']>[number];

/** A picture with its words, or a card with the file's name. Only files of this server are opened. */
export function fileElement(file: UiFile): HTMLElement {
  const isOurs = file.url.startsWith('/') && !file.url.startsWith('//');
  const url = isOurs ? file.url : `/ui/files/${encodeURIComponent(file.id)}`;
  const link = { href: url, target: '_blank', rel: 'noopener noreferrer' };
  if (/^image\/(png|jpeg|gif|webp|svg\+xml)$/.test(file.mimeType))
    return element(
      'figure',
      { class: 'file-image' },
      element('figcaption', {}, file.name),
      element('a', { ...link, 'aria-label': say('file.open', { name: file.name }) }, picture(url, file)),
    );
  return element(
    'a',
    { class: 'file-card', ...link },
    element('span', { class: 'file-sign', 'aria-hidden': 'true' }, endingOf(file.name)),
    element(
      'span',
      { class: 'file-words' },
      element('strong', {}, file.name),
      element('small', {}, file.mimeType),
    ),
  );
}

function picture(url: string, file: UiFile): HTMLElement {
  return element('img', { src: url, alt: file.altText ?? file.name, loading: 'lazy' });
}

function endingOf(name: string): string {
  return (/\.(\w{1,4})$/.exec(name)?.[1] ?? '·').toUpperCase();
}
