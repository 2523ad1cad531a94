// What of a field is FEEL: all of it, what stands behind an equals sign, or what stands between double braces. The field
// says which by `data-feel`, the only hook there is:
//
//   condition  gives true or false        value    gives anything         test     a cell of a table: what passes
//   timer      a time, or FEEL            equals   FEEL behind "="        text     FEEL between {{ and }}
//   letter     FEEL behind "=", or between {{ and }}
const TIME = /^(R\d*\/.*|P[\dTYMWDHS.,]+|-?P[\dTYMWDHS.]+|\d{4}-\d\d-\d\d.*|[\d*,/\-A-Z?LW#]+( [\d*,/\-A-Z?LW#]+){4,6})$/;

export const kindOf = (field) => field.dataset.feel;
export const isTest = (field) => kindOf(field) === "test";

// The pieces of FEEL in a field, each with the place where it begins.
export function pieces(field) {
  const text = field.value;
  const kind = kindOf(field);
  if (!text.trim()) return [];
  const equals = /^\s*=(?!=)/.exec(text);
  if (kind === "text" || (kind === "letter" && !equals)) return [...text.matchAll(/\{\{([\s\S]*?)(\}\}|$)/g)].map((found) => ({ text: found[1], from: found.index + 2 })).filter((piece) => piece.text.trim());
  if (equals) return [{ text: text.slice(equals[0].length), from: equals[0].length }];
  if (kind === "equals" || (kind === "timer" && TIME.test(text.trim()))) return [];
  if (kind === "test" && text.trim() === "-") return [];
  return [{ text, from: 0 }];
}

// The piece in which the caret stands; null outside of every one.
export function pieceAt(field, at = field.selectionStart) {
  if (!field.value.trim()) return ["text", "equals", "letter"].includes(kindOf(field)) ? null : { text: "", from: 0 };
  return pieces(field).find((piece) => at >= piece.from && at <= piece.from + piece.text.length) ?? null;
}
