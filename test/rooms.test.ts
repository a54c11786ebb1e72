import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src/', import.meta.url));

/** What each room may import of the house, and of packages; `because` speaks to whoever trips on it. */
const rooms: Record<string, { rooms: string[]; packages: string[]; because: string }> = {
  inquiry: {
    rooms: [],
    packages: ['zod', 'csv-parse', 'csv-parse/sync', 'yaml'],
    because: 'the question is put in our words before anybody knows Slack or AWS',
  },
  aws: {
    rooms: ['inquiry', 'evidence', 'config-schema.ts', 'templates.ts'],
    packages: ['@aws-sdk/*', '@smithy/*', 'p-limit', 'p-queue', 'zod'],
    because: 'the AWS SDK lives in this folder alone, so that its traps are closed once',
  },
  evidence: {
    rooms: [
      'inquiry',
      'aws',
      'verdict',
      'templates.ts',
      'config-schema.ts',
      'package-file.ts',
      'progress.ts',
    ],
    packages: ['zod', 'csv-parse', 'csv-parse/sync', 'p-limit', 'p-queue'],
    because: 'evidence is collected here and judged elsewhere',
  },
  verdict: {
    rooms: ['evidence', 'inquiry'],
    packages: [],
    because: 'a judge that cannot reach the world gives the same verdict tomorrow',
  },
  guide: {
    rooms: ['evidence', 'verdict'],
    packages: [],
    because: 'the guide ticks steps from evidence and never fetches anything',
  },
  report: {
    rooms: ['evidence', 'verdict', 'guide', 'package-file.ts', 'templates.ts'],
    packages: ['zod', '@resvg/resvg-js'],
    because: 'the report says everything once, for every surface, and decides nothing',
  },
  slack: {
    rooms: [
      'inquiry',
      'report',
      'jobs',
      'templates.ts',
      'config-schema.ts',
      'config.ts',
      'progress.ts',
      'stage.ts',
      'within.ts',
    ],
    packages: ['@slack/*', 'zod', 'pino', 'undici', 'p-queue', 'cockatiel'],
    because: 'Slack shows the report and never sees evidence or rephrases it',
  },
  jobs: {
    rooms: ['within.ts'],
    packages: ['pg', 'pg-boss', '@electric-sql/*', 'pino', 'zod', 'cockatiel'],
    because: 'durable work does not know what a job means',
  },
  doctor: {
    rooms: ['aws', 'evidence', 'config.ts', 'config-schema.ts', 'templates.ts'],
    packages: ['zod'],
    because: 'the doctor looks at how things are set up, never at a request',
  },
  cli: {
    rooms: ['*'],
    packages: ['commander', 'zod'],
    because: 'the terminal only asks and prints',
  },
  sandbox: {
    rooms: ['*'],
    packages: ['*'],
    because: 'the stand-ins may use anything, but nothing of the product may use them',
  },
};

const folders = readdirSync(src).filter((name) => statSync(join(src, name)).isDirectory());

describe('rooms', () => {
  it('lists every folder of src, and only those', () => {
    expect(folders.sort()).toStrictEqual(Object.keys(rooms).sort());
  });

  it.each(folders)('%s imports only what it may use', (folder) => {
    const room = rooms[folder];
    const breaches = files(join(src, folder)).flatMap((file) =>
      importsOf(file)
        .filter((name) => !isAllowed(file, name, folder))
        .map(
          (name) => `${relative(src, file)} imports ${name}: ${folder} may not, because ${room?.because}.`,
        ),
    );
    expect(breaches).toStrictEqual([]);
  });

  it('keeps the stand-ins out of the product', () => {
    const users = files(src)
      .filter((file) => !relative(src, file).startsWith('sandbox'))
      .filter((file) => importsOf(file).some((name) => name.includes('sandbox/')))
      .map((file) => relative(src, file));
    expect(users.filter((file) => !['cli/sandbox-command.ts'].includes(file))).toStrictEqual([]);
  });

  it('has no folder for what belongs nowhere', () => {
    const banned = /^(utils?|helpers?|common|types)(\.ts)?$/;
    const found = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((path) =>
      banned.test(path.split('/').at(-1) ?? ''),
    );
    expect(found).toStrictEqual([]);
  });
});

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'|import\('([^']+)'\)/gm)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
}

function isAllowed(file: string, name: string, folder: string): boolean {
  const room = rooms[folder];
  if (!room) return false;
  const matches = (allowed: string[], value: string) =>
    allowed.some(
      (pattern) =>
        pattern === '*' ||
        pattern === value ||
        (pattern.endsWith('/*') && value.startsWith(pattern.slice(0, -1))),
    );
  if (name.startsWith('node:')) return true;
  if (!name.startsWith('.')) return matches(room.packages, name);
  const target = relative(src, resolve(dirname(file), name)).split('/')[0] ?? '';
  return target === folder || matches(room.rooms, target);
}
