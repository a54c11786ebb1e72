type DefinedOnly<Value> = {
  [Name in keyof Value]?: Exclude<Value[Name], undefined>;
};

/** The same object without its undefined members: a reading says "not there" by leaving the name out. */
export function definedOnly<Value extends Record<string, unknown>>(value: Value): DefinedOnly<Value>;
export function definedOnly(value: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) if (inner !== undefined) kept[name] = inner;
  return kept;
}
