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

/** For the whole process, as OpenTelemetry itself has it: stages are told of in rooms that know nothing of each other. */
const watches = new Set<StageWatch>();

/** Returns how to end it. */
export function watchStages(watch: StageWatch): () => void {
  watches.add(watch);
  return () => void watches.delete(watch);
}

/** Runs one stage of an investigation: question, diagnose, judge, report, deliver. Without a watch it just runs. */
export function inStage<Value>(name: string, attributes: StageAttributes, work: () => Value): Value {
  let run = work;
  for (const watch of watches) {
    const inner = run;
    run = () => watch.run(name, attributes, inner);
  }
  return run();
}

export function noteInStage(attributes: StageAttributes): void {
  for (const watch of watches) watch.note(attributes);
}

/** A stage that ends by calling what this returns. */
export function openStage(name: string): (attributes: StageAttributes) => void {
  const ends = [...watches].map((watch) => watch.open(name));
  return (attributes) => {
    for (const end of ends) end(attributes);
  };
}
