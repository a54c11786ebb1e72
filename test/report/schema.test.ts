import { expect, it } from 'vitest';
import { z } from 'zod';
import { outputSchema } from '../../src/report/report.ts';
import { windowSchema } from '../../src/report/window-output.ts';

it('publishes the report as JSON Schema, the same as the zod schema (mend with: npx vitest run -u --config test/vitest.config.ts test/report/schema.test.ts)', async () => {
  const schema = {
    ...z.toJSONSchema(outputSchema.extend({ window: windowSchema.optional() })),
    title: 'gw504 report',
    description:
      'What `gw504 … --json` prints; `window` only from `gw504 window` and for large exports. Times are ISO 8601 in UTC, durations ms, sizes bytes.',
  };
  await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot(
    '../../src/report/report.schema.json',
  );
});
