import type { Scope } from './inquiry.ts';

/**
 * What an address of the AWS console says: its text with the console's own escaping undone (CloudWatch writes `%` as `$`,
 * Insights as `*`, and escapes twice), so that ids in it can be found, and the region, API and stage that it shows.
 * Undefined for any other address.
 */
export function readConsoleLink(link: string): { text: string; scope: Scope } | undefined {
  if (
    !/^https:\/\/(?:[\w-]{1,40}\.)?console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\//.test(
      link,
    )
  )
    return undefined;
  const text = undoEscapes(
    undoEscapes(link.replace(/\$(?=[0-9A-Fa-f]{2})/g, '%').replace(/\*(?=[0-9A-Fa-f]{2})/g, '%')),
  );
  const region = /[?&]region=([a-z]{2}(?:-[a-z]{1,12}){1,3}-\d{1,2})\b/.exec(text)?.[1];
  const group = /API-Gateway-Execution-Logs_([a-z0-9]{5,20})\/([\w-]{1,128})/.exec(text);
  const api =
    group?.[1] ?? /\/apigateway\/(?:home\?[^#]{0,200}#|main\/)\/?apis\/([a-z0-9]{5,20})\b/.exec(text)?.[1];
  const stage = group?.[2] ?? (api === undefined ? undefined : /\/stages\/([\w-]{1,128})/.exec(text)?.[1]);
  return {
    text,
    scope: {
      ...(region === undefined ? {} : { region }),
      ...(api === undefined ? {} : { api }),
      ...(stage === undefined ? {} : { stage }),
    },
  };
}

/** Undoes one layer of `%xx`; only ASCII, for ids and names hold nothing else. */
function undoEscapes(text: string): string {
  return text.replace(/%([2-7][0-9A-Fa-f])/g, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
