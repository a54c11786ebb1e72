import { z } from 'zod';
import { AwsError, constraintError } from '../aws-error.ts';
import { notImplemented } from '../insights/not-implemented.ts';
import { type CompiledQuery, compileQuery, MalformedQuery } from '../insights/run-insights.ts';

/** What StartQuery is given. */
export const startQueryInput = z.object({
  queryLanguage: z.enum(['CWLI', 'SQL', 'PPL']).default('CWLI'),
  logGroupName: z.string().optional(),
  logGroupNames: z.array(z.string()).optional(),
  logGroupIdentifiers: z.array(z.string()).optional(),
  startTime: z.number(),
  endTime: z.number(),
  queryString: z.string(),
  limit: z.number().default(10_000),
});
export type StartQueryInput = z.output<typeof startQueryInput>;

/** AWS's limits of rows and of the query's text. */
const mostRows = 100_000;
const mostQueryCharacters = 10_000;

/** Refuses what breaks AWS's model of the members. */
export function checkStartQuery(input: StartQueryInput): void {
  const refuse = (value: unknown, member: string, constraint: string) =>
    constraintError('InvalidParameterException', value, member, constraint);
  if (input.limit < 1) throw refuse(input.limit, 'limit', 'have value greater than or equal to 1');
  if (input.limit > mostRows)
    throw refuse(input.limit, 'limit', `have value less than or equal to ${mostRows}`);
  if (input.startTime < 0)
    throw refuse(input.startTime, 'startTime', 'have value greater than or equal to 0');
  if (input.queryString.length > mostQueryCharacters)
    throw refuse('…', 'queryString', `have length less than or equal to ${mostQueryCharacters}`);
  if (input.endTime < input.startTime)
    throw new AwsError('InvalidParameterException', 'End time should not be less than start time');
}

/** Compiles the query, or refuses it with the place where it is wrong. */
export function compileStartQuery(input: StartQueryInput): CompiledQuery {
  if (input.queryLanguage !== 'CWLI')
    throw malformed(notImplemented(`queries in ${input.queryLanguage}`, 0, 0).message);
  try {
    return compileQuery(input.queryString);
  } catch (error) {
    if (!(error instanceof MalformedQuery)) throw error;
    throw malformed(error.message, { startCharOffset: error.startOffset, endCharOffset: error.endOffset });
  }
}

/** AWS's answer to a query that it cannot run. */
export function malformed(
  message: string,
  location?: { startCharOffset: number; endCharOffset: number },
): AwsError {
  return new AwsError('MalformedQueryException', message, 400, {
    queryCompileError: { message, ...(location ? { location } : {}) },
  });
}
