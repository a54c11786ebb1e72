import type { RequestId } from '../../inquiry/inquiry.ts';
import type { LocatedRequest } from './merge-requests.ts';

/**
 * An id also stands in lines of other requests: as a header that a caller passed on, or as the id of a function's
 * invocation. Where a request bears the id itself, the others are left out; where none does, they are what there is.
 */
export function keepExact(located: readonly LocatedRequest[], id: RequestId): LocatedRequest[] {
  const spellings = spellingsOf(id);
  const exact = located.filter(({ request }) =>
    spellings.some((value) => {
      if (id.kind === 'trace') return request.traceId === value;
      return (
        request.extendedRequestId === value ||
        request.id === value ||
        request.id.startsWith(`${value}_REPLACED`)
      );
    }),
  );
  return exact.length > 0 ? exact : [...located];
}

/**
 * How logs may spell an id: as it was given, and where it is of hexadecimal digits in small letters, as AWS makes it. Some
 * tools show such ids in capitals.
 */
export function spellingsOf({ kind, value }: RequestId): string[] {
  const given = value.replace(/_REPLACED_INVALID_REQUEST_ID$/, '');
  const isHexadecimal = kind === 'uuid' || kind === 'replaced' || kind === 'trace';
  return isHexadecimal ? [...new Set([given, given.toLowerCase()])] : [given];
}
