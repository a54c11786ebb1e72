import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchDiagnosis } from './bench-diagnosis.ts';
import { benchExport } from './bench-export.ts';
import { benchStart } from './bench-start.ts';
import { benchWindow } from './bench-window.ts';

/**
 * Measures speed as ratios against floors that are taken in the same run on the same machine: `npm run bench`, with
 * `-- --quick` for small inputs, `-- --bytes 200000000` for an export of that size, `-- export` for one part alone. Makes
 * its own input in a temporary folder and deletes it. Nothing here is asserted: a busy machine is no failure.
 */
const quick = process.argv.includes('--quick');
const sized = process.argv.indexOf('--bytes');
const bytes = sized < 0 ? (quick ? 50_000_000 : 1_000_000_000) : Number(process.argv[sized + 1]);
const parts = {
  export: () => benchExport(folder, { bytes, requests: Math.round(bytes / 5_000) }),
  start: () => benchStart(folder),
  diagnosis: () => benchDiagnosis(),
  window: () => benchWindow(quick ? [10, 1_000] : [10, 1_000, 100_000]),
};
const folder = mkdtempSync(join(tmpdir(), 'gw504-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
const say = (line: string) => process.stdout.write(`${line}\n`);
say(`Node ${process.version}, ${cpus().length} cores, ${process.platform}`);
const named = Object.keys(parts).filter((part) => process.argv.includes(part));
for (const [part, run] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(part)) continue;
  say(`\n${part}`);
  for await (const line of run()) say(`  ${line}`);
}
// Connections that are kept alive would hold the process.
process.exit();
