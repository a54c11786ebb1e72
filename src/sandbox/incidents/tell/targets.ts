import type { Story } from '../story.ts';

/** The ARN by which the integration names the function; with an alias where it has one. */
export function functionArn(story: Story, functionName: string, alias?: string): string {
  const { region } = story.api;
  return `arn:aws:lambda:${region}:${story.accountId}:function:${functionName}${alias === undefined ? '' : `:${alias}`}`;
}

/** Where the gateway sends the request: Lambda's address, or the URL with its path filled in. */
export function endpointOf(story: Story): string {
  const { target } = story.method;
  if (target.kind === 'function') return lambdaEndpoint(story, target.functionName, target.alias);
  const pathOnly = target.url.replace(/\{[^}]+\}/g, story.path.split('/').at(-1) ?? '');
  return pathOnly;
}

/** Lambda's address for one function. */
export function lambdaEndpoint(story: Story, functionName: string, alias?: string): string {
  return `https://lambda.${story.api.region}.amazonaws.com/2015-03-31/functions/${functionArn(story, functionName, alias)}/invocations`;
}
