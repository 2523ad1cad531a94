// The types an expression names (`instance of`, parameters), and those a model defines.
import { builtin } from "./types.js";

const nameOf = (node) => node.text.trim().replace(/\s+/g, " ");
const inner = (node) => node.kids.filter((each) => /^[A-Z]/.test(each.name));

// The type of a Type node; null for Any, undefined when nobody knows it.
export function typeOfNode(node, known) {
  const kind = node.name === "Type" ? inner(node)[0] : node;
  switch (kind?.name) {
    case "ListType":
      return wrap("list", typeOfNode(inner(kind)[0], known));
    case "RangeType":
      return wrap("range", typeOfNode(inner(kind)[0], known));
    case "ContextType": {
      const entries = new Map();
      const listed = inner(kind)[0];
      for (const each of listed ? inner(listed) : []) {
        const type = typeOfNode(inner(each)[1], known);
        if (type === undefined) return undefined;
        entries.set(nameOf(inner(each)[0]), type);
      }
      return { name: "context", entries };
    }
    case "FunctionType": {
      const types = inner(kind);
      const params = types[0]?.name === "ArgumentTypes" ? inner(types[0]).map((each) => typeOfNode(inner(each)[0], known)) : [];
      const result = typeOfNode(types.at(-1), known);
      if (params.includes(undefined) || result === undefined) return undefined;
      return { name: "function", params, result };
    }
    default:
      return named(nameOf(kind ?? node), known);
  }
}

const wrap = (name, of) => (of === undefined ? undefined : { name, of });

// The type with this name, built in or of the model.
export function named(name, known) {
  const ofRange = /^range\s*<(.+)>$/.exec(name);
  if (ofRange) return wrap("range", named(ofRange[1].trim(), known));
  const found = known?.(name);
  return found !== undefined ? found : builtin(name);
}
