import { spawnSync } from 'node:child_process';

/** What one run of a command took: wall and processor time in seconds, and the most memory where the command tells, MB. */
export interface Run {
  wallSeconds: number;
  processorSeconds: number;
  peakMb?: number;
}

/** Has a Node process say at its end how much memory it had. */
const tellMemory =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS+"\\n"))';

/** A command line for this Node. */
export const nodeCommand = (...rest: string[]) => [process.execPath, '--import', tellMemory, ...rest];

/**
 * Runs a command to its end; the shell's `times` gives its processor time. Its output is read, not thrown away, for `grep`
 * stops at the first match where its output goes to /dev/null. Throws where the command fails.
 */
export function runCommand(command: readonly string[]): Run {
  const startedMs = performance.now();
  const { status, stdout, stderr } = spawnSync('sh', ['-c', '"$@" >&2 && times', 'sh', ...command], {
    encoding: 'utf8',
  });
  const wallSeconds = (performance.now() - startedMs) / 1000;
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
  const ofChildren = stdout.trim().split('\n').at(-1) ?? '';
  const seconds = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
  );
  const peak = /peak (\d+)/.exec(stderr)?.[1];
  return {
    wallSeconds,
    processorSeconds: seconds.reduce((sum, one) => sum + one, 0),
    ...(peak === undefined ? {} : { peakMb: Number(peak) / 1024 }),
  };
}

/** The middle one of several runs by each figure; the most memory of all. */
export function middleOf(runs: readonly Run[]): Run {
  const middle = (values: number[]) =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  const peaks = runs.flatMap(({ peakMb }) => (peakMb === undefined ? [] : [peakMb]));
  return {
    wallSeconds: middle(runs.map((run) => run.wallSeconds)),
    processorSeconds: middle(runs.map((run) => run.processorSeconds)),
    ...(peaks.length === 0 ? {} : { peakMb: Math.max(...peaks) }),
  };
}

/** "1.23 s (processor 1.10 s)". */
export const showRun = ({ wallSeconds, processorSeconds }: Run) =>
  `${wallSeconds.toFixed(2)} s (processor ${processorSeconds.toFixed(2)} s)`;
