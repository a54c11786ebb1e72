import type { RequestId } from '../../inquiry/inquiry.ts';
import type { LocatedRequest } from './merge-requests.ts';

/**
 * An id also stands in lines of other requests: as a header that a caller passed on, or as the id of a function's
 * invocation. Where a request bears the id itself, the others are left out; where none does, they are what there is.
 */
export function keepExact(located: readonly LocatedRequest[], id: RequestId): LocatedRequest[] {
  const value = id.value.replace(/_REPLACED_INVALID_REQUEST_ID$/, '');
  const exact = located.filter(({ request }) => {
    if (id.kind === 'trace') return request.traceId === value;
    return (
      request.extendedRequestId === value ||
      request.id === value ||
      request.id.startsWith(`${value}_REPLACED`)
    );
  });
  return exact.length > 0 ? exact : [...located];
}
