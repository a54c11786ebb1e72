import type { BinaryOperator, Expression } from './expression.ts';
import { functions } from './functions.ts';
import { compareValues, isTrue, toNumber, toText, type Value } from './value.ts';

/** What an expression may look at. */
export interface Scope {
  field(name: string): Value;
  timestampMs: number | undefined;
  /** When the query was started, epoch ms. */
  nowMs: number;
  /** Value of an aggregate for the group at hand; only inside stats. */
  aggregate?(expression: Expression): Value;
}

/** The expression's value for one record; undefined where a field that it needs is missing. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return scope.field(expression.name);
    case 'period':
      return expression.ms;
    case 'aggregate':
      return scope.aggregate?.(expression);
    case 'call':
      return functions[expression.name]?.call(
        expression.args.map((argument) => evaluate(argument, scope)),
        scope.timestampMs,
        scope.nowMs,
      );
    case 'not':
      return !isTrue(evaluate(expression.operand, scope));
    case 'minus': {
      const number = toNumber(evaluate(expression.operand, scope));
      return number === undefined ? undefined : -number;
    }
    case 'binary':
      return combine(expression.operator, expression.left, expression.right, scope);
    case 'like': {
      const text = toText(evaluate(expression.subject, scope));
      if (text === undefined) return false;
      return typeof expression.pattern === 'string'
        ? text.includes(expression.pattern)
        : expression.pattern.test(text);
    }
    case 'in': {
      const value = evaluate(expression.subject, scope);
      return expression.list.some((each) => compareValues(value, evaluate(each, scope)) === 0);
    }
  }
}

function combine(operator: BinaryOperator, left: Expression, right: Expression, scope: Scope): Value {
  if (operator === 'and') return isTrue(evaluate(left, scope)) && isTrue(evaluate(right, scope));
  if (operator === 'or') return isTrue(evaluate(left, scope)) || isTrue(evaluate(right, scope));
  const [a, b] = [evaluate(left, scope), evaluate(right, scope)];
  const order = compareValues(a, b);
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      // A missing field differs from every value; AWS does not document it, and our queries do not rest on it.
      return order !== 0;
    case '<':
      return order !== undefined && order < 0;
    case '<=':
      return order !== undefined && order <= 0;
    case '>':
      return order !== undefined && order > 0;
    case '>=':
      return order !== undefined && order >= 0;
    default:
      return calculate(operator, toNumber(a), toNumber(b));
  }
}

function calculate(
  operator: '+' | '-' | '*' | '/' | '%' | '^',
  left: number | undefined,
  right: number | undefined,
): Value {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case '%':
      return right === 0 ? undefined : left % right;
    case '^':
      return left ** right;
  }
}
