// FEEL: from a tree to a closure, and from a closure and a scope to a value.
//
// What cannot be said is null, as the standard has it; the course is told why, so that whoever asked can say it.
//
// Source: DMN 1.5, 10.3 (FEEL), tables 42-56.
import { arithmetic, negate } from "./arithmetic.js";
import { builtins } from "./builtins/index.js";
import { property } from "./properties.js";
import { parse } from "./syntax.js";
import { CalendarDate, dateOfNumber, dayNumber, parseTemporal } from "./temporal.js";
import { typeOfNode } from "./type_names.js";
import { convert, isInstance } from "./types.js";
import { Func, MISMATCH, Num, Range, contains, entry, equal, number, order, phrase, typeOf } from "./values.js";

export class Scope {
  constructor(entries, parent = null) {
    this.entries = entries;
    this.parent = parent;
  }
  find(name) {
    for (let scope = this; scope !== null; scope = scope.parent) {
      const found = entry(scope.entries, name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

// What one evaluation is told: the time, the types of the model, and what it could not make sense of.
export class Course {
  constructor({ now = null, types = null } = {}) {
    this.moment = now;
    this.types = types;
    this.warnings = [];
  }
  now() {
    return this.moment ?? parseTemporal(new Date().toISOString());
  }
  warn(kind, message) {
    if (this.warnings.length < 20) this.warnings.push({ kind, message });
    return null;
  }
}

// Whether a value is missing, which may be meant, or two are there that do not go together, which is a slip.
function unfit(a, b) {
  return a === null || b === null ? "NO_VALUE" : "INVALID_TYPE";
}

const compiled = new Map();
const KEPT = 20_000;

export function compile(text, { unary = false, shape } = {}) {
  const key = `${unary ? "?" : "="}${text}${shape ? `\u0000${JSON.stringify(shape)}` : ""}`;
  let ready = compiled.get(key);
  if (!ready) {
    const tree = parse(text, { unary, shape });
    ready = unary ? unaryTests(tree) : expression(tree);
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(key, ready);
  }
  return ready;
}

const isExpression = (node) => /^[A-Z]/.test(node.name) || node.name === "?" || node.name === "null";
const parts = (node) => node.kids.filter(isExpression);
const nameOf = (node) => node.text.trim().replace(/\s+/g, " ");

function expression(node) {
  const make = KINDS[node.name];
  if (!make) throw new Error(`“${node.text}” (${node.name}) is not evaluated`);
  return make(node);
}

const compare = {
  "=": (a, b) => equal(a, b),
  "!=": (a, b) => {
    const same = equal(a, b);
    return same === null ? null : !same;
  },
  "<": (a, b) => ordered(a, b, (sign) => sign < 0),
  "<=": (a, b) => ordered(a, b, (sign) => sign <= 0),
  ">": (a, b) => ordered(a, b, (sign) => sign > 0),
  ">=": (a, b) => ordered(a, b, (sign) => sign >= 0),
};

function ordered(a, b, holds) {
  const sign = order(a, b);
  return sign === null ? null : holds(sign);
}

const isBoolean = (value) => typeof value === "boolean";

function disjunction(answers) {
  if (answers.includes(true)) return true;
  return answers.every((each) => each === false) ? false : null;
}

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
  Comparison: comparison,
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
  FilterExpression: filter,
  FunctionDefinition: functionDefinition,
  FunctionInvocation: (node) => {
    const [target, given] = parts(node);
    return invocation(node, expression(target), given);
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
    return target.name === "AtLiteral" ? expression(target) : invocation(node, expression(target), given);
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
  ForExpression: forExpression,
  QuantifiedExpression: quantified,
  Interval: interval,
  SimplePositiveUnaryTest: (node) => {
    const [first, second] = parts(node);
    if (!second) return expression(first);
    const [operator, bound] = [first.text, expression(second)];
    return (scope, course) => {
      const value = bound(scope, course);
      if (operator === "=") return new Range(value, value, true, true);
      if (value === null || operator === "!=" || order(value, value) === null) return null;
      const included = operator.includes("=");
      return operator.startsWith("<") ? new Range(null, value, false, included) : new Range(value, null, included, false);
    };
  },
};

function operands(node) {
  const found = parts(node);
  return [expression(found[0]), expression(found.at(-1))];
}

function unescape(written) {
  return written
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(["'\\nrt]))/g, (_whole, short, long, char) =>
      char ? ({ n: "\n", r: "\r", t: "\t" }[char] ?? char) : String.fromCodePoint(parseInt(short ?? long, 16)),
    );
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

function comparison(node) {
  const found = node.kids;
  const word = found.find((each) => each.name === "in" || each.name === "between")?.name;
  const all = parts(node);
  const subject = expression(all[0]);
  if (word === "between") {
    const [low, high] = [expression(all[1]), expression(all[2])];
    return (scope, course) => {
      const value = subject(scope, course);
      const [from, to] = [compare[">="](value, low(scope, course)), compare["<="](value, high(scope, course))];
      return from === false || to === false ? false : from === null || to === null ? null : true;
    };
  }
  if (word === "in") {
    const tests = (all[1].name === "PositiveUnaryTests" ? parts(all[1]) : [all[1]]).map(positiveTest);
    return (scope, course) => {
      const value = subject(scope, course);
      return disjunction(tests.map((test) => test(value, scope, course)));
    };
  }
  const [operator, right] = [compare[all[1].text], expression(all[2])];
  return (scope, course) => {
    const [a, b] = [subject(scope, course), right(scope, course)];
    const answer = operator(a, b);
    if (answer === null) course.warn(unfit(a, b), `“${node.text}”: ${phrase(a)} and ${phrase(b)} cannot be compared`);
    return answer;
  };
}

// Unary tests: what stands in a cell of a decision table, asked of the value `?`.
function unaryTests(node) {
  const inside = parts(node)[0];
  if (inside.name === "Wildcard") return () => true;
  const isNegated = node.kids.some((each) => each.name === "not");
  const tests = parts(inside).map(positiveTest);
  return (value, scope, course) => {
    const inner = new Scope(new Map([["?", value]]), scope);
    const answer = disjunction(tests.map((test) => test(value, inner, course)));
    return isNegated && answer !== null ? !answer : answer;
  };
}

function positiveTest(node) {
  const test = node.name === "PositiveUnaryTest" ? parts(node)[0] : node;
  if (test.name === "SimplePositiveUnaryTest" && parts(test).length === 2) {
    const [operator, bound] = [compare[parts(test)[0].text], expression(parts(test)[1])];
    return (value, scope, course) => operator(value, bound(scope, course));
  }
  const candidate = expression(test);
  const asks = mentions(test, "?");
  const isRange = test.name === "SimplePositiveUnaryTest";
  return (value, scope, course) => {
    const answer = candidate(scope, course);
    if (isRange && answer === null) return null;
    if (asks || (isBoolean(answer) && !isBoolean(value) && isTest(test))) return isBoolean(answer) ? answer : null;
    return matches(value, answer);
  };
}

const TESTS = new Set(["Comparison", "Conjunction", "Disjunction", "QuantifiedExpression", "InstanceOfExpression", "FunctionInvocation"]);
const isTest = (node) => TESTS.has(node.name) || (node.name === "ParenthesizedExpression" && isTest(parts(node)[0]));

function mentions(node, name) {
  return node.name === name || node.kids.some((each) => mentions(each, name));
}

// Whether a value is what a candidate means: equal to it, in its range, or one of its list.
function matches(value, candidate) {
  if (candidate instanceof Range) {
    if (value instanceof Range) return equal(value, candidate);
    if (candidate.start !== null && candidate.start === candidate.end) return equal(value, candidate.start);
    return contains(candidate, value);
  }
  if (Array.isArray(candidate)) {
    if (Array.isArray(value) && equal(value, candidate) === true) return true;
    return candidate.some((each) => (each instanceof Range ? contains(each, value) === true : equal(value, each) === true));
  }
  return equal(value, candidate);
}

function interval(node) {
  const [opening, closing] = [node.kids[0].text, node.kids.at(-1).text];
  const [from, to] = parts(node).map(expression);
  return (scope, course) => {
    const [start, end] = [from(scope, course), to(scope, course)];
    const isRange = start !== null && end !== null && order(start, end) !== null;
    if (!isRange) return course.warn("INVALID_TYPE", `“${node.text}” is no range: from ${phrase(start)} to ${phrase(end)}`);
    return new Range(start, end, opening === "[", closing === "]");
  };
}

function filter(node) {
  const [target, condition] = parts(node);
  const [subject, test] = [expression(target), expression(condition)];
  const mayBePosition = !["Comparison", "Conjunction", "Disjunction", "QuantifiedExpression", "InstanceOfExpression"].includes(
    condition.name,
  );
  return (scope, course) => {
    const value = subject(scope, course);
    if (value === null) return null;
    const list = Array.isArray(value) ? value : [value];
    if (mayBePosition) {
      // A number is a position whichever item one stands at; it is asked for without one.
      const quiet = new Course({ now: course.moment, types: course.types });
      const position = test(list.length ? itemScope(list[0], scope) : scope, quiet);
      if (position instanceof Num) {
        const outer = mentionsItem(condition) ? position : test(scope, course);
        const at = (outer instanceof Num ? outer : position).toNumber();
        return list[at < 0 ? list.length + at : at - 1] ?? null;
      }
    }
    const kept = [];
    for (const item of list) if (test(itemScope(item, scope), course) === true) kept.push(item);
    return kept;
  };
}

const mentionsItem = (node) => node.text === "item" || node.kids.some(mentionsItem);

function itemScope(item, scope) {
  const outer = new Scope(new Map([["item", item]]), scope);
  return item instanceof Map ? new Scope(item, outer) : outer;
}

function functionDefinition(node) {
  if (node.kids.some((each) => each.name === "external")) {
    return () => {
      throw new Error(`“${node.text.slice(0, 60)}” is a function outside of the model (Java, PMML); it is not run`);
    };
  }
  const formal = node.kids.find((each) => each.name === "FormalParameters");
  const params = (formal ? parts(formal) : []).map((param) => {
    const type = param.kids.find((each) => each.name === "Type");
    return { name: nameOf(parts(param)[0]), node: type };
  });
  const body = expression(parts(node.kids.find((each) => each.name === "FunctionBody"))[0]);
  return (scope, course) => {
    const typed = params.map(({ name, node: type }) => ({ name, type: type ? (typeOfNode(type, course.types) ?? null) : null }));
    return userFunction(typed, (entries) => body(new Scope(entries, scope), course));
  };
}

// A function of the model: its arguments are brought to the types it asks for.
export function userFunction(params, run, result = null) {
  return new Func(
    params,
    (given) => {
      const entries = new Map();
      const isNamed = given instanceof Map;
      if ((isNamed ? given.size : given.length) !== params.length) return MISMATCH;
      for (const [index, { name, type }] of params.entries()) {
        if (isNamed && !given.has(name)) return MISMATCH;
        const value = convert(isNamed ? given.get(name) : given[index], type);
        if (value === undefined) return MISMATCH;
        entries.set(name, value);
      }
      return run(entries);
    },
    result,
  );
}

function invocation(node, target, given) {
  const isNamed = given.name === "NamedParameters";
  const args = parts(given).map((each) => (isNamed ? [nameOf(parts(each)[0]), expression(parts(each)[1])] : expression(each)));
  return (scope, course) => {
    const callee = target(scope, course);
    if (!(callee instanceof Func)) return course.warn("NO_FUNCTION_FOUND", `There is no function “${node.text.split("(")[0].trim()}”`);
    const taken = isNamed ? new Map(args.map(([name, value]) => [name, value(scope, course)])) : args.map((value) => value(scope, course));
    const result = callee.invoke(taken, course);
    if (result === MISMATCH) return course.warn("FUNCTION_INVOCATION_FAILURE", `“${node.text}”: the arguments do not fit`);
    return result;
  };
}

// The values a name goes through; null when there is nothing to go through.
function iteration(node) {
  const [name, range] = [nameOf(parts(node)[0]), parts(node)[1]];
  const ends = (range.name === "IterationContext" ? parts(range) : [range]).map(expression);
  return {
    name,
    values(scope, course) {
      const found = ends.map((end) => end(scope, course));
      if (found.length === 2) return counted(found[0], found[1]);
      return each(found[0]);
    },
  };
}

// A list as it is, a closed range counted through, anything else alone; null for null.
export function each(value) {
  if (value === null) return null;
  if (value instanceof Range) {
    if (order(value.start, value.end) > 0) return null;
    const all = counted(value.start, value.end);
    return all && all.slice(value.startIncluded ? 0 : 1, value.endIncluded ? undefined : -1);
  }
  return Array.isArray(value) ? value : [value];
}

function counted(from, to) {
  const [start, end] = [from, to].map((value) => {
    if (value instanceof Num) return value.isInteger() ? value.toNumber() : null;
    return value instanceof CalendarDate ? dayNumber(value) : null;
  });
  if (start === null || end === null || typeOf(from) !== typeOf(to)) return null;
  const direction = start > end ? -1 : 1;
  const values = [];
  for (let at = start; direction * at <= direction * end; at += direction) {
    values.push(from instanceof Num ? number(at) : dateOfNumber(at));
  }
  return values;
}

// Runs `visit` in a scope for each combination; false when one of the lists is null.
function walk(iterations, scope, course, visit, given = new Map()) {
  const [first, ...rest] = iterations;
  const inner = new Scope(given, scope);
  const values = first.values(inner, course);
  if (values === null) return false;
  for (const value of values) {
    const entries = new Map(given).set(first.name, value);
    if (rest.length ? !walk(rest, scope, course, visit, entries) : visit(entries) === false) return rest.length === 0;
  }
  return true;
}

const iterations = (node) => parts(node.kids.find((each) => each.name === "InExpressions")).map(iteration);

function forExpression(node) {
  const [over, body] = [iterations(node), expression(parts(node).at(-1))];
  const looksBack = /\bpartial\b/.test(node.text);
  return (scope, course) => {
    const made = [];
    const all = walk(over, scope, course, (entries) => {
      if (looksBack) entries.set("partial", [...made]);
      made.push(body(new Scope(entries, scope), course));
    });
    return all ? made : course.warn("INVALID_TYPE", `“${node.text}” has nothing to go through`);
  };
}

function quantified(node) {
  const isSome = node.kids[0].name === "some";
  const [over, condition] = [iterations(node), expression(parts(node).at(-1))];
  return (scope, course) => {
    let answer = !isSome;
    const all = walk(over, scope, course, (entries) => {
      const verdict = condition(new Scope(entries, scope), course);
      if (verdict === isSome) {
        answer = isSome;
        return false;
      }
      if (!isBoolean(verdict)) answer = null;
      return true;
    });
    return all ? answer : course.warn("INVALID_TYPE", `“${node.text}” has nothing to go through`);
  };
}
