// Regular expressions as XPath writes them, brought to JavaScript's.
//
// Source: DMN 1.5, 10.3.4.3 (matches, replace, split); XPath and XQuery Functions and Operators 3.1, 5.6.
export function xpath(pattern, flags, more = "") {
  if (/[^smixq]/.test(flags)) return null;
  let source = flags.includes("q") ? pattern.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&") : pattern;
  if (flags.includes("x") && !flags.includes("q")) source = withoutSpaces(source);
  try {
    const kept = [...new Set(flags.replace(/[xq]/g, ""))].join("");
    if (flags.includes("q")) return new RegExp(source.replace(/\\-/g, "-"), `${kept}u${more}`);
    return new RegExp(classes(source), `${kept}${/--\[/.test(classes(source)) ? "v" : "u"}${more}`);
  } catch {
    return null;
  }
}

// The x flag: spaces outside of brackets mean nothing.
function withoutSpaces(source) {
  let [made, depth] = ["", 0];
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at];
    if (char === "\\") {
      made += source.slice(at, at + 2);
      at += 1;
      continue;
    }
    if (char === "[") depth += 1;
    if (char === "]") depth -= 1;
    if (depth > 0 || !/\s/.test(char)) made += char;
  }
  return made;
}

// Class subtraction ([a-z-[aeiou]]), Unicode blocks, and the escapes for the letters of XML names.
function classes(source) {
  return source
    .replace(/-\[/g, (found, at) => (insideClass(source, at) ? "--[" : found))
    .replace(/\\i/g, "[\\p{L}_:]")
    .replace(/\\c/g, "[\\p{L}\\p{N}_:.\\-]")
    .replace(/\\([#'"%&,;<=>@`~! ])/g, "$1");
}

function insideClass(source, at) {
  let depth = 0;
  for (let index = 0; index < at; index += 1) {
    if (source[index] === "\\") index += 1;
    else if (source[index] === "[") depth += 1;
    else if (source[index] === "]") depth -= 1;
  }
  return depth > 0;
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
