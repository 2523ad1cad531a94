// An expression on sample data, decided by the interpreter that decides cases: a field for each name it asks for, filled
// with an example, and one sentence of what comes of it.
import { el } from "../editor/words.js";
import { evaluate, unaryTest } from "../feel/index.js";
import { knownAt, withParts } from "./knowing.js";
import { namesIn } from "./saying.js";
import { isTest, kindOf, pieces } from "./written.js";

const put = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// A value as FEEL writes it.
export const written = (value) => {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (value !== null && typeof value === "object") return `{${Object.entries(value).map(([name, part]) => `${name}: ${written(part)}`).join(", ")}}`;
  return value === undefined ? "null" : JSON.stringify(value);
};

// What was typed as a value: what is FEEL by itself, else a text.
function valueOf(text, kind) {
  const plain = text.trim();
  if (plain === "") return null;
  if (kind === "number") return Number.isFinite(Number(plain.replace(",", "."))) ? Number(plain.replace(",", ".")) : plain;
  if (kind === "text") return plain;
  try {
    const { value, warnings } = evaluate(plain, {});
    return warnings.length ? plain : value;
  } catch {
    return plain;
  }
}

export class Trying {
  constructor({ field, place, words }) {
    Object.assign(this, { field, words });
    this.given = new Map();
    this.fields = el("div", { class: "feel-given" });
    this.answer = el("p", { class: "feel-answer", role: "status" });
    place.replaceChildren(this.fields, this.answer);
    this.follow();
  }

  // The fields are those of the names that stand in the expression now; what was typed for a name stays.
  follow() {
    const known = withParts(knownAt(this.field).names);
    const names = namesIn(this.field);
    if (isTest(this.field)) names.unshift("?");
    const before = [...this.fields.querySelectorAll("[data-name]")].map((one) => one.dataset.name);
    if (before.join("\n") !== names.join("\n")) this.fields.replaceChildren(...names.map((name) => this.asking(name, known.find((one) => one.name === name) ?? {})));
    this.say();
  }

  asking(name, known) {
    if (!this.given.has(name)) this.given.set(name, known.example ?? null);
    const value = this.given.get(name);
    const id = `feel-given-${name.replace(/\W+/g, "_")}-${this.fields.children.length}-${Math.random().toString(36).slice(2, 6)}`;
    const options = known.kind === "boolean" ? [[true, this.words.yes], [false, this.words.no]] : known.kind === "choice" ? known.choices : null;
    let control;
    if (options) {
      control = el("select", { class: "control", id }, el("option", { value: "" }, this.words.nothing), ...options.map(([option, words], at) => el("option", { value: String(at) }, `${words}${String(words) === String(option) ? "" : ` (${written(option)})`}`)));
      const at = options.findIndex(([option]) => option === value);
      control.value = at < 0 ? "" : String(at);
      control.addEventListener("change", () => this.take(name, control.value === "" ? null : options[Number(control.value)][0]));
    } else {
      const shown = value === null ? "" : typeof value === "string" && known.kind === "text" ? value : typeof value === "number" ? String(value) : written(value);
      control = el("input", { class: "control", id, type: "text", autocomplete: "off", spellcheck: "false", value: shown });
      control.addEventListener("input", () => this.take(name, valueOf(control.value, known.kind)));
    }
    return el("div", { class: "field small-field", "data-name": name }, el("label", { for: id }, el("code", {}, name), known.words && known.words !== name ? ` ${known.words}` : null), control);
  }

  take(name, value) {
    this.given.set(name, value);
    this.say();
  }

  say() {
    const { words, field } = this;
    const names = [...this.fields.querySelectorAll("[data-name]")].map((one) => one.dataset.name);
    const variables = Object.fromEntries(names.filter((name) => this.given.get(name) !== null).map((name) => [name, this.given.get(name)]));
    const found = pieces(field);
    this.answer.classList.remove("late");
    if (!found.length) {
      this.answer.textContent = field.value.trim() ? words.literal : words.empty;
      return;
    }
    const withWords = names.map((name) => `${name} = ${written(this.given.get(name))}`).join(", ");
    try {
      const results = found.map((piece) => (isTest(field) ? unaryTest : evaluate)(piece.text, variables));
      const value = results.length === 1 ? results[0].value : results.map((one) => one.value);
      const told = put(withWords ? words.gives : words.givesAlone, { given: withWords, value: written(value) });
      const isWrong = kindOf(field) === "condition" && typeof value !== "boolean";
      const unfit = results.flatMap((one) => one.warnings).find((warning) => warning.kind === "INVALID_TYPE" || warning.kind === "FUNCTION_INVOCATION_FAILURE");
      this.answer.textContent = [told, isWrong ? words.notBoolean : "", unfit && value === null ? words.unfit : ""].filter(Boolean).join(" ");
      this.answer.classList.toggle("late", isWrong);
    } catch {
      this.answer.textContent = words.notYet;
    }
  }
}
