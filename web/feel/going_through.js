// What goes through a list: filters, loops, and whether some or all of it hold.
//
// Source: DMN 1.5, 10.3.2.5, 10.3.2.14 and table 43.
import { Course, Scope } from "./scope.js";
import { CalendarDate, dateOfNumber, dayNumber } from "./temporal.js";
import { nameOf, parts } from "./tree.js";
import { Num, Range, number, order, typeOf } from "./values.js";

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

const mentionsItem = (node) => node.text === "item" || node.kids.some(mentionsItem);

function itemScope(item, scope) {
  const outer = new Scope(new Map([["item", item]]), scope);
  return item instanceof Map ? new Scope(item, outer) : outer;
}

// What is made of the nodes that go through something; `expression` makes what is made of any other.
export function goingThrough(expression) {
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
        if (typeof verdict !== "boolean") answer = null;
        return true;
      });
      return all ? answer : course.warn("INVALID_TYPE", `“${node.text}” has nothing to go through`);
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

  return { filter, forExpression, quantified };
}
