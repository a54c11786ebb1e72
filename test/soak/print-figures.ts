import type { SoakFigures } from './run-soak.ts';

/** The figures of a run, as README quotes them. */
export function printFigures(title: string, figures: SoakFigures): void {
  const { lost, doubled, gusts, ownEnds, ...rest } = figures;
  const lines = [
    `\n${title}`,
    `  ${rest.asked} questions (${rest.mentions} mentions, ${rest.putAgain} put again because nothing had taken them)`,
    `  ${rest.verdicts} verdicts, ${rest.givenUp} given up with a last word, ${rest.pictures} pictures`,
    `  lost ${lost.length}, doubled ${doubled.length}`,
    `  ${rest.kills} kills, ${ownEnds.length} ends of its own, ${rest.takenOver} jobs taken over`,
    `  ${sum(gusts)} gusts of bad weather, ${rest.sentAgain} messages sent again, ${rest.takenBack} taken back, ${rest.jobsFailed} jobs failed and ran again`,
    `  ${rest.seconds} s in all; an answer took ${rest.medianSeconds.toFixed(1)} s (median), ${rest.slowestSeconds.toFixed(1)} s at most`,
    ...[...lost, ...doubled, ...ownEnds].map((fault) => `  FAULT ${fault}`),
    ...Object.entries(gusts)
      .sort()
      .map(([name, times]) => `    ${times} × ${name}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}
