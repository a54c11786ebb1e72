type Defined<Value> = { [Key in keyof Value]: Value[Key] };

/** Leaves out what is not known, so that JSON and strict schemas see no empty keys. */
export function defined<Value extends object>(value: Value): Defined<Value> {
  for (const key of Object.keys(value))
    if (Reflect.get(value, key) === undefined) Reflect.deleteProperty(value, key);
  return value;
}
