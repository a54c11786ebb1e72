import { fillDate } from './dates.ts';
import { element, isOutward, outwardLink } from './element.ts';
import { emojiOf } from './emoji.ts';
import { channelLabel, type Surroundings, userLabel } from './surroundings.ts';

/** What may begin at a place in mrkdwn, in order of precedence; the first that matches there wins. */
const marks: {
  pattern: RegExp;
  make: (match: RegExpExecArray, surroundings: Surroundings) => Node;
}[] = [
  {
    pattern: /^```\n?([\s\S]+?)\n?```/,
    make: (match) => element('pre', {}, unescapeSlack(match[1] ?? '')),
  },
  { pattern: /^`([^`\n]+)`/, make: (match) => element('code', {}, unescapeSlack(match[1] ?? '')) },
  { pattern: /^<([^<>\n]+)>/, make: (match, surroundings) => entity(match[1] ?? '', surroundings) },
  { pattern: /^:([a-z0-9_+-]+):/, make: (match) => document.createTextNode(emojiOf(match[1] ?? '')) },
  {
    pattern: /^\*(?=\S)([^*\n]*[^*\s])\*(?![\w*])/,
    make: (match, surroundings) => wrap('strong', match[1], surroundings),
  },
  {
    pattern: /^_(?=\S)([^_\n]*[^_\s])_(?!\w)/,
    make: (match, surroundings) => wrap('em', match[1], surroundings),
  },
  {
    pattern: /^~(?=\S)([^~\n]*[^~\s])~(?!\w)/,
    make: (match, surroundings) => wrap('s', match[1], surroundings),
  },
];

/** Slack's mrkdwn as nodes: quotes by line, code, links, mentions, dates, emoji, emphasis. */
export function mrkdwn(text: string, surroundings: Surroundings): DocumentFragment {
  const made = document.createDocumentFragment();
  for (const part of text.split(/((?:^&gt;.*(?:\n|$))+)/m)) {
    if (part === '') continue;
    if (!part.startsWith('&gt;')) made.append(inline(part, surroundings));
    else
      made.append(
        element('blockquote', {}, inline(part.replaceAll(/^&gt; ?/gm, '').trimEnd(), surroundings)),
      );
  }
  return made;
}

/** Undoes the three escapes that Slack knows. */
export function unescapeSlack(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function inline(text: string, surroundings: Surroundings): DocumentFragment {
  const made = document.createDocumentFragment();
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const isWordBefore = at > 0 && /[\w*]/.test(text[at - 1] ?? '');
    const found = /^[`<:*_~]/.test(rest) ? firstMark(rest, isWordBefore) : undefined;
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    made.append(unescapeSlack(plain), found.make(found.match, surroundings));
    plain = '';
    at += found.match[0].length;
  }
  made.append(unescapeSlack(plain));
  return made;
}

function firstMark(rest: string, isWordBefore: boolean) {
  if (isWordBefore && /^[*_~]/.test(rest)) return undefined; // snake_case and 2*3*4 are no emphasis
  for (const { pattern, make } of marks) {
    const match = pattern.exec(rest);
    if (match) return { match, make };
  }
  return undefined;
}

function wrap(name: 'strong' | 'em' | 's', text: string | undefined, surroundings: Surroundings): Node {
  return element(name, {}, inline(text ?? '', surroundings));
}

/** What stands between angle brackets: a mention, a date, a link. */
function entity(inside: string, surroundings: Surroundings): Node {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? '' : unescapeSlack(inside.slice(bar + 1));
  const id = target.slice(1);
  if (/^@[UWB]/.test(target)) return mention(userLabel(surroundings, id));
  if (/^#[CG]/.test(target)) return mention(channelLabel(surroundings, id));
  if (target.startsWith('!date^')) return slackDate(target, label);
  if (target.startsWith('!subteam^')) return mention(label || '@group');
  if (target.startsWith('!')) return mention(`@${target.slice(1)}`);
  const url = unescapeSlack(target);
  // Anything that is no address of the web or of mail stays as it was typed: a log line in angle brackets is no link.
  if (!isOutward(url)) return document.createTextNode(unescapeSlack(`<${inside}>`));
  return outwardLink(url, ...(label ? [label] : []));
}

/** A name with the ground that Slack gives to mentions. */
export function mention(label: string): HTMLElement {
  return element('span', { class: 'mention' }, label);
}

function slackDate(target: string, fallback: string): Node {
  const [, seconds = '', format = '', link] = target.split('^');
  const filled = fillDate(format, Number(seconds));
  const time = element('time', { title: fallback }, filled || fallback);
  return link ? outwardLink(link, time) : time;
}
