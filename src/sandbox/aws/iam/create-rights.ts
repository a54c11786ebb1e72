import { AwsError } from '../aws-error.ts';
import type { Principal } from './credentials.ts';
import { type DenialReason, evaluatePolicies } from './evaluate-policies.ts';

/** What one caller may do in one region. */
export interface Rights {
  /** Throws AccessDeniedException, worded as AWS words it, unless the caller may. */
  allow(action: string, resource: string): void;
  /** The same where the resource's own policy names the caller: only an explicit denial can refuse then. */
  allowNamed(action: string, resource: string): void;
}

/** Rights by the caller's policies; `isDenied` takes single actions away as though no policy allowed them. */
export function createRights(
  principal: Principal,
  region: string,
  isDenied: (action: string) => boolean,
): Rights {
  const keys = {
    'aws:RequestedRegion': region,
    'aws:PrincipalArn': principal.roleArn ?? principal.arn,
    'aws:PrincipalAccount': principal.account,
    'aws:userid': principal.userId,
    'aws:PrincipalType': principal.roleArn ? 'AssumedRole' : 'User',
    ...(principal.sourceIdentity ? { 'aws:SourceIdentity': principal.sourceIdentity } : {}),
  };
  return {
    allow(action, resource) {
      const because = refusalOf(action, resource);
      if (because) throw denied(action, resource, because);
    },
    allowNamed(action, resource) {
      if (refusalOf(action, resource) === 'explicit-deny' || isDenied(action))
        throw denied(action, resource, 'explicit-deny');
    },
  };

  function refusalOf(action: string, resource: string): DenialReason | undefined {
    if (isDenied(action)) return 'identity-based';
    const question = { action, resource, keys };
    const decision = evaluatePolicies(question, principal.policies, principal.sessionPolicy);
    return decision.isAllowed ? undefined : decision.because;
  }

  function denied(action: string, resource: string, because: DenialReason): AwsError {
    const why =
      because === 'explicit-deny'
        ? 'with an explicit deny in an identity-based policy'
        : `because no ${because} policy allows the ${action} action`;
    return new AwsError(
      'AccessDeniedException',
      `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
      403,
    );
  }
}
