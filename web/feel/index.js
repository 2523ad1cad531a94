// FEEL for the engine's isolate and for the browser's forms: one expression, its variables, and what came of it.
import { compile } from "./interpreter.js";
import { Course, Scope } from "./scope.js";
import { NotFeel, parse, shapeOf } from "./syntax.js";
import { parseDateTime } from "./temporal.js";
import { lift, plain } from "./values.js";

// Variables as they come from JSON, brought to values of FEEL only when somebody asks for them.
class Given extends Map {
  constructor(raw) {
    super(Object.entries(raw));
    this.lifted = new Set();
  }
  get(name) {
    if (!this.lifted.has(name) && super.has(name)) {
      this.set(name, lift(super.get(name)));
      this.lifted.add(name);
    }
    return super.get(name);
  }
}

export function scopeOf(variables) {
  return new Scope(new Given(variables));
}

export function courseAt(at, types = null) {
  return new Course({ now: at ? parseDateTime(at) : null, types });
}

// The value of an expression (dates and durations as FEEL writes them) and what it could not make sense of.
export function evaluate(expression, variables = {}, at = null) {
  const course = courseAt(at);
  const shape = shapeOf(variables);
  const value = compile(expression, { shape })(scopeOf(variables), course);
  return { value: plain(value), warnings: course.warnings };
}

// Whether the value `?` of the variables passes a unary test.
export function unaryTest(expression, variables = {}, at = null) {
  const course = courseAt(at);
  const scope = scopeOf(variables);
  const value = compile(expression, { unary: true, shape: shapeOf(variables) })(scope.find("?") ?? null, scope, course);
  return { value, warnings: course.warnings };
}

// Where an expression stops being FEEL: {message, near}, or null.
export function syntaxError(expression, unary = false) {
  try {
    parse(expression, { unary });
    compile(expression, { unary });
    return null;
  } catch (error) {
    return { message: String(error.message), near: error instanceof NotFeel ? error.near : "" };
  }
}
