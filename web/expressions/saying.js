// What is wrong with an expression, in the words of the page: where it stops being FEEL, and which of its names nobody
// has set. `words` are the page's, by what they say.
import { builtins } from "../feel/builtins/index.js";
import { parse } from "../feel/syntax.js";
import { isTest, pieces } from "./written.js";

const OURS = { "==": "=", "&&": "and", "||": "or", "!": "not(…)" };
const put = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

function broken(text, error, words) {
  if (error.kind === "foreign") return put(words.foreign, { sign: error.near, ours: OURS[error.near] ?? "=" });
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, "");
  if (bare.includes('"')) return words.quote;
  if (bare.includes("'")) return words.apostrophe;
  for (const [opening, closing] of ["()", "[]", "{}"]) {
    // A range may turn its brackets outwards, so only round ones and braces have to be paired.
    if (opening !== "[" && bare.split(opening).length > bare.split(closing).length && !/[[\]].*\.\./.test(bare)) return put(words.open, { bracket: opening });
  }
  if (error.kind !== "unexpected") return words.early;
  return put(words.unexpected, { part: text.slice(error.from).trim().split(/\s+/).slice(0, 2).join(" ").slice(0, 24) });
}

// The names an expression asks for, and the functions it calls; names it gives itself (of a loop, of a part) are none.
export function asked(tree) {
  const own = new Set();
  const names = new Set();
  const calls = new Set();
  const visit = (node, inFilter) => {
    if (node.name === "Name") own.add(node.text.trim().replace(/\s+/g, " "));
    if (node.name === "VariableName") {
      if (!inFilter) names.add(node.text.trim().replace(/\s+/g, " "));
      return;
    }
    if (node.name === "FunctionInvocation" && node.kids[0]?.name === "VariableName") {
      calls.add(node.kids[0].text.trim().replace(/\s+/g, " "));
      for (const kid of node.kids.slice(1)) visit(kid, inFilter);
      return;
    }
    if (node.name === "PathExpression") return visit(node.kids[0], inFilter);
    // Inside a filter a name may be a part of the items, which nobody declares.
    if (node.name === "FilterExpression") {
      visit(node.kids[0], inFilter);
      for (const kid of node.kids.slice(1)) visit(kid, true);
      return;
    }
    for (const kid of node.kids) visit(kid, inFilter);
  };
  visit(tree, false);
  return { names: [...names].filter((name) => !own.has(name) && name !== "?" && name !== "item"), calls: [...calls].filter((name) => !own.has(name)) };
}

const treeOf = (field, piece) => parse(piece.text, { unary: isTest(field) });

// Every name of a field's expressions; none while it is no FEEL.
export function namesIn(field) {
  try {
    return [...new Set(pieces(field).flatMap((piece) => asked(treeOf(field, piece)).names))];
  } catch {
    return [];
  }
}

// How many letters have to change for one word to become another.
function apart(one, other) {
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
    row = next;
  }
  return row.at(-1);
}

function like(name, all) {
  const near = all.map((other) => [apart(name.toLowerCase(), other.toLowerCase()), other]).sort((a, b) => a[0] - b[0])[0];
  return near && near[0] <= Math.max(1, Math.floor(name.length / 3)) ? near[1] : null;
}

// {tone: "late" | "soon", text} of what is to be said of a field, or null. `known` are the names there (`knowing.js`).
export function saying(field, known, words) {
  for (const piece of pieces(field)) {
    let tree;
    try {
      tree = treeOf(field, piece);
    } catch (error) {
      if (error.kind) return { tone: "late", text: broken(piece.text, error, words) };
      return { tone: "late", text: put(words.unexpected, { part: piece.text.trim().slice(0, 24) }) };
    }
    const { names, calls } = asked(tree);
    const wrong = calls.find((name) => !builtins.has(name) && !known.names.some((one) => one.name === name));
    if (wrong) {
      const near = like(wrong, [...builtins.keys()]);
      return { tone: "late", text: put(words.function, { name: wrong }) + (near ? ` ${put(words.meant, { name: near })}` : "") };
    }
    for (const name of names) {
      const found = known.names.find((one) => one.name === name);
      if (found && found.here) continue;
      if (found) return { tone: "soon", text: put(words.later, { name, from: found.from }) };
      const near = like(name, known.names.map((one) => one.name));
      return { tone: "soon", text: put(known.open ? words.perhaps : words.unknown, { name }) + (near ? ` ${put(words.meant, { name: near })}` : "") };
    }
  }
  return null;
}
