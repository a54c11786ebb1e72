import type { AwsAccess } from './aws/open-aws.ts';
import type { Secrets } from './config.ts';
import type { Config } from './config-schema.ts';
import { type Diagnosed, runDoctor } from './doctor/run-doctor.ts';
import { pingStore } from './jobs/ping-store.ts';
import { readManifestScopes } from './manifest.ts';
import type { Templates } from './templates.ts';

/** What the doctor finds, for the terminal and for App Home alike. Never rejects. `path`: the configuration's own file. */
export async function examineSetup(options: {
  config: Config;
  secrets: Secrets;
  path: string | undefined;
  aws: AwsAccess;
  templates: Templates;
  signal: AbortSignal;
}): Promise<Diagnosed[]> {
  const { config, secrets, path, aws, templates, signal } = options;
  return runDoctor(
    {
      config,
      secrets,
      aws,
      manifestScopes: readManifestScopes(),
      pingDatabase: () =>
        pingStore({
          directory: config.jobs.directory,
          ...(secrets.databaseUrl ? { databaseUrl: secrets.databaseUrl } : {}),
        }),
      fetch,
      now: Date.now,
      signal,
      ...(path === undefined ? {} : { path }),
    },
    templates,
  );
}
