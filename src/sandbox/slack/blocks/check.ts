import { isFields } from '../fields.ts';

/** Where blocks are meant to stand. */
export type Surface = 'message' | 'modal' | 'home';

/** What a check may need to know, and where it tells its faults. */
export interface Scope {
  surface: Surface;
  /** Types that this workspace does not know (yet). */
  refused: ReadonlySet<string>;
  /** An uploaded file may be shown in blocks. */
  isFileUsable(id: string): boolean;
  /** `at` is a JSON pointer; the words are Slack's. */
  report(at: string, message: string): void;
}

/** Looks at one value and reports all that Slack would not take. */
export type Check = (value: unknown, at: string, scope: Scope) => void;

/** A string of `min` to `max` characters. Slack counts UTF-16 units. */
export function text(max: number, min = 1): Check {
  return (value, at, scope) => {
    if (typeof value !== 'string') scope.report(at, 'must provide a string');
    else if (value.length < min) scope.report(at, `must be more than ${min - 1} characters`);
    else if (value.length > max) scope.report(at, `must be less than ${max + 1} characters`);
  };
}

export function wholeNumber(min: number, max: number): Check {
  return (value, at, scope) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) scope.report(at, 'must provide an integer');
    else if (value < min) scope.report(at, `must be greater than or equal to ${min}`);
    else if (value > max) scope.report(at, `must be less than or equal to ${max}`);
  };
}

export const number: Check = (value, at, scope) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) scope.report(at, 'must provide a number');
};

export const flag: Check = (value, at, scope) => {
  if (typeof value !== 'boolean') scope.report(at, 'must provide a boolean');
};

export function oneOf(...allowed: (string | number)[]): Check {
  return (value, at, scope) => {
    if (!allowed.some((known) => known === value))
      scope.report(at, `must be a valid enum value: ${allowed.join(', ')}`);
  };
}

export function matching(pattern: RegExp): Check {
  return (value, at, scope) => {
    if (typeof value !== 'string' || !pattern.test(value)) scope.report(at, `must match ${pattern.source}`);
  };
}

/** An address that can be followed: no script, no file. */
export function url(max: number): Check {
  return (value, at, scope) => {
    text(max)(value, at, scope);
    if (typeof value !== 'string' || value === '') return;
    const known = ['http:', 'https:', 'mailto:', 'tel:', 'slack:'];
    if (!URL.canParse(value) || !known.includes(new URL(value).protocol)) scope.report(at, 'invalid url');
  };
}

export function list(of: Check, max: number, min = 1): Check {
  return (value, at, scope) => {
    if (!Array.isArray(value)) {
      scope.report(at, 'must provide an array');
      return;
    }
    if (value.length < min) scope.report(at, `must provide at least ${min} items`);
    if (value.length > max) scope.report(at, `no more than ${max} items allowed`);
    for (const [index, entry] of value.entries()) of(entry, `${at}/${index}`, scope);
  };
}

/** An object with these fields and no others. `type` is for whoever chose this check by it. */
export function object(requiredFields: Record<string, Check>, optionalFields: Record<string, Check>): Check {
  return (value, at, scope) => {
    if (!isFields(value)) {
      scope.report(at, 'must provide an object');
      return;
    }
    for (const key of Object.keys(requiredFields))
      if (value[key] === undefined) scope.report(at, `missing required field: ${key}`);
    for (const [key, entry] of Object.entries(value)) {
      const check = requiredFields[key] ?? optionalFields[key];
      if (check) check(entry, `${at}/${key}`, scope);
      else if (key !== 'type') scope.report(at, `invalid additional property: ${key}`);
    }
  };
}

/** Every check must pass. */
export function all(...checks: Check[]): Check {
  return (value, at, scope) => {
    for (const check of checks) check(value, at, scope);
  };
}

/** The check that `type` names. Asked for late, because blocks contain blocks. */
export function byType(table: () => Record<string, Check>): Check {
  return (value, at, scope) => {
    if (!isFields(value)) {
      scope.report(at, 'must provide an object');
      return;
    }
    const { type } = value;
    if (type === undefined) {
      scope.report(at, 'missing required field: type');
      return;
    }
    const check = typeof type === 'string' && !scope.refused.has(type) ? table()[type] : undefined;
    if (check) check(value, at, scope);
    else scope.report(`${at}/type`, `unsupported type: ${String(type)}`);
  };
}

/** Only these of a table's types. */
export function only(table: () => Record<string, Check>, ...types: string[]): Check {
  return byType(() => Object.fromEntries(Object.entries(table()).filter(([type]) => types.includes(type))));
}
