import { MalformedQuery } from './malformed-query.ts';

/**
 * What AWS's language has and this stand-in has not
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html). Each would need machinery of its own
 * (clustering, machine learning, tables, a second query), or its result's form is not documented.
 */
const commands = ['pattern', 'diff', 'anomaly', 'join', 'lookup', 'unmask', 'addtotals', 'search', 'tail'];
const functions = ['values', 'histogram'];

/** True for a command of AWS's that is refused here for want of an implementation. */
export const isForeignCommand = (name: string) => commands.includes(name.toLowerCase());
/** The same for a function or an aggregate. */
export const isForeignFunction = (name: string) => functions.includes(name.toLowerCase());

/** A refusal that is ours and not AWS's, and says so: nobody shall take a query for wrong that AWS would run. */
export function notImplemented(what: string, startOffset: number, endOffset: number): MalformedQuery {
  return new MalformedQuery(
    `This stand-in for AWS does not implement ${what}. AWS itself may well run the query.`,
    startOffset,
    endOffset,
  );
}
