// What is read off a node of the tree, whatever its kind.

const isExpression = (node) => /^[A-Z]/.test(node.name) || node.name === "?" || node.name === "null";
export const parts = (node) => node.kids.filter(isExpression);
export const nameOf = (node) => node.text.trim().replace(/\s+/g, " ");

// The text a literal means.
export function unescape(written) {
  return written
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(["'\\nrt]))/g, (_whole, short, long, char) =>
      char ? ({ n: "\n", r: "\r", t: "\t" }[char] ?? char) : String.fromCodePoint(parseInt(short ?? long, 16)),
    );
}
