import type { AwsAccess } from '../aws/open-aws.ts';
import type { Secrets } from '../config.ts';
import type { Config } from '../config-schema.ts';

/** What every check is given. */
export interface DoctorContext {
  config: Config;
  /** The file the configuration came from; missing where there is none. */
  path?: string;
  secrets: Secrets;
  aws: AwsAccess;
  /** Bot scopes of manifest.yml. */
  manifestScopes: string[];
  /** Answers whether the database that holds the jobs can be used; throws with the reason. */
  pingDatabase: () => Promise<void>;
  fetch: typeof fetch;
  now: () => number;
  signal: AbortSignal;
}

/** `problem`: diagnoses fail or miss evidence. `advice`: they work, and could see more. `unknown`: could not be looked at. */
export type DoctorStatus = 'ok' | 'advice' | 'problem' | 'unknown';

/** One finding by its code; its sentence, its cure and its command are in templates/messages/doctor.yaml. */
export interface DoctorFinding {
  /** What it is about: "channel C0123", "role arn:…", "stage shop/prod". */
  subject: string;
  status: DoctorStatus;
  finding: string;
  args: Record<string, string | number>;
}

/** One thing to look at. Never rejects for what it finds; whatever it throws becomes an `unknown` finding by name. */
export interface Check {
  name: string;
  run(context: DoctorContext): Promise<DoctorFinding[]>;
}

export function ok(subject: string, finding: string, args: DoctorFinding['args'] = {}): DoctorFinding {
  return { subject, status: 'ok', finding, args };
}
export function advice(subject: string, finding: string, args: DoctorFinding['args'] = {}): DoctorFinding {
  return { subject, status: 'advice', finding, args };
}
export function problem(subject: string, finding: string, args: DoctorFinding['args'] = {}): DoctorFinding {
  return { subject, status: 'problem', finding, args };
}
export function unknown(subject: string, finding: string, args: DoctorFinding['args'] = {}): DoctorFinding {
  return { subject, status: 'unknown', finding, args };
}
