import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { openPostgres } from './database.ts';

/**
 * Can the jobs be stored? Asks PostgreSQL one question, or looks whether the embedded database's folder can be written
 * (or made). Changes nothing; throws with the reason.
 */
export async function pingStore(options: { databaseUrl?: string; directory: string }): Promise<void> {
  if (options.databaseUrl === undefined) {
    let folder = resolve(options.directory);
    while (!existsSync(folder)) folder = dirname(folder);
    if (!statSync(folder).isDirectory()) throw new Error(`"${folder}" is no folder`);
    accessSync(folder, constants.W_OK);
    return;
  }
  const database = openPostgres(options.databaseUrl, () => undefined);
  try {
    await database.query('SELECT 1');
  } finally {
    await database.close();
  }
}
