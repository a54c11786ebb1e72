/** Ids, numbers and our own words; never anything of a log. */
export type StageAttributes = Record<string, string | number | boolean>;

/** What watches the stages of an investigation, such as a tracer. */
export interface StageWatch {
  /** Runs `work` as a stage; stages that begin inside are parts of it. */
  run<Value>(name: string, attributes: StageAttributes, work: () => Value): Value;
  /** Begins a stage that is ended by calling what this returns. */
  open(name: string): (attributes: StageAttributes) => void;
  /** Adds what became known to the stage that runs. */
  note(attributes: StageAttributes): void;
}

/** One a process, as OpenTelemetry itself has it: stages are told of in rooms that know nothing of each other. */
let watch: StageWatch | undefined;

export function watchStages(next: StageWatch | undefined): void {
  watch = next;
}

/** Runs one stage of an investigation: question, search, judge, report, deliver. Without a watch it just runs. */
export function inStage<Value>(name: string, attributes: StageAttributes, work: () => Value): Value {
  return watch ? watch.run(name, attributes, work) : work();
}

export function noteInStage(attributes: StageAttributes): void {
  watch?.note(attributes);
}

export function openStage(name: string): (attributes: StageAttributes) => void {
  return watch?.open(name) ?? (() => undefined);
}
