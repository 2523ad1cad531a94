// The types a decision model defines (item definitions), with the values they allow.
//
// Source: DMN 1.5, 7.3.2 (item definitions), 7.3.3 (allowed values).
import { compile } from "../interpreter.js";
import { parseDate, parseDateTime, parseDuration, parseTime, MIDNIGHT, DateTime } from "../temporal.js";
import { named } from "../type_names.js";

// A finder of types by name for one model; imported models' types stand behind the import's name.
export function typesOf(model, imported) {
  const written = new Map(model.types.map((each) => [each.name, each]));
  const made = new Map();
  const find = (name) => {
    const plain = name.replace(/^feel:/, "");
    if (made.has(plain)) return made.get(plain);
    if (written.has(plain)) {
      const type = {};
      made.set(plain, type); // a type may hold itself
      Object.assign(type, build(written.get(plain)));
      return type;
    }
    const dot = plain.indexOf(".");
    const other = dot > 0 ? imported.get(plain.slice(0, dot)) : undefined;
    return other ? named(plain.slice(dot + 1), other) : undefined;
  };
  const build = (item) => {
    const element = { ...single(item) };
    if (item.values) element.allowed = item.values;
    if (!item.list) return element;
    return { name: "list", of: element.name ? element : null };
  };
  const single = (item) => {
    if (item.components.length) {
      return { name: "context", entries: new Map(item.components.map((each) => [each.name, typed(each)])) };
    }
    if (item.function) {
      const { params, result } = item.function;
      return { name: "function", params: params.map((each) => refer(each.type)), result: refer(result) };
    }
    return (item.base && named(item.base, find)) || {};
  };
  const typed = (item) => {
    const type = build(item);
    return type.name ? type : null;
  };
  const refer = (name) => {
    const type = name ? named(name, find) : null;
    return type?.name ? type : null;
  };
  return { find, refer };
}

const READ = {
  date: parseDate,
  time: parseTime,
  "date and time": (text) => {
    const date = parseDate(text);
    return date ? new DateTime(date, MIDNIGHT) : parseDateTime(text);
  },
  "days and time duration": parseDuration,
  "years and months duration": parseDuration,
};

// Text that came from outside as the date, time or duration its type says it is.
export function read(value, type) {
  if (!type || value === null) return value;
  if (typeof value === "string") return READ[type.name]?.(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => read(each, type.name === "list" ? type.of : type));
  if (value instanceof Map && type.entries) return new Map([...value].map(([key, each]) => [key, read(each, type.entries.get(key))]));
  return value;
}

// The first value inside that its type does not allow: {value, allowed}, or null.
export function forbidden(value, type, scope, course) {
  if (!type || value === null) return null;
  if (type.name === "list" && Array.isArray(value)) {
    for (const each of value) {
      const found = forbidden(each, type.of, scope, course);
      if (found) return found;
    }
  }
  if (value instanceof Map && type.entries) {
    for (const [key, of] of type.entries) {
      const found = value.has(key) ? forbidden(value.get(key), of, scope, course) : null;
      if (found) return found;
    }
  }
  if (type.allowed && compile(type.allowed, { unary: true })(value, scope, course) !== true) return { value, allowed: type.allowed };
  return null;
}
