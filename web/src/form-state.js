// What a form's expressions come to as it stands: what is hidden, what is for reading only, what is computed. The engine
// says the same in `engine/forms/_states.py`, with the same interpreter; a test compares the two.
import { evaluate } from "../feel/index.js";
import { problemOf } from "../forms/problems.js";
import { isField, valueOf } from "../forms/values.js";

const split = (name) => String(name ?? "").split(".").filter(Boolean);

// Every component at each of its places; `rows(name)` says how many rows a list has.
export function* places(components, rows, prefix = [], around = [], above = []) {
  for (const component of components ?? []) {
    const isList = component.type === "dynamiclist";
    const holds = isList || component.components;
    const path = [...prefix, ...split(holds ? component.path : component.key)];
    const place = { component, path, name: path.join("."), rows: around, above };
    yield place;
    if (isList) {
      for (let number = 0; number < rows(place.name); number += 1) {
        const row = [...path, number];
        yield* places(component.components, rows, row, [...around, row], [...above, place]);
      }
    } else if (holds) {
      yield* places(component.components, rows, path, around, [...above, place]);
    }
  }
}

export const markOf = (place) => place.name || `${place.component.type}#${place.component.id ?? ""}`;

function at(data, path) {
  let value = data;
  for (const part of path) value = value === null || typeof value !== "object" ? undefined : value[part];
  return value ?? null;
}

// Sets the value at a path; what lies on the way is made, and copied where it belongs to somebody else.
function put(data, path, value) {
  let here = data;
  path.forEach((part, position) => {
    if (position === path.length - 1) here[part] = value;
    else {
      const inner = here[part];
      const following = path[position + 1];
      here[part] = Array.isArray(inner) ? [...inner] : inner !== null && typeof inner === "object" ? { ...inner } : Number.isInteger(following) ? [] : {};
      if (Array.isArray(here[part])) while (here[part].length <= following) here[part].push({});
      here = here[part];
    }
  });
}

function scope(place, known) {
  let seen = known;
  const numbers = [];
  for (const path of place.rows) {
    const row = at(known, path);
    const own = row !== null && typeof row === "object" && !Array.isArray(row) ? row : {};
    numbers.push(path.at(-1) + 1);
    seen = { ...seen, ...own, this: own, parent: { ...seen }, i: [...numbers] };
  }
  return seen;
}

function answer(text, place, known, at_, more = {}) {
  try {
    const { value, warnings } = evaluate(text.replace(/^=/, ""), { ...scope(place, known), ...more }, at_);
    return warnings.some((warning) => warning.kind === "NO_FUNCTION_FOUND") ? null : value;
  } catch {
    return null;
  }
}

// `rules` are what the server says of the form, `typed` what stands in its fields.
function read(rules, typed) {
  const { components, known: context = {}, held = {}, at: moment = null } = rules;
  const rows = (name) => Number(typed[`${name}[]`]?.at(-1) ?? 0);
  const found = [...places(components, rows)];
  const known = { ...context };
  const values = new Map();
  for (const place of found) if (place.component.type === "dynamiclist") put(known, place.path, Array.from({ length: rows(place.name) }, () => ({})));
  for (const place of found) {
    const { component } = place;
    if (!isField(component) || component.readonly === true || component.disabled) continue;
    const value = valueOf(component, place.name, typed, held);
    values.set(place, value);
    put(known, place.path, value === undefined ? null : value);
  }
  const sums = found.filter((place) => place.component.type === "expression" && place.component.key);
  for (let round = 0; round < sums.length; round += 1) {
    const values = sums.map((place) => answer(String(place.component.expression ?? "null"), place, known, moment));
    if (sums.every((place, number) => JSON.stringify(at(known, place.path)) === JSON.stringify(values[number] ?? null))) break;
    sums.forEach((place, number) => put(known, place.path, values[number] ?? null));
  }
  const hidden = new Set();
  for (const place of found) {
    const hide = place.component.conditional?.hide;
    if (hide && answer(String(hide), place, known, moment) === true) hidden.add(place);
  }
  const isHidden = (place) => hidden.has(place) || place.above.some((outer) => hidden.has(outer));
  const isReadonly = ({ component }, place) => component.readonly === true || Boolean(component.disabled) || (typeof component.readonly === "string" && answer(component.readonly, place, known, moment) === true);
  return { found, known, values, sums, isHidden, isReadonly: (place) => isReadonly(place, place), ask: (place, text, more) => answer(text, place, known, moment, more) };
}

// A value as it stands in a text; `modeler_api/forms/prose.py` says the same.
function inWords(value, words) {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.map((each) => inWords(each, words)).join(", ");
  if (typeof value === "object" && "amount" in value && "currency" in value) return `${value.amount} ${value.currency}`;
  return String(value);
}

// The choices of a list as [value, words]; nothing for what is no list.
const token = (value) => (typeof value === "boolean" ? (value ? "True" : "False") : String(value));
const offered = (value) => (Array.isArray(value) ? value : []).filter((each) => each !== null).map((each) => {
  const isPair = typeof each === "object";
  return isPair ? [token(each.value ?? ""), token(each.label ?? each.value ?? "")] : [token(each), token(each)];
});

// `texts` are FEEL texts that stand in the words of the page.
export function state(rules, typed, texts = []) {
  const { found, known, sums, isHidden, isReadonly } = read(rules, typed);
  const top = { rows: [] };
  const said = (text) => inWords(answer(text, top, known, rules.at ?? null), rules.words ?? {});
  const choosing = found.filter(({ component }) => component.valuesExpression);
  return {
    hidden: found.filter(isHidden).map(markOf),
    readonly: found.filter(isReadonly).map(markOf),
    computed: Object.fromEntries(sums.map((place) => [place.name, at(known, place.path)])),
    options: Object.fromEntries(choosing.map((place) => [place.name, offered(answer(String(place.component.valuesExpression), top, known, rules.at ?? null))])),
    said: texts.map(said),
    worded: (rules.texts ?? []).map(({ words }) => words.replace(/\{\{([\s\S]*?)\}\}/g, (_found, text) => said(text.trim()))),
  };
}

// What is wrong, in the order of the page: the field's name, which sentence says it, and its component.
export function problems(rules, typed) {
  const { found, values, isHidden, isReadonly, ask } = read(rules, typed);
  const told = [];
  for (const place of found) {
    if (!values.has(place) || isHidden(place) || isReadonly(place)) continue;
    const wrong = problemOf(place.component, values.get(place), typed[place.name]?.[0], (text, more) => ask(place, String(text), more));
    if (wrong) told.push({ name: place.name, component: place.component, ...wrong });
  }
  return told;
}
