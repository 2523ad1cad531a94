// Comparisons, ranges and the tests of a decision table's cells.
//
// Source: DMN 1.5, 10.3.2.4-10.3.2.7 and tables 42, 53-55.
import { Scope } from "./scope.js";
import { parts } from "./tree.js";
import { Range, contains, equal, order, phrase } from "./values.js";

// Whether a value is missing, which may be meant, or two are there that do not go together, which is a slip.
export function unfit(a, b) {
  return a === null || b === null ? "NO_VALUE" : "INVALID_TYPE";
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

// What is made of the nodes that compare; `expression` makes what is made of any other.
export function comparing(expression) {
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

  function simplePositiveUnaryTest(node) {
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
  }

  return { comparison, interval, simplePositiveUnaryTest, unaryTests };
}
