#!/usr/bin/env node
import { runCli } from './cli/run-cli.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // the reader has seen enough: `gw504 explain … | head`
  throw error;
});

process.exitCode = await runCli(process.argv.slice(2));
