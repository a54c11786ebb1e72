import type { FactArgs } from '../verdict/verdict.ts';

export const stepStatuses = ['passed', 'failed', 'to-do', 'not-applicable', 'unknown'] as const;
export type StepStatus = (typeof stepStatuses)[number];

/** One of the guide's fifteen steps, ticked. Words: templates/guide/<step>.yaml (title, one note a key). */
export interface TickedStep {
  /** 1 to 15, the guide's numbering; the list is in the order that matters for the cause. */
  step: number;
  status: StepStatus;
  /** Which note of the step's template applies. */
  note: string;
  args: FactArgs;
  /** Names of the step's prefilled commands or queries to show. */
  commands: string[];
}
