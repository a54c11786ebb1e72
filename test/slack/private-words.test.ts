import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sentence } from '../../src/slack/deliver/sentence.ts';
import { loadTemplates } from '../../src/templates.ts';
import { faultsOf } from './blocks/check-limits.ts';

const templates = loadTemplates();

/** One value for every blank that a sentence for one person, or about the end of an answer, may have. */
const blanks = {
  account: 'shop',
  api: 'a1b2c3d4e5',
  channel: 'C0INCIDENT',
  count: 2,
  error: 'fatal_error',
  failed: 1,
  asked: 3,
  size: '12.4 GB',
  usd: 'about $0.06',
  id: 'f4267199-574c-4d30-b6b9-25e26d687255',
  ids: 12,
  link: 'https://acme.slack.com/archives/C0INCIDENT/p1700000000000100',
  most: 10,
  option: 'regoin',
  right: 3,
  stage: 'prod',
  unreadable: 1,
  value: 'f4267199-574c',
  what: '`f4267199-574c-4d30-b6b9-25e26d687255`',
  why: 'it is archived. Ask in a channel that is open',
  withheld: 1,
  words: '“f4267199-574c”',
  wrong: 2,
};

const files = ['answering', 'asking', 'clicks', 'denials', 'feedback', 'posting', 'problems'];
const names = files.flatMap((file) =>
  Object.keys(
    parse(readFileSync(new URL(`../../templates/messages/slack/${file}.yaml`, import.meta.url), 'utf8')),
  ).map((name) => `${file}:${name}`),
);

describe('what is said to one person, and how an answer ends', () => {
  it.each(names)('%s', (name) => {
    const message = sentence(templates.render(`messages/slack/${name}`, blanks));
    expect(faultsOf(message).filter((fault) => !/markup|formatting/.test(fault))).toStrictEqual([]);
    expect(message).toMatchSnapshot();
  });

  it.each(names)('%s is a plain sentence', (name) => {
    const { text } = sentence(templates.render(`messages/slack/${name}`, blanks));
    expect(text).not.toMatch(/!(?!channel)|\bplease\b|\bsorry\b|\bI\b|undefined|\{\{| {2}/i);
  });
});
