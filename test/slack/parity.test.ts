import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { callbackIds } from '../../src/slack/blocks/action-ids.ts';
import { loadTemplates } from '../../src/templates.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = parse(readFileSync(join(root, 'manifest.yml'), 'utf8'));
const sourceOf = (folder: string) =>
  readdirSync(join(root, 'src/slack', folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(root, 'src/slack', folder, path), 'utf8'))
    .join('\n');
const source = sourceOf('.');
const templates = loadTemplates();
const matches = (pattern: RegExp) => [
  ...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? '')),
];

describe('what manifest.yml asks for and what is listened to are the same', () => {
  it('events', () => {
    const events = manifest.settings.event_subscriptions.bot_events.map((name: string) =>
      name.replace(/\..*/, ''),
    );
    expect(matches(/app\.event\('([a-z_]+)'/g).sort()).toStrictEqual([...new Set<string>(events)].sort());
  });

  it('commands', () => {
    const commands = manifest.features.slash_commands.map(({ command }: { command: string }) => command);
    expect(matches(/app\.command\('([^']+)'/g)).toStrictEqual(commands);
  });

  it('shortcuts', () => {
    const shortcuts = manifest.features.shortcuts.map(({ callback_id: id }: { callback_id: string }) => id);
    expect(
      matches(/app\.shortcut\(\s*\{ callback_id: callbackIds\.(\w+)/g).map(
        (name) => Object(callbackIds)[name],
      ),
    ).toStrictEqual(shortcuts);
  });
});

describe('every sentence that is said exists, and none is left over', () => {
  const said = matches(/\bsay\(\s*'([a-z-]+:[a-z.-]+)'/g);

  it.each(said)('%s', (name) => {
    expect(templates.has(`messages/slack/${name}`)).toBe(true);
  });

  it.each(['answering', 'asking', 'clicks'])('of %s', (file) => {
    const names = templates
      .names(`messages/slack/${file}:`)
      .map((name) => name.replace('messages/slack/', ''))
      .filter((name) => !source.includes(`'${name}'`));
    expect(names).toStrictEqual([]);
  });
});
