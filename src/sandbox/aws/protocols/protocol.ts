import type { AwsError } from '../aws-error.ts';

/** A request as it came off the socket, before anybody knows which service it is for. */
export interface WireRequest {
  method: string;
  /** As the client sent and signed it, without the query. */
  path: string;
  /** Without "?". */
  query: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Which operation is called, with all its members from wherever the protocol puts them. */
export interface WireCall {
  operation: string;
  input: unknown;
}

/** How one family of services is spoken to. */
export interface Protocol {
  /** Throws an AwsError for what is no call of the service. `path` comes without the prefix of the mount. */
  read(request: WireRequest, path: string): WireCall;
  success(call: WireCall, output: Record<string, unknown>, requestId: string): WireAnswer;
  failure(error: AwsError, requestId: string): WireAnswer;
}
