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

export function follow(form) {
  const text = form.querySelector(".form-rules")?.textContent;
  if (!text) return;
  const rules = JSON.parse(text);
  const now = state(rules, typedIn(form));
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
