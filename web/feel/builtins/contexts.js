// Source: DMN 1.5, 10.3.4.2 (not), 10.3.4.10 (context functions).
import { entry, typeOf } from "../values.js";
import { define } from "./define.js";

define("not(negand: any)", (negand) => (typeof negand === "boolean" ? !negand : null));
define("get value(m: context, key: string)", (m, key) => m.get(key) ?? null);
define("get value(context: context, key: string)", (m, key) => m.get(key) ?? null);
define("get value(m: context, keys: list)", (m, keys) => within(m, keys));
define("get entries(m: context)", (m) => [...m].map(([key, value]) => new Map([["key", key], ["value", value]])));

function within(value, keys) {
  for (const key of keys) {
    if (typeof key !== "string" || !(value instanceof Map)) return null;
    value = value.get(key) ?? null;
  }
  return value;
}

function fromEntries(entries) {
  const made = new Map();
  for (const each of entries) {
    if (!(each instanceof Map) || !each.has("value")) return null;
    const key = entry(each, "key");
    if (typeof key !== "string" || made.has(key)) return null;
    made.set(key, each.get("value"));
  }
  return made;
}

define("context(entries: list)", fromEntries);
define("context(...entries: context)", (...entries) => fromEntries(entries));
define("context put(context: context, key: string, value: any)", (context, key, value) => new Map(context).set(key, value));
define("context put(context: context, keys: list, value: any)", put);

function put(context, keys, value) {
  const [key, ...rest] = keys;
  if (typeof key !== "string") return null;
  if (rest.length) {
    const inner = context.get(key) ?? null;
    if (typeOf(inner) !== "context") return null;
    value = put(inner, rest, value);
    if (value === null) return null;
  }
  return new Map(context).set(key, value);
}

function merge(contexts) {
  if (contexts.some((each) => !(each instanceof Map))) return null;
  return new Map(contexts.flatMap((each) => [...each]));
}

define("context merge(contexts: list)", merge);
define("context merge(...contexts: context)", (...contexts) => merge(contexts));
