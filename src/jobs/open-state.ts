import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openEmbedded, openPostgres } from './database.ts';
import type { StateStore } from './jobs.ts';
import { createStateStore } from './state-store.ts';

/** Why the state cannot be read: there is none, or another process holds it. */
export type OpenedState =
  | { status: 'open'; state: StateStore; close(): Promise<void> }
  | { status: 'empty' }
  | { status: 'refused'; problem: string };

/**
 * Opens what a bot has kept, to read it: takes up no job and changes nothing. The embedded database belongs to one
 * process at a time, so that it is refused while the bot runs.
 */
export async function openState({
  databaseUrl,
  directory,
}: {
  databaseUrl?: string | undefined;
  directory: string;
}): Promise<OpenedState> {
  if (!databaseUrl && !existsSync(join(directory, 'postgres', 'PG_VERSION'))) return { status: 'empty' };
  let database: Database | undefined;
  try {
    database = databaseUrl
      ? openPostgres(databaseUrl, () => undefined)
      : await openEmbedded(directory, () => undefined);
    const { rows } = await database.query("SELECT to_regclass('gw504.state') AS found");
    if (rows[0]?.found == null) {
      await database.close();
      return { status: 'empty' };
    }
  } catch (error) {
    await database?.close().catch(() => undefined);
    return { status: 'refused', problem: error instanceof Error ? error.message : String(error) };
  }
  const opened = database;
  return { status: 'open', state: createStateStore(opened), close: () => opened.close() };
}
