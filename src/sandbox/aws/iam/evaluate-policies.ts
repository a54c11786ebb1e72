import type { Policy, Statement } from '../world.ts';

/** What a call is judged by, beside its action and resource: the values of global condition keys. */
export type ConditionKeys = Record<string, string>;

export interface Question {
  /** "logs:StartQuery". */
  action: string;
  resource: string;
  keys: ConditionKeys;
}

export type DenialReason = 'explicit-deny' | 'identity-based' | 'session';

export type Decision = { isAllowed: true } | { isAllowed: false; because: DenialReason };

/**
 * Decides one question: an explicit Deny anywhere wins; then the identity's policies must allow it, and so must the
 * session policy where there is one (the intersection). Everything else is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluatePolicies(
  question: Question,
  identity: readonly Policy[],
  session: Policy | undefined,
): Decision {
  const all = [...identity, ...(session ? [session] : [])].flatMap((policy) => policy.Statement);
  if (all.some((statement) => statement.Effect === 'Deny' && applies(statement, question)))
    return { isAllowed: false, because: 'explicit-deny' };
  const isAllowedBy = (policy: Policy) =>
    policy.Statement.some((statement) => statement.Effect === 'Allow' && applies(statement, question));
  if (!identity.some(isAllowedBy)) return { isAllowed: false, because: 'identity-based' };
  if (session && !isAllowedBy(session)) return { isAllowed: false, because: 'session' };
  return { isAllowed: true };
}

function applies(statement: Statement, question: Question): boolean {
  return (
    // Actions are compared without regard to case, resources with it.
    listOf(statement.Action).some((pattern) =>
      matchesPattern(pattern.toLowerCase(), question.action.toLowerCase()),
    ) &&
    listOf(statement.Resource).some((pattern) => matchesPattern(pattern, question.resource)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => holds(operator, listOf(wanted), keyOf(question, key))),
    )
  );
}

/** Condition keys' names are compared without regard to case. */
function keyOf(question: Question, key: string): string | undefined {
  const found = Object.entries(question.keys).find(([name]) => name.toLowerCase() === key.toLowerCase());
  return found?.[1];
}

function holds(operator: string, wanted: string[], value: string | undefined): boolean {
  const [, name = operator, ifExists] = operator.match(/^(\w+?)(IfExists)?$/) ?? [];
  if (value === undefined && ifExists) return true;
  const test = conditionOperators.get(name);
  return test?.(wanted, value) ?? false;
}

/** A key that the call does not have matches no positive operator and every negative one. */
const conditionOperators = new Map<string, (wanted: string[], value: string | undefined) => boolean>(
  Object.entries({
    StringEquals: (wanted, value) => value !== undefined && wanted.includes(value),
    StringNotEquals: (wanted, value) => value === undefined || !wanted.includes(value),
    StringEqualsIgnoreCase: (wanted, value) =>
      value !== undefined && wanted.some((one) => one.toLowerCase() === value.toLowerCase()),
    StringLike: (wanted, value) => value !== undefined && wanted.some((one) => matchesPattern(one, value)),
    StringNotLike: (wanted, value) =>
      value === undefined || !wanted.some((one) => matchesPattern(one, value)),
    ArnEquals: (wanted, value) => value !== undefined && wanted.some((one) => matchesPattern(one, value)),
    ArnLike: (wanted, value) => value !== undefined && wanted.some((one) => matchesPattern(one, value)),
    Bool: (wanted, value) => wanted.includes(value ?? 'false'),
    Null: (wanted, value) => wanted.includes(String(value === undefined)),
  }),
);

/** Operators that are understood here; a policy with any other is refused rather than misread. */
export function unknownOperator(policy: Policy): string | undefined {
  return policy.Statement.flatMap((statement) => Object.keys(statement.Condition ?? {})).find(
    (operator) => !conditionOperators.has(operator.replace(/IfExists$/, '')),
  );
}

/** Patterns are few, those of policies, and asked at every call. */
const compiled = new Map<string, RegExp>();

/** "*" stands for any run of characters and "?" for one, across ":" and "/" too. */
export function matchesPattern(pattern: string, value: string): boolean {
  if (pattern === '*') return true;
  const there = compiled.get(pattern);
  if (there) return there.test(value);
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  const regex = new RegExp(`^${source}$`);
  compiled.set(pattern, regex);
  return regex.test(value);
}

function listOf(value: string | string[]): string[] {
  return typeof value === 'string' ? [value] : value;
}
