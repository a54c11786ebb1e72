import { aggregates } from './aggregates.ts';
import type { BinaryOperator, Expression } from './expression.ts';
import { functions } from './functions.ts';
import { MalformedQuery } from './malformed-query.ts';
import { isForeignFunction, notImplemented } from './not-implemented.ts';
import { readPeriod } from './period.ts';
import { compileRegex } from './regex.ts';
import type { TokenReader } from './token-reader.ts';

/** Binary operators from the loosest to the tightest. */
const levels: readonly (readonly BinaryOperator[])[] = [['+', '-'], ['*', '/', '%'], ['^']];
const comparisons: readonly BinaryOperator[] = ['=', '!=', '<', '<=', '>', '>='];
const reserved = new Set(['as', 'by', 'in', 'like', 'and', 'or', 'not', 'asc', 'desc']);

/** One expression. Aggregates such as count(*) are refused unless `allowAggregates`: they mean something in stats only. */
export function parseExpression(reader: TokenReader, allowAggregates: boolean): Expression {
  const parse = () => parseExpression(reader, allowAggregates);
  return readOr();

  function readOr(): Expression {
    let left = readAnd();
    while (reader.acceptWord('or')) left = join('or', left, readAnd());
    return left;
  }

  function readAnd(): Expression {
    let left = readNot();
    while (reader.acceptWord('and')) left = join('and', left, readNot());
    return left;
  }

  function readNot(): Expression {
    const { start } = reader.peek();
    if (!reader.acceptWord('not')) return readComparison();
    const operand = readNot();
    return { kind: 'not', operand, start, end: operand.end };
  }

  function readComparison(): Expression {
    const subject = readLevel(0);
    const operator = comparisons.find((each) => reader.accept(each));
    if (operator !== undefined) return join(operator, subject, readLevel(0));
    if (reader.accept('=~')) return readPattern(subject);
    const isNegated = reader.atWord('not') && (reader.atWord('like', 1) || reader.atWord('in', 1));
    if (isNegated) reader.take();
    const found = reader.acceptWord('like')
      ? readPattern(subject)
      : reader.acceptWord('in')
        ? readList(subject)
        : subject;
    return isNegated ? { kind: 'not', operand: found, start: found.start, end: found.end } : found;
  }

  function readPattern(subject: Expression): Expression {
    const token = reader.peek();
    if (token.kind !== 'string' && token.kind !== 'regex') reader.refuse('{STRING, REGEX}');
    reader.take();
    const pattern = token.kind === 'regex' ? compileRegex(token) : token.text;
    return { kind: 'like', subject, pattern, start: subject.start, end: token.end };
  }

  function readList(subject: Expression): Expression {
    const { kind, text, start, end: after } = reader.peek();
    if (kind === 'symbol' && text === '(') throw notImplemented('subqueries', start, after);
    reader.expect('[');
    const list = [readLevel(0)];
    while (reader.accept(',')) list.push(readLevel(0));
    const { end } = reader.expect(']');
    return { kind: 'in', subject, list, start: subject.start, end };
  }

  function readLevel(level: number): Expression {
    const operators = levels[level];
    if (operators === undefined) return readUnary();
    let left = readLevel(level + 1);
    for (;;) {
      const operator = operators.find((each) => reader.accept(each));
      if (operator === undefined) return left;
      left = join(operator, left, readLevel(level + 1));
    }
  }

  function readUnary(): Expression {
    const { start } = reader.peek();
    if (!reader.accept('-')) return readOperand();
    const operand = readUnary();
    return { kind: 'minus', operand, start, end: operand.end };
  }

  function readOperand(): Expression {
    const token = reader.peek();
    const { start, end } = token;
    if (reader.accept('(')) {
      const inner = parse();
      return { ...inner, start, end: reader.expect(')').end };
    }
    if (token.kind === 'string' || token.kind === 'number') {
      reader.take();
      return {
        kind: 'literal',
        value: token.kind === 'number' ? Number(token.text) : token.text,
        start,
        end,
      };
    }
    if (token.kind === 'quoted-name') {
      reader.take();
      return { kind: 'field', name: token.text, start, end };
    }
    if (token.kind !== 'name' || reserved.has(token.text.toLowerCase()))
      return reader.refuse('{FIELD, FUNCTION, STRING, NUMBER}');
    reader.take();
    return reader.accept('(') ? readCall(token.text, start) : { kind: 'field', name: token.text, start, end };
  }

  function readCall(name: string, start: number): Expression {
    const isAggregate = Object.hasOwn(aggregates, name);
    const signature = isAggregate
      ? aggregates[name]
      : Object.hasOwn(functions, name)
        ? functions[name]
        : undefined;
    if (signature === undefined && isForeignFunction(name))
      throw notImplemented(`the function ${name}`, start, start + name.length);
    if (signature === undefined)
      throw new MalformedQuery(`Unknown function: ${name}`, start, start + name.length);
    if (isAggregate && !allowAggregates)
      throw new MalformedQuery(`unexpected symbol found ${name}`, start, start + name.length);
    const args: Expression[] = [];
    const isCountOfAll = name === 'count' && reader.accept('*');
    if (!isCountOfAll && !(reader.peek().kind === 'symbol' && reader.peek().text === ')')) {
      do args.push(readArgument(name, args.length));
      while (reader.accept(','));
    }
    const { end } = reader.expect(')');
    const [fewest, most] = signature.arity;
    if (args.length < fewest || args.length > most)
      throw new MalformedQuery(
        `Invalid number of arguments for function ${name}: found ${args.length}, expected ${fewest === most ? fewest : `${fewest} to ${most}`}`,
        start,
        end,
      );
    return { kind: isAggregate ? 'aggregate' : 'call', name, args, start, end };
  }

  function readArgument(name: string, index: number): Expression {
    const takesPeriod = name === 'bin' ? index === 0 : /^date(floor|ceil)$/.test(name) && index === 1;
    if (takesPeriod) {
      const token = reader.peek();
      if (token.kind !== 'duration') reader.refuse('{PERIOD}');
      reader.take();
      return { kind: 'period', ms: readPeriod(token), start: token.start, end: token.end };
    }
    // An aggregate of an aggregate means nothing.
    return Object.hasOwn(aggregates, name) ? parseExpression(reader, false) : parse();
  }
}

function join(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right, start: left.start, end: right.end };
}
