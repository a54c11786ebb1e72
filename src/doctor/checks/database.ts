import { type Check, ok, problem } from '../check.ts';

export const database: Check = {
  name: 'database',
  async run({ config, secrets, pingDatabase }) {
    const subject = secrets.databaseUrl ? 'PostgreSQL (DATABASE_URL)' : `folder ${config.jobs.directory}`;
    try {
      await pingDatabase();
      return [ok(subject, secrets.databaseUrl ? 'database-reachable' : 'folder-writable')];
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return [
        problem(subject, secrets.databaseUrl ? 'database-unreachable' : 'folder-not-writable', { why }),
      ];
    }
  },
};
