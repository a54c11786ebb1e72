import type { AwsAccess } from './aws/open-aws.ts';
import { believeFor } from './believe-for.ts';
import type { Config } from './config-schema.ts';
import { roles } from './doctor/checks/roles.ts';
import { abortAfter } from './evidence/abort-after.ts';
import type { Templates } from './templates.ts';

/** How long one look counts, ms: everybody who opens App Home would probe every account anew. */
const believedMs = 60_000;
/** Longest time for the probes of all accounts, ms: a person waits for the view. */
const deadlineMs = 10_000;

interface Health {
  name: string;
  isHealthy: boolean;
  detail: string;
}

/** Can the logs be read? What the doctor says of each account and region, for App Home; remembered for a minute. */
export function checkAwsHealth(options: {
  config: Config;
  aws: AwsAccess;
  templates: Templates;
  now: () => number;
}): () => Promise<Health[]> {
  return believeFor(believedMs, options.now, () => look(options));
}

async function look({
  config,
  aws,
  templates,
  now,
}: Parameters<typeof checkAwsHealth>[0]): Promise<Health[]> {
  const findings = await roles.run({
    config,
    aws,
    now,
    fetch,
    secrets: {},
    manifestScopes: [],
    pingDatabase: () => Promise.resolve(),
    signal: abortAfter(deadlineMs, []),
  });
  return findings.map(({ subject, status, finding, args }) => ({
    name: subject,
    isHealthy: status === 'ok' || status === 'advice',
    detail: status === 'ok' ? '' : templates.fill(`messages/doctor:${finding}.says`, args),
  }));
}
