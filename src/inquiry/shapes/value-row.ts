/** Longest row that is looked at, characters; fewest cells of one. Our choice: rows have some hundred characters. */
const [longest, fewest] = [2000, 4] as const;

/** Response types (facts 3.1) that nobody but API Gateway writes; one of them makes the row the gateway's. */
const ownWord =
  /\b(?:INTEGRATION_TIMEOUT|INTEGRATION_FAILURE|AUTHORIZER_FAILURE|AUTHORIZER_CONFIGURATION_ERROR|API_CONFIGURATION_ERROR|WAF_FILTERED|QUOTA_EXCEEDED)\b/;

/** What a cell is by its own look, and the access log's name for it; the first look that fits counts. */
const looks: readonly (readonly [string | undefined, RegExp])[] = [
  [undefined, /^-?$/],
  ['error.responseType', new RegExp(`^${ownWord.source}$`)],
  ['requestId', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ['extendedRequestId', /^[\w-]{15}=$/],
  ['xrayTraceId', /^(?:Root=)?1-[0-9a-f]{8}-[0-9a-f]{24}$/],
  ['status', /^[45]\d\d$/],
  ['requestTimeEpoch', /^1\d{12}$/],
  ['httpMethod', /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/],
  ['path', /^\/\S*$/],
  // Latencies, lengths, addresses, times, stages, the gateway's messages: they belong to a row and tell nothing by themselves.
  [undefined, /^[\d.:]{1,45}$/],
  [undefined, /^\[?\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4}\]?$|^\d{4}-\d\d-\d\d[T ][\d:.]{8,18}Z?$/],
  [undefined, /^[$\w.-]{1,60}$|^(?:Endpoint request timed out|Network error communicating with endpoint)$/],
];

/**
 * A row of bare values, or of values under names of the writer's own (`rid=… st=504 …`), in which a request id, a status
 * and a response type of the gateway's stand, and nothing but values. By the access log's names; latencies are left out,
 * for which is which no value says. Undefined for any other text, a person's words included, and where two values could
 * be the same thing. Linear.
 */
export function readValueRow(line: string): Map<string, string> | undefined {
  if (line.length > longest || !ownWord.test(line)) return undefined;
  const cells = namedCells(line) ?? separatedCells(line);
  if (cells === undefined || cells.length < fewest) return undefined;
  const row = new Map<string, string>();
  for (const cell of cells) {
    const look = looks.find(([, form]) => form.test(cell));
    if (look === undefined) return undefined;
    const [name] = look;
    if (name === undefined) continue;
    if ((row.get(name) ?? cell) !== cell) return undefined;
    row.set(name, cell);
  }
  const id = row.get('requestId') ?? row.get('extendedRequestId');
  if (id === undefined || !row.has('status') || !row.has('error.responseType')) return undefined;
  return row.set('requestId', id);
}

const pair = /[A-Za-z][\w.$-]{0,60}=("[^"]*"|[^\s",;|]*)[\s,;|]*/y;

function namedCells(line: string): string[] | undefined {
  const cells: string[] = [];
  pair.lastIndex = 0;
  for (let at = 0; at < line.length; at = pair.lastIndex) {
    const value = pair.exec(line)?.[1];
    if (value === undefined) return undefined;
    cells.push(unquote(value));
  }
  return cells;
}

/** Cells between bars, tabs, semicolons or commas. Between mere blanks stand words. */
function separatedCells(line: string): string[] | undefined {
  const separator = ['|', '\t', ';', ','].find((each) => line.includes(each));
  return separator === undefined ? undefined : line.split(separator).map((cell) => unquote(cell.trim()));
}

const unquote = (cell: string) => cell.replace(/^"(.*)"$/, '$1');
