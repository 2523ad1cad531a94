// Boxed expressions: what a decision or a business knowledge model says, whatever its form.
//
// Source: DMN 1.5, 7.3.1 (expressions), 10.2 (boxed expressions).
import { userFunction } from "../functions.js";
import { each } from "../going_through.js";
import { Scope } from "../scope.js";
import { convert } from "../types.js";
import { Func, MISMATCH, Num, phrase } from "../values.js";
import { decideTable } from "./table.js";

const FORMS = {
  literal: (logic, scope, run) => run.feel(logic.text, scope),
  table: decideTable,
  context(logic, scope, run) {
    const made = new Map();
    const inner = new Scope(made, scope);
    for (const { name, type, value } of logic.entries) {
      const result = typed(value, type, inner, run);
      if (name === null) return result;
      made.set(name, result);
    }
    return made;
  },
  list: (logic, scope, run) => logic.items.map((item) => evaluateLogic(item, scope, run)),
  relation: (logic, scope, run) =>
    logic.rows.map((row) => new Map(row.map((cell, at) => [logic.columns[at], evaluateLogic(cell, scope, run)]))),
  function(logic, scope, run) {
    if (logic.kind !== "FEEL") return run.fail("foreign function", { kind: logic.kind });
    const params = logic.params.map(({ name, type }) => ({ name, type: run.refer(type) }));
    return userFunction(params, (entries) => evaluateLogic(logic.body, new Scope(entries, scope), run));
  },
  invocation(logic, scope, run) {
    const callee = evaluateLogic(logic.called, scope, run);
    if (!(callee instanceof Func)) return run.fail("nothing to call", { called: logic.called?.text ?? "" });
    const given = new Map(logic.bindings.map(({ name, value }) => [name, evaluateLogic(value, scope, run)]));
    const result = callee.invoke(given, run.course);
    if (result === MISMATCH) return run.course.warn("FUNCTION_INVOCATION_FAILURE", `“${logic.called?.text}”: the arguments do not fit`);
    return result;
  },
  conditional(logic, scope, run) {
    const verdict = evaluateLogic(logic.if, scope, run);
    if (!isVerdict(verdict)) return run.course.warn("INVALID_TYPE", `${phrase(verdict)} is neither true nor false`);
    return evaluateLogic(verdict === true ? logic.then : logic.else, scope, run);
  },
  filter(logic, scope, run) {
    const list = each(evaluateLogic(logic.in, scope, run));
    if (list === null) return null;
    const kept = [];
    for (const item of list) {
      const outer = new Scope(new Map([["item", item]]), scope);
      const verdict = evaluateLogic(logic.match, item instanceof Map ? new Scope(item, outer) : outer, run);
      if (verdict instanceof Num) {
        const at = verdict.toNumber();
        return list[at < 0 ? list.length + at : at - 1] ?? null;
      }
      if (!isVerdict(verdict)) return run.course.warn("INVALID_TYPE", `${phrase(verdict)} is neither true nor false`);
      if (verdict === true) kept.push(item);
    }
    return kept;
  },
  for(logic, scope, run) {
    const list = each(evaluateLogic(logic.in, scope, run));
    if (list === null) return null;
    const made = [];
    for (const item of list) {
      const entries = new Map([[logic.variable, item], ["partial", [...made]]]);
      made.push(evaluateLogic(logic.body, new Scope(entries, scope), run));
    }
    return made;
  },
  some: (logic, scope, run) => quantified(logic, scope, run, true),
  every: (logic, scope, run) => quantified(logic, scope, run, false),
};

function quantified(logic, scope, run, isSome) {
  const list = each(evaluateLogic(logic.in, scope, run));
  if (list === null) return null;
  const verdicts = list.map((item) => evaluateLogic(logic.body, new Scope(new Map([[logic.variable, item]]), scope), run));
  const wrong = verdicts.find((verdict) => !isVerdict(verdict));
  if (wrong !== undefined) return run.course.warn("INVALID_TYPE", `${phrase(wrong)} is neither true nor false`);
  if (verdicts.includes(isSome)) return isSome;
  return verdicts.includes(null) ? null : !isSome;
}

const isVerdict = (value) => value === null || typeof value === "boolean";

// What the logic gives; nothing at all gives null.
export function evaluateLogic(logic, scope, run) {
  if (!logic) return null;
  const value = FORMS[logic.form](logic, scope, run);
  if (!logic.type) return value ?? null;
  return fitted(value ?? null, logic.type, run);
}

export function typed(logic, type, scope, run) {
  return fitted(evaluateLogic(logic, scope, run), type, run);
}

export function fitted(value, type, run) {
  const fits = convert(value, run.refer(type));
  if (fits === undefined) return run.fail("result type", { value: phrase(value), type });
  return fits;
}
