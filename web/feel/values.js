// The values of FEEL: null, booleans, strings, lists (arrays), contexts (Maps), decimal numbers with 34 digits, times,
// ranges and functions; how they come from JSON and go back, and when two of them are equal or one comes first.
//
// Source: DMN 1.5, 10.3.2.2 (equality), 10.3.2.3 (data types), table 54 (comparison).
import { normalizeContextKey } from "@bpmn-io/lezer-feel";
import Decimal from "decimal.js";
import { CalendarDate, DateTime, DayDuration, MonthDuration, Time, instant, offsetOf, parseTemporal, write } from "./temporal.js";

export const Num = Decimal.clone({ precision: 34, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -6200, toExpPos: 6200, maxE: 6144, minE: -6176 });

export class Range {
  constructor(start, end, startIncluded, endIncluded) {
    Object.assign(this, { start, end, startIncluded, endIncluded });
    Object.freeze(this);
  }
}

// `invoke` takes the arguments in order (an array) or by name (a Map) and may answer MISMATCH.
export class Func {
  constructor(params, invoke, result = null) {
    Object.assign(this, { params, invoke, result });
    Object.freeze(this);
  }
}

export const MISMATCH = Symbol("the arguments do not fit");

export function typeOf(value) {
  if (value === null || value === undefined) return "null";
  switch (typeof value) {
    case "boolean":
    case "string":
      return typeof value;
    case "function":
      return "function";
  }
  if (Array.isArray(value)) return "list";
  if (value instanceof Map) return "context";
  if (value instanceof Num) return "number";
  if (value instanceof CalendarDate) return "date";
  if (value instanceof Time) return "time";
  if (value instanceof DateTime) return "date and time";
  if (value instanceof MonthDuration) return "years and months duration";
  if (value instanceof DayDuration) return "days and time duration";
  if (value instanceof Range) return "range";
  if (value instanceof Func) return "function";
  return "unknown";
}

export function number(value) {
  const made = new Num(value);
  return made.isFinite() ? made : null;
}

// What the host writes a date, time or duration of its own under, so that it comes in as what it is.
const TEMPORAL = "@kyzmat:temporal";

// From JSON; an object becomes a context, so that no name of JavaScript's prototypes is ever seen.
export function lift(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return value.map(lift);
  if (typeof value === "object" && typeOf(value) === "unknown") {
    if (typeof value[TEMPORAL] === "string") return parseTemporal(value[TEMPORAL]);
    return new Map(Object.entries(value).map(([key, each]) => [key, lift(each)]));
  }
  return value;
}

// To JSON; dates and durations as FEEL writes them.
export function plain(value) {
  switch (typeOf(value)) {
    case "null":
      return null;
    case "boolean":
    case "string":
      return value;
    case "number":
      return value.toNumber();
    case "list":
      return value.map(plain);
    case "context": {
      const made = {};
      for (const [key, each] of value) Object.defineProperty(made, key, { value: plain(each), enumerable: true, configurable: true });
      return made;
    }
    case "function":
      throw new Error("A function is not a value that can be kept.");
    case "range":
      return text(value);
    default:
      return write(value);
  }
}

const bare = /^[\p{L}_][\p{L}\p{N}_ ]*$/u;

function quoted(value) {
  return typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : text(value);
}

// What `string(value)` gives.
export function text(value) {
  switch (typeOf(value)) {
    case "null":
      return "null";
    case "string":
      return value;
    case "boolean":
      return String(value);
    case "number":
      return value.toFixed();
    case "list":
      return `[${value.map(quoted).join(", ")}]`;
    case "context":
      return `{${[...value].map(([key, each]) => `${bare.test(key) ? key : quoted(key)}: ${quoted(each)}`).join(", ")}}`;
    case "range":
      return writeRange(value);
    case "function":
      return `function(${value.params.map((param) => param.name).join(", ")})`;
    default:
      return write(value);
  }
}

const literal = (value) => (["null", "number", "string", "boolean"].includes(typeOf(value)) ? quoted(value) : `@"${write(value)}"`);

function writeRange({ start, end, startIncluded, endIncluded }) {
  if (start === null) return `${endIncluded ? "<=" : "<"} ${literal(end)}`;
  if (end === null) return `${startIncluded ? ">=" : ">"} ${literal(start)}`;
  return `${startIncluded ? "[" : "("}${literal(start)}..${literal(end)}${endIncluded ? "]" : ")"}`;
}

// An entry of a context under a name, however it is spaced; undefined when there is none.
export function entry(context, name) {
  if (context.has(name)) return context.get(name);
  const wanted = normalizeContextKey(name);
  if (context.has(wanted)) return context.get(wanted);
  for (const [key, value] of context) if (normalizeContextKey(key) === wanted) return value;
  return undefined;
}

// true, false, or null when the two cannot be compared.
export function equal(a, b) {
  const [left, right] = [typeOf(a), typeOf(b)];
  if (left === "null" || right === "null") return left === right;
  if (left !== right) return null;
  switch (left) {
    case "number":
      return a.eq(b);
    case "boolean":
    case "string":
      return a === b;
    case "list": {
      if (a.length !== b.length) return false;
      return a.every((each, index) => equal(each, b[index]) === true);
    }
    case "context": {
      if (a.size !== b.size) return false;
      for (const [key, each] of a) if (!b.has(key) || equal(each, b.get(key)) !== true) return false;
      return true;
    }
    case "years and months duration":
      return a.months === b.months;
    case "days and time duration":
      return a.nanos === b.nanos;
    case "range":
      return (
        a.startIncluded === b.startIncluded &&
        a.endIncluded === b.endIncluded &&
        equal(a.start, b.start) === true &&
        equal(a.end, b.end) === true
      );
    case "function":
      return a === b;
    case "date":
      return instant(a) === instant(b);
    default:
      if ((offsetOf(a) === null) !== (offsetOf(b) === null)) return left === "date and time" ? false : null;
      return instant(a) === instant(b);
  }
}

// Negative, zero or positive, or null when the two have no order.
export function order(a, b) {
  const type = typeOf(a);
  if (type !== typeOf(b)) return null;
  const sign = (x, y) => (x < y ? -1 : x > y ? 1 : 0);
  switch (type) {
    case "number":
      return a.cmp(b);
    case "string":
      return sign(a, b);
    case "years and months duration":
      return sign(a.months, b.months);
    case "days and time duration":
      return sign(a.nanos, b.nanos);
    case "date":
      return sign(instant(a), instant(b));
    case "time":
    case "date and time":
      if ((offsetOf(a) === null) !== (offsetOf(b) === null)) return null;
      return sign(instant(a), instant(b));
    default:
      return null;
  }
}

// Whether a value lies in a range; null when it cannot be compared with its ends.
export function contains(range, value) {
  const { start, end, startIncluded, endIncluded } = range;
  let known = true;
  if (start !== null) {
    const low = order(value, start);
    if (low === null) known = false;
    else if (startIncluded ? low < 0 : low <= 0) return false;
  }
  if (end !== null) {
    const high = order(value, end);
    if (high === null) known = false;
    else if (endIncluded ? high > 0 : high >= 0) return false;
  }
  return known && (start !== null || end !== null) ? true : null;
}

// What a value is about, as a phrase for a message.
export function phrase(value) {
  const shown = typeOf(value) === "function" ? "a function" : quoted(value);
  return shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}
