// From text to a tree, by the grammar feelin uses (Lezer), or to the place where it is not FEEL.
import { parser, trackVariables } from "@bpmn-io/lezer-feel";
import { typeOf } from "./values.js";

// `kind` is "foreign" (a sign of another language), "unexpected" or "early" (it ends too early).
export class NotFeel extends Error {
  constructor(message, from, near, kind) {
    super(message);
    Object.assign(this, { from, near, kind });
  }
}

// Operators of other languages that the grammar reads past: “a == b” would quietly be null.
const FOREIGN = /"(?:[^"\\]|\\.)*"|==|&&|\|\||!(?!=)/g;
// `range<T>` is younger than the grammar: it is read as a list type and remembered by its place.
const RANGE_TYPE = /"(?:[^"\\]|\\.)*"|\brange\s*<[^<>]*>/g;

export function parse(text, { unary = false, shape = {} } = {}) {
  for (const [found] of text.matchAll(FOREIGN)) {
    if (!found.startsWith('"')) throw new NotFeel(`“${found}” is no operator of FEEL`, text.indexOf(found), found, "foreign");
  }
  const ranges = new Set();
  const source = text.replace(RANGE_TYPE, (found, at) => {
    if (found.startsWith('"')) return found;
    ranges.add(at);
    return `list ${found.slice(5)}`;
  });
  const tree = parser.configure({ top: unary ? "UnaryTests" : "Expression", contextTracker: trackVariables(shape) }).parse(source);
  const stack = [{ name: "root", kids: [] }];
  tree.iterate({
    enter(node) {
      if (node.type.isError) throw broken(text, node);
      if (node.type.isSkipped) return false;
      const name = node.name === "ListType" && ranges.has(node.from) ? "RangeType" : node.name;
      const kept = { name, from: node.from, to: node.to, text: source.slice(node.from, node.to), kids: [] };
      stack.at(-1).kids.push(kept);
      stack.push(kept);
    },
    leave(node) {
      if (!node.type.isSkipped) stack.pop();
    },
  });
  return stack[0].kids.at(-1);
}

function broken(text, { from, to }) {
  const near = text.slice(Math.max(0, from - 10), to + 10).trim();
  const rest = text.slice(from).trim();
  const what = rest ? `“${rest.slice(0, 20)}” is not expected here` : "it ends too early";
  return new NotFeel(`${what} (character ${from + 1})`, from, near || "its end", rest ? "unexpected" : "early");
}

const SPECIAL =
  /[^\p{L}\p{N}_ ]|\b(?:for|in|return|if|then|else|some|every|satisfies|or|and|between|instance|of|not|null|true|false|date|time|duration|years|months|days|list|context|function|external)\b/u;

// The names in a context (of FEEL or of JSON) the grammar must be told of, because they hold signs or words that otherwise mean something;
// undefined when there are none.
export function shapeOf(value, depth = 0) {
  if (depth > 12) return undefined;
  if (Array.isArray(value)) {
    const merged = {};
    for (const each of value.slice(0, 20)) Object.assign(merged, shapeOf(each, depth + 1));
    return Object.keys(merged).length ? merged : undefined;
  }
  if (value === null || typeof value !== "object") return undefined;
  const kind = typeOf(value);
  if (kind !== "context" && kind !== "unknown") return undefined;
  let made;
  for (const [key, each] of kind === "context" ? value : Object.entries(value)) {
    const inner = shapeOf(each, depth + 1);
    if (inner !== undefined || SPECIAL.test(key)) (made ??= {})[key] = inner ?? 1;
  }
  return made;
}
