#!/usr/bin/env node
import { runCli } from './cli/run-cli.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // the reader has seen enough: `gw504 explain … | head`
  process.stderr.write(`gw504: The result could not be written: ${error.message}\n`);
  process.exit(1);
});

// A log on a full disk, or whose reader is gone: better to lose its lines than the questions.
process.stderr.on('error', () => undefined);

// The SDK's advice about Node versions is for us, not for people who read a verdict; package.json says what is supported.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

process.exitCode = await runCli(process.argv.slice(2));
