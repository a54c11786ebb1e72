import type { Failure } from '../aws/answer.ts';
import { type DoctorFinding, problem, unknown } from './check.ts';

/**
 * What could not be looked at in one account and region, and why: neither granted nor denied. A set-up that cannot
 * work at all is a problem; what may be otherwise in a minute is unknown.
 */
export function unlooked(
  subject: string,
  failure: Failure,
  { what, role }: { what: string; role: string },
): DoctorFinding {
  const { detail: why, args } = failure;
  const region = String(args.region ?? '');
  const named = { why, what, role, region, action: String(args.action ?? '') };
  switch (failure.reason) {
    case 'role-not-assumable':
      return problem(subject, 'role-not-assumable', { ...named, account: role.split(':')[4] ?? '' });
    case 'no-credentials':
      return problem(subject, 'no-credentials', named);
    case 'credentials-refused':
      return problem(subject, 'credentials-refused', named);
    case 'wrong-account':
      return problem(subject, 'wrong-account', { ...named, ...args });
    case 'clock-off':
      return problem(subject, 'clock-off-aws', { ...named, ...args });
    case 'region-unreachable':
      return unknown(subject, 'aws-silent', { ...named, host: hostOf(named.action, region) });
    case 'aws-fault':
      return unknown(subject, 'aws-failing', named);
    case 'not-aws':
      return unknown(subject, 'not-aws', { ...named, host: hostOf(named.action, region) });
    case 'timed-out':
      return unknown(subject, 'not-in-time', named);
    case 'throttled':
      return unknown(subject, 'aws-throttles', named);
    default:
      return unknown(subject, 'not-looked-at', named);
  }
}

/** Where the SDK goes for this action by itself; an endpoint of the environment goes before it, and is not shown. */
function hostOf(action: string, region: string): string {
  const service = { cloudwatch: 'monitoring' }[action.split(':')[0] ?? ''] ?? action.split(':')[0];
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `${service}.${region}.${domain}`;
}
