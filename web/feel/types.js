// Types: what a value is an instance of, and how a value is brought to the type that is asked for.
//
// A type is {name} for a built-in one, {name: "list", of}, {name: "context", entries: Map}, {name: "range", of},
// {name: "function", params, result}; null stands for Any.
//
// Source: DMN 1.5, 10.3.2.9 (type conformance and conversion).
import { DateTime, MIDNIGHT, Time, UTC } from "./temporal.js";
import { typeOf } from "./values.js";

const SYNONYMS = {
  dateTime: "date and time",
  dayTimeDuration: "days and time duration",
  yearMonthDuration: "years and months duration",
  Null: "null",
  // Camunda 7's names.
  integer: "number",
  long: "number",
  double: "number",
};
const NAMES = new Set([
  "number",
  "string",
  "boolean",
  "date",
  "time",
  "date and time",
  "days and time duration",
  "years and months duration",
  "list",
  "context",
  "range",
  "function",
  "null",
]);

// The built-in type with this name; null for Any, undefined when there is none.
export function builtin(name) {
  const plain = name.replace(/^feel:/, "").trim().replace(/\s+/g, " ");
  if (plain === "Any") return null;
  const known = SYNONYMS[plain] ?? plain;
  return NAMES.has(known) ? { name: known } : undefined;
}

// `a instance of type`: null is only an instance of null.
export function isInstance(value, type) {
  const actual = typeOf(value);
  if (actual === "null") return type !== null && type.name === "null";
  if (type === null) return true;
  if (type.name !== actual) return false;
  const fits = (each, of) => of === undefined || each === null || isInstance(each, of);
  switch (actual) {
    case "list":
      return value.every((each) => fits(each, type.of));
    case "context":
      return [...(type.entries ?? [])].every(([key, of]) => value.has(key) && fits(value.get(key), of));
    case "range":
      return [value.start, value.end].every((each) => fits(each, type.of));
    case "function": {
      if (!type.params) return true;
      if (type.params.length !== value.params.length) return false;
      // What a parameter takes may be wider than what is asked for; what comes out may be narrower.
      const takes = type.params.every((of, index) => conforms(of, value.params[index].type));
      return takes && (value.result === null || conforms(value.result, type.result));
    }
    default:
      return true;
  }
}

function conforms(type, wider) {
  if (wider === null || wider === undefined) return true;
  if (type === null || type === undefined) return false;
  if (type.name !== wider.name) return false;
  if (wider.of !== undefined && !conforms(type.of, wider.of)) return false;
  if (wider.entries) return [...wider.entries].every(([key, of]) => type.entries?.has(key) && conforms(type.entries.get(key), of));
  return true;
}

// `value` as `type`: itself, the one item of a list, a list of it, or a date at its midnight; undefined when it
// cannot be one.
export function convert(value, type) {
  if (type === null || type === undefined || value === null || value === undefined) return value ?? null;
  if (isInstance(value, type)) return value;
  if (type.name === "list" && !Array.isArray(value)) {
    const item = convert(value, type.of);
    return item === undefined ? undefined : [item];
  }
  if (type.name !== "list" && Array.isArray(value) && value.length === 1) return convert(value[0], type);
  if (type.name === "list" && Array.isArray(value) && type.of) {
    const items = value.map((each) => convert(each, type.of));
    return items.includes(undefined) ? undefined : items;
  }
  if (type.name === "date and time" && typeOf(value) === "date") {
    return new DateTime(value, new Time(MIDNIGHT.hour, MIDNIGHT.minute, MIDNIGHT.second, 0, UTC));
  }
  return undefined;
}
