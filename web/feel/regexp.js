// Regular expressions as XPath writes them, brought to JavaScript's.
//
// Source: DMN 1.5, 10.3.4.3 (matches, replace, split); XPath and XQuery Functions and Operators 3.1, 5.6.
export function xpath(pattern, flags, more = "") {
  if (/[^smixq]/.test(flags)) return null;
  if (!flags.includes("q") && /\\0/.test(pattern)) return null;
  let source = flags.includes("q") ? pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&") : pattern;
  if (flags.includes("x") && !flags.includes("q")) source = withoutSpaces(source);
  try {
    const kept = [...new Set(flags.replace(/[xq]/g, ""))].join("");
    if (flags.includes("q")) return new RegExp(source.replace(/\\-/g, "-"), `${kept}u${more}`);
    const brought = classes(source);
    return new RegExp(brought, `${kept}${brought.includes("]--[") ? "v" : "u"}${more}`);
  } catch {
    return null;
  }
}

// The x flag: spaces outside of brackets mean nothing, not even behind a backslash.
function withoutSpaces(source) {
  let [made, depth] = ["", 0];
  for (const [at, char] of [...source].entries()) {
    if (char === "[" && source[at - 1] !== "\\") depth += 1;
    if (char === "]" && source[at - 1] !== "\\") depth -= 1;
    if (depth > 0 || !/\s/.test(char)) made += char;
  }
  return made;
}

const BLOCKS = { BasicLatin: "\\u{0}-\\u{7f}", "Latin-1Supplement": "\\u{80}-\\u{ff}", Cyrillic: "\\u{400}-\\u{4ff}", Greek: "\\u{370}-\\u{3ff}" };

// Class subtraction ([a-z-[aeiou]]), Unicode blocks, and the escapes for the letters of XML names.
function classes(source) {
  return source
    .replace(/\[((?:[^[\]\\]|\\.)*)-\[((?:[^[\]\\]|\\.)*)\]\]/g, "[[$1]--[$2]]")
    .replace(/\\p\{Is([\w-]+)\}/g, (whole, block) => (BLOCKS[block] ? `[${BLOCKS[block]}]` : whole))
    .replace(/\\i/g, "[\\p{L}_:]")
    .replace(/\\c/g, "[\\p{L}\\p{N}_:.\\-]")
    .replace(/\\([#'"%&,;<=>@`~! ])/g, "$1");
}

// XPath's replacement: `$1` is a group, `\$` and `\\` are themselves, anything else behind them is an error.
export function translate(replacement, flags, pattern) {
  if (flags.includes("q")) return () => replacement;
  const parts = [];
  for (let at = 0; at < replacement.length; at += 1) {
    const char = replacement[at];
    if (char === "\\") {
      if (!/[\\$]/.test(replacement[at + 1] ?? "")) return null;
      parts.push(replacement[(at += 1)]);
    } else if (char === "$") {
      const digits = /^\d+/.exec(replacement.slice(at + 1))?.[0];
      if (!digits) return null;
      // As many digits as there are groups for; the rest is text.
      const groups = new RegExp(`${pattern.source}|`, pattern.flags.replace("g", "")).exec("").length - 1;
      let length = digits.length;
      while (length > 1 && Number(digits.slice(0, length)) > groups) length -= 1;
      parts.push(Number(digits.slice(0, length)));
      at += length;
    } else {
      parts.push(char);
    }
  }
  return (...found) => parts.map((part) => (typeof part === "number" ? (typeof found[part] === "string" ? found[part] : "") : part)).join("");
}
