// FEEL: from a tree to a closure, and from a closure and a scope to a value.
//
// What cannot be said is null, as the standard has it; the course is told why, so that whoever asked can say it.
//
// Source: DMN 1.5, 10.3 (FEEL), tables 42-56.
import { arithmetic, negate } from "./arithmetic.js";
import { builtins } from "./builtins/index.js";
import { comparing, unfit } from "./comparing.js";
import { calling } from "./functions.js";
import { goingThrough } from "./going_through.js";
import { property } from "./properties.js";
import { Scope } from "./scope.js";
import { parse } from "./syntax.js";
import { parseTemporal } from "./temporal.js";
import { nameOf, parts, unescape } from "./tree.js";
import { typeOfNode } from "./type_names.js";
import { isInstance } from "./types.js";
import { Num, number, phrase } from "./values.js";

const compiled = new Map();
const KEPT = 20_000;

export function compile(text, { unary = false, shape } = {}) {
  const key = `${unary ? "?" : "="}${text}${shape ? `\u0000${JSON.stringify(shape)}` : ""}`;
  let ready = compiled.get(key);
  if (!ready) {
    const tree = parse(text, { unary, shape });
    ready = unary ? compare.unaryTests(tree) : expression(tree);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(key, ready);
  }
  return ready;
}

function expression(node) {
  const make = KINDS[node.name];
  if (!make) throw new Error(`“${node.text}” (${node.name}) is not evaluated`);
  return make(node);
}

const [compare, call, goThrough] = [comparing(expression), calling(expression), goingThrough(expression)];

const KINDS = {
  Expression: (node) => expression(parts(node).at(-1)),
  ParenthesizedExpression: (node) => expression(parts(node)[0]),
  NumericLiteral: (node) => {
    const value = number(new Num(node.text.replace(/\s/g, "")));
    return () => value;
  },
  StringLiteral: (node) => {
    const value = unescape(node.text);
    return () => value;
  },
  BooleanLiteral: (node) => {
    const value = node.text === "true";
    return () => value;
  },
  null: () => () => null,
  "?": () => (scope) => scope.find("?") ?? null,
  VariableName: variable,
  QualifiedName: (node) => path(parts(node)),
  PathExpression: (node) => path(parts(node)),
  ArithmeticExpression: (node) => {
    const [first, second, third] = parts(node);
    if (!third) {
      const value = expression(second);
      return (scope, course) => negate(value(scope, course)) ?? null;
    }
    const [left, right, operator] = [expression(first), expression(third), second.text];
    return (scope, course) => {
      const [a, b] = [left(scope, course), right(scope, course)];
      const result = arithmetic(operator, a, b);
      if (result === undefined) {
        return course.warn(unfit(a, b), `“${node.text}”: ${phrase(a)} ${operator} ${phrase(b)} has no meaning`);
      }
      return result;
    };
  },
  Comparison: compare.comparison,
  Conjunction: (node) => {
    const [left, right] = operands(node);
    return (scope, course) => {
      const a = left(scope, course);
      if (a === false) return false;
      const b = right(scope, course);
      if (b === false) return false;
      return a === true && b === true ? true : null;
    };
  },
  Disjunction: (node) => {
    const [left, right] = operands(node);
    return (scope, course) => {
      const a = left(scope, course);
      if (a === true) return true;
      const b = right(scope, course);
      if (b === true) return true;
      return a === false && b === false ? false : null;
    };
  },
  IfExpression: (node) => {
    const [condition, then, otherwise] = parts(node).map(expression);
    return (scope, course) => (condition(scope, course) === true ? then(scope, course) : otherwise(scope, course));
  },
  List: (node) => {
    const items = parts(node).map(expression);
    return (scope, course) => items.map((item) => item(scope, course));
  },
  Context: (node) => {
    const entries = parts(node).map((each) => {
      const [key, value] = parts(each);
      const inner = parts(key)[0];
      return [inner.name === "StringLiteral" ? unescape(inner.text) : nameOf(inner), expression(value)];
    });
    const isClear = new Set(entries.map(([key]) => key)).size === entries.length;
    return (scope, course) => {
      if (!isClear) return course.warn("INVALID_TYPE", `“${node.text}” has two entries of one name`);
      const made = new Map();
      const inner = new Scope(made, scope);
      for (const [key, value] of entries) made.set(key, value(inner, course));
      return made;
    };
  },
  FilterExpression: goThrough.filter,
  FunctionDefinition: call.functionDefinition,
  FunctionInvocation: (node) => {
    const [target, given] = parts(node);
    return call.invocation(node, expression(target), given);
  },
  SpecialFunctionName: (node) => {
    const found = builtins.get(nameOf(node));
    return () => found;
  },
  DateTimeConstructor: (node) => {
    const found = builtins.get(nameOf(node));
    return () => found;
  },
  DateTimeLiteral: (node) => {
    const [target, given] = parts(node);
    return target.name === "AtLiteral" ? expression(target) : call.invocation(node, expression(target), given);
  },
  AtLiteral: (node) => {
    const value = parseTemporal(unescape(parts(node)[0].text));
    return (_scope, course) => value ?? course.warn("INVALID_TYPE", `“${node.text}” is no date, time or duration`);
  },
  InstanceOfExpression: (node) => {
    const [subject, type] = parts(node);
    const value = expression(subject);
    return (scope, course) => {
      const wanted = typeOfNode(type, course.types);
      if (wanted === undefined) return course.warn("NO_TYPE_FOUND", `There is no type “${nameOf(type)}”`);
      return isInstance(value(scope, course), wanted);
    };
  },
  ForExpression: goThrough.forExpression,
  QuantifiedExpression: goThrough.quantified,
  Interval: compare.interval,
  SimplePositiveUnaryTest: compare.simplePositiveUnaryTest,
};

function operands(node) {
  const found = parts(node);
  return [expression(found[0]), expression(found.at(-1))];
}

function variable(node) {
  const name = nameOf(node);
  return (scope, course) => {
    const found = scope.find(name) ?? undefined;
    if (found !== undefined) return found;
    const known = scope.find(name) === null;
    if (known) return null;
    return builtins.get(name) ?? course.warn("NO_VARIABLE_FOUND", `There is no variable “${name}”`);
  };
}

function path([first, ...names]) {
  const start = expression(first);
  return (scope, course) => names.reduce((value, name) => step(value, nameOf(name), course), start(scope, course));
}

function step(value, name, course) {
  if (Array.isArray(value)) return value.map((each) => step(each, name, course));
  if (value === null) return null;
  const found = property(value, name);
  return found === undefined ? course.warn("NO_PROPERTY_FOUND", `${phrase(value)} has no “${name}”`) : found;
}
