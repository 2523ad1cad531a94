// Decision tables: which rules match, and what the hit policy makes of them.
//
// Source: DMN 1.5, chapter 8 (decision tables), table 26 (hit policies).
import { equal, Num, number, order, phrase } from "../values.js";
import { convert } from "../types.js";
import { read } from "./types.js";

const isAny = (text) => text.trim() === "" || text.trim() === "-";

export function decideTable(table, scope, run) {
  const inputs = table.inputs.map((input, column) => {
    run.place = { part: "input", column };
    const type = run.refer(input.type);
    const raw = read(run.feel(input.text, scope), type);
    const value = convert(raw, type);
    if (value === undefined) {
      run.fail("input type", { input: input.label, value: phrase(raw), type: input.type });
      return null;
    }
    if (value !== null && input.values && run.test(input.values, value, scope) !== true) {
      run.fail("input not allowed", { input: input.label, value: phrase(value), allowed: input.values });
    }
    return value;
  });
  const matched = [];
  for (const [index, rule] of table.rules.entries()) {
    const holds = rule.tests.every((test, at) => {
      run.place = { part: "input", column: at, rule: index + 1 };
      return isAny(test) || run.test(test, inputs[at] ?? null, scope) === true;
    });
    if (holds) matched.push({ number: index + 1, rule });
    if (holds && table.hit === "FIRST") break;
  }
  run.place = null;
  run.note({
    inputs: table.inputs.map((input, at) => [input.label, inputs[at]]),
    rules: matched.map(({ number: at, rule }) => ({ number: at, id: rule.id, note: rule.note })),
  });
  const result = hit(table, matched, scope, run);
  run.place = null;
  return result;
}

// Where the outputs stand: the rule's number, none for the defaults.
function outputs(table, texts, scope, run, rule) {
  const values = table.outputs.map((output, at) => {
    run.place = { part: "output", column: at, rule };
    const type = run.refer(output.type);
    const raw = read(isAny(texts[at] ?? "") ? null : run.feel(texts[at], scope), type);
    const value = convert(raw, type);
    if (value === undefined) {
      run.fail("output type", { output: output.name, value: phrase(raw), type: output.type });
      return null;
    }
    if (value !== null && output.values && run.test(output.values, value, scope) !== true) {
      run.fail("output not allowed", { output: output.name, value: phrase(value), allowed: output.values });
    }
    return value;
  });
  run.place = null;
  return values.length === 1 ? values[0] : new Map(table.outputs.map((output, at) => [output.name, values[at]]));
}

function hit(table, matched, scope, run) {
  const names = () => matched.map(({ number: at }) => at).join(", ");
  const result = ({ number: at, rule }) => outputs(table, rule.outputs, scope, run, at);
  if (matched.length === 0) return unmatched(table, scope, run);
  switch (table.hit) {
    case "UNIQUE":
      if (matched.length > 1) return run.fail("not unique", { rules: names() });
      return result(matched[0]);
    case "ANY": {
      const all = matched.map(result);
      if (all.some((each) => equal(each, all[0]) !== true)) return run.fail("not the same", { rules: names() });
      return all[0];
    }
    case "FIRST":
      return result(matched[0]);
    case "PRIORITY":
      return byPriority(table, matched.map(result), scope, run)[0];
    case "OUTPUT ORDER":
      return byPriority(table, matched.map(result), scope, run);
    case "RULE ORDER":
      return matched.map(result);
    default:
      return collected(table, matched.map(result), run);
  }
}

function unmatched(table, scope, run) {
  const isList = ["RULE ORDER", "OUTPUT ORDER", "COLLECT"].includes(table.hit) && !table.aggregation;
  if (table.outputs.some((output) => output.default)) {
    const value = outputs(table, table.outputs.map((output) => output.default ?? ""), scope, run);
    return isList ? [value] : value;
  }
  if (table.aggregation === "COUNT") return number(0);
  return isList ? [] : null;
}

// The order of the output values is the order of preference, the first output's first.
function byPriority(table, results, scope, run) {
  const ranks = table.outputs.map((output) => (output.values ? run.list(output.values, scope) : null));
  if (ranks.every((each) => each === null)) {
    run.fail("no priorities", {});
    return [null];
  }
  const rank = (value, at) => {
    if (ranks[at] === null) return 0;
    const found = ranks[at].findIndex((each) => equal(each, value) === true);
    return found < 0 ? ranks[at].length : found;
  };
  const parts = (value) => (table.outputs.length === 1 ? [value] : table.outputs.map((output) => value.get(output.name)));
  return [...results].sort((a, b) => {
    const [left, right] = [parts(a), parts(b)];
    for (let at = 0; at < left.length; at += 1) {
      const difference = rank(left[at], at) - rank(right[at], at);
      if (difference) return difference;
    }
    return 0;
  });
}

function collected(table, results, run) {
  if (!table.aggregation) return results;
  if (table.aggregation === "COUNT") return number(results.length);
  if (table.outputs.length > 1) return run.fail("several outputs collected", {});
  if (table.aggregation === "SUM") {
    const total = results.reduce((sum, each) => (sum !== null && each instanceof Num ? sum.add(each) : null), new Num(0));
    return total ?? run.fail("not numbers", { values: results.map(phrase).join(", ") });
  }
  const sign = table.aggregation === "MIN" ? -1 : 1;
  let best = results[0];
  for (const each of results) {
    const compared = order(each, best);
    if (compared === null) return run.fail("no order", { values: results.map(phrase).join(", ") });
    if (compared * sign > 0) best = each;
  }
  return best;
}

