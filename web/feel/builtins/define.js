// How a built-in function is written: one line says its name, its parameters and their types, another what it does.
//
//   define("substring(string: string, start position: number, length?: number)", (string, start, length) => …)
//
// Several definitions under one name are tried in order.  A parameter with `?` may be left out (then it is undefined),
// `...` takes the rest, `a|b` either type; only `any` and `null` take null.
import { builtin, convert } from "../types.js";
import { Func, MISMATCH, typeOf } from "../values.js";

const written = new Map();

export function define(signature, body) {
  const [, name, inside] = /^(.*?)\((.*)\)$/.exec(signature);
  const params = inside ? inside.split(", ").map(parameter) : [];
  if (!written.has(name)) written.set(name, []);
  written.get(name).push({ params, body });
}

function parameter(text) {
  const [, rest, name, optional, types] = /^(\.\.\.)?(.*?)(\?)?: (.*)$/.exec(text);
  return { name, rest: !!rest, optional: !!optional, types: types.split("|").map((type) => (type === "any" ? null : builtin(type))) };
}

function take(param, value) {
  if (param.types.includes(null)) return value ?? null;
  if (value === null || value === undefined) return param.types.some((type) => type.name === "null") ? null : undefined;
  const exact = param.types.find((type) => type.name === typeOf(value));
  if (exact) return value;
  for (const type of param.types) {
    const converted = convert(value, type);
    if (converted !== undefined && converted !== null) return converted;
  }
  return undefined;
}

// The arguments as the body takes them, or null when they do not fit.
function bind(params, given) {
  const taken = [];
  const isNamed = given instanceof Map;
  if (isNamed && [...given.keys()].some((name) => !params.some((param) => param.name === name))) return null;
  let position = 0;
  for (const param of params) {
    if (param.rest) {
      const rest = isNamed ? [given.get(param.name) ?? null].flat(1) : given.slice(position);
      if (rest.length === 0) return null;
      for (const value of rest) {
        const item = take(param, value);
        if (item === undefined) return null;
        taken.push(item);
      }
      return taken;
    }
    const missing = isNamed ? !given.has(param.name) : position >= given.length;
    const value = isNamed ? given.get(param.name) : given[position];
    position += 1;
    if (missing) {
      if (!param.optional) return null;
      taken.push(undefined);
      continue;
    }
    const item = take(param, value);
    if (item === undefined) return null;
    taken.push(item);
  }
  return isNamed || position >= given.length ? taken : null;
}

export function functions() {
  const made = new Map();
  for (const [name, overloads] of written) {
    const invoke = (given, course) => {
      for (const { params, body } of overloads) {
        const taken = bind(params, given);
        if (taken !== null) {
          const result = body.apply(course, taken);
          return result === undefined ? null : result;
        }
      }
      return MISMATCH;
    };
    const types = overloads[0].params.map((param) => ({ name: param.name, type: param.types[0] }));
    made.set(name, new Func(types, invoke));
  }
  return made;
}
