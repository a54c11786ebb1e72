import type { FactArgs } from '../verdict/verdict.ts';

/** Something to tell beside the verdict, as data; `note` names its sentence in templates/messages/notes.yaml. */
export interface Note {
  note: string;
  args: FactArgs;
}
