/**
 * Puts the stage's variables into an integration URI, for the names of functions and aliases that stand in it. The
 * values may be anything that the owner chose, so nothing but the finished URI is kept.
 */
export function fillStageVariables(uri: string, variables: Record<string, string>): string {
  return uri.replace(/\$\{stageVariables\.([\w-]+)\}/g, (whole, name: string) => variables[name] ?? whole);
}
