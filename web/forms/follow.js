// Follows a form while one types: components come and go, become for reading only, and sums are computed. Without this
// file every component is shown and the engine ignores those that do not apply.
import { problems, state } from "../src/form-state.js";

const PREFIX = "f.";

function typedIn(form) {
  const typed = {};
  for (const [name, text] of new FormData(form)) {
    if (typeof text === "string" && name.startsWith(PREFIX)) (typed[name.slice(PREFIX.length)] ??= []).push(text);
  }
  return typed;
}

function shown(value, words) {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(value);
  if (typeof value === "object" && "amount" in value) return `${value.amount} ${value.currency}`;
  return String(value);
}

function freeze(place, isFrozen) {
  place.dataset.frozen = isFrozen ? "yes" : "";
  for (const control of place.querySelectorAll("input:not([type=checkbox]):not([type=radio]), textarea")) control.readOnly = isFrozen;
  for (const control of place.querySelectorAll("select, input[type=checkbox], input[type=radio]")) {
    if (isFrozen) control.setAttribute("aria-disabled", "true");
    else control.removeAttribute("aria-disabled");
  }
}

// A choice that is for reading only stays in the form and is sent, but does not change.
function hold(event) {
  if (event.target.closest?.("[data-frozen=yes]")?.contains(event.target) && event.target.getAttribute("aria-disabled") === "true") event.preventDefault();
}

const write = (place, words) => {
  if (place.textContent !== words) place.textContent = words;
};

// The words of a label (not the “optional” behind them) or of a hint.
function wordsOf(form, of, name) {
  const control = document.getElementById(`field-${name}`);
  if (of === "hint") return document.getElementById(`hint-${name}`);
  const label = control?.closest(".field")?.querySelector("legend, label");
  return [...(label?.childNodes ?? [])].find((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim()) ?? null;
}

// The choices that an expression offers now; what is chosen stays so while it is offered.
function offer(form, name, choices) {
  const place = form.querySelector(`[data-place="${CSS.escape(name)}"]`);
  const select = place?.querySelector("select");
  const shown = select ? [...select.options].filter((one) => one.value !== "") : [...(place?.querySelectorAll(".choices input") ?? [])];
  if (!place || JSON.stringify(shown.map((one) => one.value)) === JSON.stringify(choices.map(([value]) => value))) return;
  if (select) {
    const chosen = select.value;
    for (const one of shown) one.remove();
    for (const [value, words] of choices) select.add(new Option(words, value, false, value === chosen));
    return;
  }
  const box = place.querySelector(".choices");
  const chosen = new Set(shown.filter((one) => one.checked).map((one) => one.value));
  const type = place.querySelector("[data-kind]")?.dataset.kind ?? shown[0]?.type ?? "radio";
  box.replaceChildren(...choices.map(([value, words], number) => {
    const [label, input, span] = ["label", "input", "span"].map((tag) => document.createElement(tag));
    const id = `field-${PREFIX}${name}${number ? `-${number + 1}` : ""}`;
    Object.assign(input, { type, id, name: PREFIX + name, value, checked: chosen.has(value) });
    Object.assign(label, { className: "choice", htmlFor: id });
    span.textContent = words;
    label.append(input, span);
    return label;
  }));
}

export function follow(form) {
  const text = form.querySelector(".form-rules")?.textContent;
  if (!text) return;
  const rules = JSON.parse(text);
  const texts = [...form.querySelectorAll("[data-feel]")];
  const now = state(rules, typedIn(form), texts.map((place) => place.dataset.feel));
  texts.forEach((place, number) => write(place, now.said[number]));
  (rules.texts ?? []).forEach(({ of, name }, number) => {
    const place = wordsOf(form, of, PREFIX + name);
    if (place) write(place, now.worded[number]);
  });
  for (const [name, choices] of Object.entries(now.options)) offer(form, name, choices);
  const [hidden, readonly] = [new Set(now.hidden), new Set(now.readonly)];
  for (const place of form.querySelectorAll("[data-place]")) {
    place.hidden = hidden.has(place.dataset.place);
    freeze(place, readonly.has(place.dataset.place));
  }
  for (const [name, value] of Object.entries(now.computed)) {
    const output = document.getElementById(`field-${PREFIX}${name}`);
    if (output) output.textContent = shown(value, rules.words);
  }
  if (!form.dataset.held) {
    form.dataset.held = "yes";
    for (const kind of ["click", "mousedown", "keydown"]) form.addEventListener(kind, hold, true);
  }
}

const rulesOf = (form) => JSON.parse(form.querySelector(".form-rules")?.textContent || "null");

function told(rules, { says, limit, component }) {
  if (says === "missing") return component.missing;
  if (says === "holds" && component.validate.message) return component.validate.message;
  const shown = limit === undefined ? "" : new Intl.NumberFormat(document.documentElement.lang).format(limit);
  return rules.says[says].replace("{label}", component.label).replace("{limit}", shown);
}

function clear(form) {
  document.querySelector(".error-summary")?.remove();
  for (const error of form.querySelectorAll(".field-error[id]")) error.remove();
  for (const field of form.querySelectorAll(".field.wrong")) field.classList.remove("wrong");
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

function mark(rules, control, name, words) {
  const field = control.closest(".field");
  const error = document.createElement("p");
  error.className = "field-error";
  error.id = `error-${name}`;
  const prefix = document.createElement("span");
  prefix.className = "visually-hidden";
  prefix.textContent = `${rules.says.error}: `;
  error.append(prefix, words);
  field.classList.add("wrong");
  const before = field.querySelector(".hint:not(.choice .hint)") ?? field.querySelector("label, legend");
  before.after(error);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", [...new Set([...(control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean), error.id])].join(" "));
}

// Whether the form may be sent. What is wrong is said first on the page and at each field, in the words of the server;
// sent once more unchanged it goes to the server, which is the judge.
export function judge(form) {
  const rules = rulesOf(form);
  if (!rules?.says) return true;
  const found = problems(rules, typedIn(form)).filter(({ name }) => document.getElementById(`field-${PREFIX}${name}`)?.closest(".field"));
  const same = JSON.stringify(found.map(({ name, says }) => [name, says, typedIn(form)[name]]));
  if (found.length === 0 || same === form.dataset.told) return true;
  form.dataset.told = same;
  clear(form);
  const summary = document.createElement("div");
  Object.assign(summary, { className: "error-summary", tabIndex: -1 });
  summary.setAttribute("role", "alert");
  summary.setAttribute("aria-labelledby", "error-summary-title");
  const heading = document.createElement("h2");
  Object.assign(heading, { id: "error-summary-title", textContent: rules.says.problem });
  const list = document.createElement("ul");
  for (const one of found) {
    const [name, words] = [PREFIX + one.name, told(rules, one)];
    const [item, link] = [document.createElement("li"), document.createElement("a")];
    Object.assign(link, { href: `#field-${name}`, textContent: words });
    item.append(link);
    list.append(item);
    mark(rules, document.getElementById(`field-${name}`), name, words);
  }
  summary.append(heading, list);
  const main = document.querySelector("main");
  (main.querySelector(":scope > .narrow") ?? main).prepend(summary);
  if (!document.title.startsWith(`${rules.says.error}: `)) document.title = `${rules.says.error}: ${document.title}`;
  summary.focus();
  return false;
}
