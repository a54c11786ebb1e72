// Judges what `npm audit --json` says (standard input): known holes of high or critical weight end with 1. A registry
// without that service is named, for "not audited" is not "nothing found".
import { text } from 'node:stream/consumers';

const say = (line) => process.stdout.write(`${line}\n`);
const said = await text(process.stdin);
const report = parse(said);
const found = report?.metadata?.vulnerabilities;
if (!found) {
  const why = report?.message ?? report?.error?.summary ?? (said.trim().slice(0, 200) || 'it said nothing');
  say(`NOT AUDITED: the package registry did not answer the audit (${String(why).split('\n')[0]}).`);
} else {
  const grave = (found.high ?? 0) + (found.critical ?? 0);
  const names = Object.values(report.vulnerabilities ?? {})
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity, range }) => `  ${severity}: ${name} ${range}`);
  say(grave === 0 ? `Audited: no known hole of high weight (${found.total ?? 0} lesser).` : names.join('\n'));
  if (grave > 0) process.exitCode = 1;
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
