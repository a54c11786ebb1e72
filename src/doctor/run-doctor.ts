import { setMaxListeners } from 'node:events';
import type { Templates } from '../templates.ts';
import type { Check, DoctorContext, DoctorFinding, DoctorStatus } from './check.ts';
import { configuration } from './checks/configuration.ts';
import { database } from './checks/database.ts';
import { logging } from './checks/logging.ts';
import { quotas } from './checks/quotas.ts';
import { roles } from './checks/roles.ts';
import { slack } from './checks/slack.ts';

/** One finding in words. `commands` are ready to paste. */
export interface Diagnosed {
  check: string;
  subject: string;
  status: DoctorStatus;
  says: string;
  fix?: string;
  commands?: string[];
  /** Lines for gw504.yaml, with their blanks to fill in. */
  paste?: string;
}

/** In the order in which a newcomer has to mend things. */
export const checks: readonly Check[] = [configuration, slack, roles, logging, quotas, database];

/** One reason in one place is said once, by the first check that met it, whatever the others wanted to see there. */
function withoutEchoes<Found extends DoctorFinding>(findings: Found[]): Found[] {
  const said = new Set<string>();
  return findings.filter(({ subject, status, finding, args }) => {
    const key = `${subject}|${finding}|${args.why}`;
    return status === 'ok' || args.why === undefined || (!said.has(key) && said.add(key));
  });
}

/** Runs every check side by side. Never rejects: a check that fails is a finding, too. */
export async function runDoctor(context: DoctorContext, templates: Templates): Promise<Diagnosed[]> {
  setMaxListeners(0, context.signal); // many calls at once share it
  const found = await Promise.all(
    checks.map(async (check) => {
      try {
        return (await check.run(context)).map((finding) => ({ check: check.name, ...finding }));
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return [
          {
            check: check.name,
            subject: check.name,
            status: 'unknown' as const,
            finding: 'check-failed',
            args: { why },
          },
        ];
      }
    }),
  );
  return withoutEchoes(found.flat()).map(({ check, subject, status, finding, args }) => {
    const part = (name: string) => `messages/doctor:${finding}.${name}`;
    const text = (name: string) => (templates.has(part(name)) ? templates.fill(part(name), args) : undefined);
    const fix = text('fix');
    const command = text('command');
    const paste = text('paste')?.trimEnd();
    return {
      check,
      subject,
      status,
      says: templates.fill(part('says'), args),
      ...(fix === undefined ? {} : { fix }),
      ...(command === undefined || command === '' ? {} : { commands: [command] }),
      ...(paste === undefined || paste === '' ? {} : { paste }),
    };
  });
}
