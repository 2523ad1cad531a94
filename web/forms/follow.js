// Follows a form while one types: components come and go, become for reading only, and sums are computed. Without this
// file every component is shown and the engine ignores those that do not apply.
import { state } from "../src/form-state.js";

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
