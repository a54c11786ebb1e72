import type { TerminalOptions } from '../report/terminal-text.ts';

/** Colour only on a terminal whose owner did not refuse it (https://no-color.org); width within what reads well. */
export function terminalOptions(stdout: NodeJS.WriteStream): TerminalOptions {
  return {
    isCut: stdout.isTTY === true,
    color: stdout.isTTY === true && !process.env.NO_COLOR,
    width: Math.max(40, Math.min(stdout.columns ?? 110, 140)),
  };
}
