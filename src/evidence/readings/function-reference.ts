import type { FunctionReference } from './execution-log.ts';

const functionArn =
  /arn:aws[a-z-]*:lambda:([a-z0-9-]+):(\d{12}):function:([A-Za-z0-9_-]{1,140})(?::([A-Za-z0-9_$-]{1,128}))?/;

/**
 * The Lambda function that an integration URI or ARN names; undefined for any other address. Stage variables in the
 * place of a name ("${stageVariables.fn}") name no function.
 */
export function readFunctionUri(uri: string): FunctionReference | undefined {
  const found = functionArn.exec(uri.includes('%') ? uri.replace(/%3A/gi, ':').replace(/%24/g, '$') : uri);
  const [, region, account, functionName, qualifier] = found ?? [];
  if (region === undefined || account === undefined || functionName === undefined) return undefined;
  return {
    functionName,
    ...(qualifier === undefined ? {} : { qualifier }),
    account,
    region,
  };
}
