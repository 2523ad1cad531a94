// Decisions with what they require: input data, other decisions, business knowledge models, decision services.
//
// A run never stops half way: what cannot be decided is null and leaves a failure with its name, so that the engine
// can refuse the result while everything that led to it is known.
//
// Source: DMN 1.5, 6.3 (requirements), 7.3.1, 10.4 (execution semantics of decision services).
import { userFunction } from "../functions.js";
import { compile } from "../interpreter.js";
import { Course, Scope } from "../scope.js";
import { parse, shapeOf } from "../syntax.js";
import { convert } from "../types.js";
import { lift, phrase, plain } from "../values.js";
import { evaluateLogic, fitted, typed } from "./logic.js";
import { forbidden, read, typesOf } from "./types.js";

const MOST_FAILURES = 20;

// One file, ready: its elements by id and its types.  `others` are the models it may import, by namespace.
export class Model {
  constructor(written, others = new Map()) {
    this.written = written;
    this.elements = new Map();
    this.imports = new Map();
    for (const { name, namespace } of written.imports) {
      if (others.has(namespace)) this.imports.set(name, others.get(namespace));
    }
    this.others = others;
    for (const kind of ["inputs", "decisions", "knowledge", "services"]) {
      for (const element of written[kind]) this.elements.set(element.id, { ...element, kind, model: this });
    }
    const { find, refer } = typesOf(written, new Map([...this.imports].map(([name, model]) => [name, model.find])));
    Object.assign(this, { find, refer });
    this.isOpen = written.inputs.length === 0;
    this.needsShape = hasSpecialNames(written);
    // Parsed when the model is kept, outside of the time an evaluation has; what is no FEEL says so when it is asked.
    if (!this.needsShape) expressionsOf(written, ({ text, unary }) => attempt(() => compile(text, { unary })));
  }
  // What a reference (`#id` or `namespace#id`) means, and the name of the import it comes by.
  follow(reference) {
    const [namespace, id] = reference.includes("#") ? reference.split("#") : ["", reference];
    if (!namespace || namespace === this.written.namespace) return { element: this.elements.get(id), through: null };
    for (const [name, model] of this.imports) {
      if (model.written.namespace === namespace) return { element: model.elements.get(id), through: name };
    }
    return { element: this.others.get(namespace)?.elements.get(id), through: null };
  }
  named(name) {
    if (this.elements.has(name)) return this.elements.get(name);
    return [...this.elements.values()].find((each) => each.name === name && each.kind !== "inputs");
  }
}

function hasSpecialNames(written) {
  const names = [];
  const visit = (value) => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value && typeof value === "object") {
      for (const key of ["name", "variable"]) if (typeof value[key] === "string") names.push(value[key]);
      if (Array.isArray(value.columns)) names.push(...value.columns);
      Object.values(value).forEach(visit);
    }
  };
  visit(written);
  return shapeOf(new Map(names.map((name) => [name, null]))) !== undefined;
}

class Run {
  constructor(model, variables, { now = null } = {}) {
    this.variables = variables;
    this.course = new Course({ now, types: null });
    this.failures = [];
    this.trace = [];
    this.results = new Map();
    this.inside = [];
    this.place = null;
    this.enter(model);
  }
  enter(model) {
    const before = this.model;
    this.model = model;
    this.course.types = model.find;
    return before;
  }
  refer(name) {
    return this.model.refer(name);
  }
  fail(code, details) {
    const at = this.inside.at(-1);
    if (this.failures.length < MOST_FAILURES) this.failures.push({ code, decision: at?.id ?? null, label: at?.name ?? null, place: this.place, ...details });
    return null;
  }
  note(facts) {
    if (this.inside.length) this.inside.at(-1).notes.push(facts);
  }
  compiled(text, unary, scope) {
    try {
      return compile(text, { unary, shape: this.model.needsShape ? shapes(scope) : undefined });
    } catch (error) {
      this.fail("not FEEL", { text, reason: error.message });
      return () => null;
    }
  }
  feel(text, scope) {
    if (text.trim() === "") return null;
    return this.compiled(text, false, scope)(scope, this.course);
  }
  test(text, value, scope) {
    return this.compiled(text, true, scope)(value, scope, this.course);
  }
  list(text, scope) {
    return this.compiled(`[${text}]`, false, scope)(scope, this.course);
  }
}

function shapes(scope) {
  let made;
  for (let at = scope; at !== null; at = at.parent) {
    const shape = shapeOf(at.entries);
    if (shape) made = { ...shape, ...made };
  }
  return made;
}

// What an element gives: a value, or a function where it is knowledge or a service.
function resolve(element, run) {
  if (run.results.has(element)) return run.results.get(element);
  const before = run.enter(element.model);
  try {
    const value = KINDS[element.kind](element, run);
    run.results.set(element, value);
    return value;
  } finally {
    run.enter(before);
  }
}

const KINDS = {
  inputs(element, run) {
    const type = run.refer(element.type);
    const raw = read(lift(run.variables[element.name] ?? null), type);
    const value = convert(raw, type);
    if (value === undefined) return run.fail("input type", { input: element.name, value: phrase(raw), type: element.type });
    const wrong = forbidden(value, type, new Scope(new Map()), run.course);
    if (wrong) return run.fail("input not allowed", { input: element.name, value: phrase(wrong.value), allowed: wrong.allowed });
    return value;
  },
  decisions(element, run) {
    if (run.inside.some((frame) => Object.getPrototypeOf(frame) === element)) return run.fail("requires itself", {});
    const scope = surroundings(element, run);
    const frame = Object.assign(Object.create(element), { notes: [] });
    run.inside.push(frame);
    const value = typed(element.logic, element.type, scope, run);
    const type = run.refer(element.type);
    const wrong = type && forbidden(value, type, scope, run.course);
    if (wrong) run.fail("output not allowed", { output: element.name, value: phrase(wrong.value), allowed: wrong.allowed });
    run.inside.pop();
    run.trace.push({ id: element.id, name: element.name, notes: frame.notes, value });
    return value;
  },
  knowledge(element, run) {
    const scope = surroundings(element, run);
    const params = element.params.map(({ name, type }) => ({ name, type: run.refer(type) }));
    const { model } = element;
    const made = userFunction(params, (entries) => {
      const before = run.enter(model);
      try {
        if (element.function !== "FEEL") return run.fail("foreign function", { kind: element.function });
        const value = evaluateLogic(element.logic, new Scope(entries, scope), run);
        return fitted(value, element.type, run);
      } finally {
        run.enter(before);
      }
    });
    scope.entries.set(element.name, made); // it may call itself
    return made;
  },
  services(element, run) {
    const parameters = [...element.inputs, ...element.given].map((reference) => element.model.follow(reference).element).filter(Boolean);
    const params = parameters.map((each) => ({ name: each.name, type: each.model.refer(each.type) }));
    return userFunction(params, (entries) => {
      // A service decides anew, from its arguments only.
      const inner = new Run(element.model, {}, { now: run.course.moment });
      Object.assign(inner, { failures: run.failures, trace: run.trace, course: run.course, inside: run.inside });
      for (const each of parameters) inner.results.set(each, entries.get(each.name));
      return serve(element, inner);
    });
  },
};

function serve(element, run) {
  const before = run.enter(element.model);
  const decided = element.outputs.map((reference) => element.model.follow(reference).element).filter(Boolean);
  const values = decided.map((each) => resolve(each, run));
  const result = values.length === 1 ? values[0] : new Map(decided.map((each, at) => [each.name, values[at]]));
  const fits = fitted(result, element.type, run);
  run.enter(before);
  return fits;
}

// The names an element's logic sees: what it requires; where a file declares no inputs, every variable given.
function surroundings(element, run) {
  const entries = new Map();
  for (const reference of [...element.requires, ...element.knows]) {
    const { element: required, through } = element.model.follow(reference);
    if (!required) {
      run.fail("requires nothing", { reference });
      continue;
    }
    const value = resolve(required, run);
    if (through === null) entries.set(required.name, value);
    else entries.set(through, (entries.get(through) ?? new Map()).set(required.name, value));
  }
  for (const [name, model] of element.model.imports) {
    // Imported decisions and knowledge are seen whole, behind the import's name.
    if (!entries.has(name) && !name) continue;
    for (const each of model.elements.values()) {
      if (each.kind === "knowledge" && entries.get(name) instanceof Map && !entries.get(name).has(each.name)) {
        entries.get(name).set(each.name, resolve(each, run));
      }
    }
  }
  const given = element.model.isOpen && element.kind === "decisions" ? new Scope(lift(run.variables)) : null;
  return new Scope(entries, given);
}

// Decides `name` (an id or a name) and says how: {value, trace, failures, warnings}.
export function decide(model, name, variables, now) {
  const element = model.named(name);
  const run = new Run(model, variables, { now });
  if (!element) run.fail("no such decision", { name });
  const value = element ? (element.kind === "services" ? ofService(element, run) : resolve(element, run)) : null;
  const missing = run.course.warnings.find((warning) => warning.kind === "NO_FUNCTION_FOUND");
  if (missing) run.fail("no such function", { reason: missing.message });
  return {
    value: run.failures.length ? shown(value) : plain(value),
    output: element?.logic?.form === "table" && element.logic.outputs.length === 1 ? element.logic.outputs[0].name : null,
    trace: run.trace.map((each) => ({
      decision: each.id,
      label: each.name,
      tables: each.notes.map(({ inputs, rules }) => ({
        inputs: Object.fromEntries(inputs.map(([label, value]) => [label, shown(value)])),
        rules,
      })),
      value: shown(each.value),
    })),
    failures: run.failures,
    warnings: run.course.warnings.map((warning) => warning.message),
  };
}

function shown(value) {
  try {
    return plain(value);
  } catch {
    return phrase(value);
  }
}

// A service asked from outside: its input decisions may be given as well as its input data.
function ofService(element, run) {
  for (const reference of element.given) {
    const { element: decision } = element.model.follow(reference);
    if (decision) {
      const type = decision.model.refer(decision.type);
      const raw = read(lift(run.variables[decision.name] ?? null), type);
      run.results.set(decision, convert(raw, type) ?? null);
    }
  }
  return serve(element, run);
}

function attempt(work) {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
}

// What is wrong with a file's expressions: [{element, text, near, at, place}]; `at` counts characters, `place` is the cell.
export function problems(written) {
  const found = [];
  const shape = everyName(written);
  expressionsOf(written, ({ element, text, unary, place }) => {
    const error = attempt(() => parse(text, { unary, shape }));
    if (error) found.push({ element, text, near: error.near || error.message, at: error.from ?? 0, place });
  });
  return found;
}

// Shows `visit` every expression of a file: {element, text, unary, place}; `place` is where in a table it stands.
function expressionsOf(written, visit) {
  const show = (element, text, unary, place = null) => {
    if (text && text.trim() && text.trim() !== "-") visit({ element, text, unary, place });
  };
  const walk = (owner, logic) => {
    if (!logic || typeof logic !== "object") return;
    if (Array.isArray(logic)) {
      for (const each of logic) walk(owner, each);
    } else if (logic.form === "literal") {
      show(owner, logic.text, false);
    } else if (logic.form === "table") {
      for (const [column, input] of logic.inputs.entries()) {
        show(owner, input.text, false, { part: "input", column });
        show(owner, input.values, true, { part: "input", column });
      }
      for (const [column, output] of logic.outputs.entries()) {
        show(owner, output.values, true, { part: "output", column });
        show(owner, output.default, false, { part: "output", column });
      }
      for (const [row, rule] of logic.rules.entries()) {
        for (const [column, text] of rule.tests.entries()) show(owner, text, true, { part: "input", column, rule: row + 1 });
        for (const [column, text] of rule.outputs.entries()) show(owner, text, false, { part: "output", column, rule: row + 1 });
      }
    } else {
      for (const each of Object.values(logic)) walk(owner, each);
    }
  };
  for (const element of [...written.decisions, ...written.knowledge]) walk(element.id, element.logic);
  const ofTypes = (types) => {
    for (const type of types) {
      show(type.name, type.values, true);
      ofTypes(type.components);
    }
  };
  ofTypes(written.types);
}

function everyName(written) {
  const names = new Map();
  const visit = (value) => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value && typeof value === "object") {
      if (typeof value.name === "string") names.set(value.name, null);
      Object.values(value).forEach(visit);
    }
  };
  visit(written);
  return shapeOf(names) ?? {};
}
