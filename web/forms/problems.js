// What is wrong with a form as it stands, as far as a browser can tell: what is missing, out of its limits, or does not
// hold. `engine/forms/_validate.py` judges what counts; a test compares the two, and what is not read here is left to it.
const FORM = /^[012][0-3][0-9][01][0-9][12][0-9]{3}[0-9]{5}$/;
const TEXTS = ["textfield", "textarea"];
const JUDGED = [...TEXTS, "number", "checkbox", "checklist", "taglist", "radio", "select", "datetime", "pin", "money", "address"];

const isMissing = (value) => value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);

const limitOf = (rule) => (rule === null || rule === undefined || rule === "" || typeof rule === "boolean" || Number.isNaN(Number(rule)) ? null : Number(rule));

function isDay(text) {
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function ofPin(typed) {
  const digits = (typed ?? "").replace(/[\s-]/g, "");
  if (!/^[0-9]{14}$/.test(digits)) return { says: "digits" };
  const isReal = FORM.test(digits) && (digits[0] === "0" || isDay(`${digits.slice(5, 9)}-${digits.slice(3, 5)}-${digits.slice(1, 3)}`));
  return isReal ? null : { says: "born" };
}

function between(rule, amount) {
  const [least, most] = [limitOf(rule("min")), limitOf(rule("max"))];
  if (least !== null && amount < least) return { says: "least", limit: least };
  return most !== null && amount > most ? { says: "most", limit: most } : null;
}

function ofText(rule, value, ask) {
  const [least, most, length] = [limitOf(rule("minLength")), limitOf(rule("maxLength")), [...value].length];
  if (least !== null && length < least) return { says: "longer", limit: least };
  if (most !== null && length > most) return { says: "shorter", limit: most };
  const pattern = rule("pattern");
  if (pattern && ask("matches(value, pattern)", { value, pattern: String(pattern) }) !== true) return { says: "form" };
  const kind = rule("validationType");
  if (kind === "email" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return { says: "email" };
  return kind === "phone" && !/^\+?[\d\s()-]{5,20}$/.test(value) ? { says: "phone" } : null;
}

// What is wrong with one field: which sentence tells it, and its limit; null for nothing that can be told here.
export function problemOf(component, value, typed, ask) {
  if (!JUDGED.includes(component.type)) return null;
  const rules = component.validate ?? {};
  const rule = (name) => (typeof rules[name] === "string" && rules[name].startsWith("=") ? ask(rules[name], {}) : rules[name]);
  if (component.type === "pin" && typed?.trim()) {
    const wrong = ofPin(typed);
    if (wrong) return wrong;
  }
  if (value === undefined) return component.type === "number" ? { says: "number" } : null;
  if (isMissing(value)) return rule("required") === true ? { says: "missing" } : null;
  let found = null;
  if (TEXTS.includes(component.type)) found = ofText(rule, value, ask);
  else if (component.type === "number" && typeof value === "number") found = between(rule, value);
  else if (component.type === "money") found = between(rule, Number(value.amount));
  else if (["pin", "checkbox", "radio", "select", "checklist", "taglist", "datetime"].includes(component.type)) found = null;
  else return null;
  return found ?? (rules.expression && ask(rules.expression, { value }) !== true ? { says: "holds" } : null);
}
