/** What one telling line says: where its request went, or how it fared. */
export interface ToldByLine {
  /** Method and path. */
  route?: string;
  host?: string;
  functionName?: string;
  isHow: boolean;
}

/** Lines that are remembered; most requests write the same. Our choice. */
const mostLines = 20_000;

/** Reads telling lines, each text once as long as there are not too many. */
export function tellingLines(): (line: string) => ToldByLine {
  const known = new Map<string, ToldByLine>();
  return (line) => {
    const there = known.get(line);
    if (there !== undefined) return there;
    const told = readLine(line);
    if (known.size === mostLines) known.clear();
    known.set(line, told);
    return told;
  };
}

function readLine(line: string): ToldByLine {
  const [, method, path] = /^HTTP Method: (\S+), Resource Path: (\S+)/.exec(line) ?? [];
  const [, host] = /^Sending request to https?:\/\/([^/?\s]+)/.exec(line) ?? [];
  const [, functionName] = /^Sending request to \S+function:([^:/\s]+)/.exec(line) ?? [];
  return {
    ...(method === undefined ? {} : { route: `${method} ${path}` }),
    ...(host === undefined ? {} : { host }),
    ...(functionName === undefined ? {} : { functionName }),
    isHow: !/^(?:HTTP Method|Sending)/.test(line),
  };
}
