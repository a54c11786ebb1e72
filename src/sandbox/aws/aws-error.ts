/** A refusal as AWS words it; the protocol decides how it looks on the wire. */
export class AwsError extends Error {
  /** As JSON services spell it: "AccessDeniedException". */
  readonly code: string;
  readonly status: number;
  /** Further members of the error's body, such as `queryCompileError`. */
  readonly members: Record<string, unknown>;
  constructor(code: string, message: string, status = 400, members: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** AWS's wording for a value that breaks its model. */
export function constraintError(code: string, value: unknown, member: string, constraint: string): AwsError {
  return new AwsError(
    code,
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}
