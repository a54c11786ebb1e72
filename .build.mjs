import { isAbsolute } from 'node:path';
import { build } from 'rolldown';

/**
 * Packages of many small files that nearly every command reads: opening them one by one takes longer than a verdict. The
 * others stay in node_modules, where their own files are found.
 */
const bundled = /^(?:commander|csv-parse|handlebars|yaml|zod)(?:\/|$)/;

/** All of it lies in dist itself, one folder below package.json, whatever folder of src it comes from. */
const output = { dir: 'dist', format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' };

await build([
  {
    input: {
      gw504: 'src/gw504.ts',
      'skim-worker': 'src/evidence/window/skim-worker.ts',
      'end-with-parent': 'src/sandbox/end-with-parent.ts',
    },
    platform: 'node',
    external: (id) => !id.startsWith('.') && !isAbsolute(id) && !bundled.test(id),
    output,
  },
  { input: { 'page/main': 'src/sandbox/page/client/main.ts' }, platform: 'browser', output },
]);
