// Help for whoever writes FEEL, wherever a field says `data-feel`: what is wrong is said beside the field while one types,
// names and functions are offered by keyboard, and a window explains and tries. There is no list of fields to edit.
import { painted } from "../editor/breathing.js";
import { el } from "../editor/words.js";
import { close, follow, offer, pressed } from "./completion.js";
import { knownAt, knowing } from "./knowing.js";
import { saying } from "./saying.js";
import { open } from "./window.js";

const FIELDS = "input[data-feel], textarea[data-feel]";
const PAUSE = 150;

export { knowing };

export function helping(help) {
  help.functions = help.groups.flatMap((group) => group.functions).filter((one) => one.name);
  const { words } = help;
  const timers = new WeakMap();
  let count = 0;

  function say(field) {
    const found = saying(field, knownAt(field), words.saying);
    const holder = field.parentElement;
    let note = holder.querySelector(`:scope > .feel-said[data-for="${field.dataset.feelId}"]`);
    field.closest(".field")?.classList.toggle("wrong", found?.tone === "late");
    if (found?.tone === "late") field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (!found) {
      note?.remove();
      return;
    }
    if (!note) {
      note = el("p", { class: "feel-said", role: "status", id: `${field.dataset.feelId}-said`, "data-for": field.dataset.feelId });
      field.after(note);
      field.setAttribute("aria-describedby", [...new Set([...(field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean), note.id])].join(" "));
    }
    note.className = `feel-said ${found.tone}`;
    if (note.textContent !== found.text) note.textContent = found.text;
  }

  function attach(field) {
    if (field.dataset.feelId || field.readOnly || field.disabled) return;
    count += 1;
    field.dataset.feelId = `feel-${count}`;
    field.spellcheck = false;
    field.autocomplete = "off";
    field.setAttribute("aria-autocomplete", "list");
    if (field.tagName === "INPUT") {
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-expanded", "false");
      field.setAttribute("aria-controls", "feel-list");
    }
    if ("feelInside" in field.dataset) {
      say(field);
      return;
    }
    // One name for all of them would tell nobody which field each is for.
    const label = (field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent ?? "").trim();
    const said = label ? `${words.open}: ${label}` : words.open;
    const button = el("button", { type: "button", class: "feel-button", title: words.open, "aria-label": said, onclick: () => open(field, help, attach) }, "ƒ");
    field.after(button);
    // What the server has said of it stands until it is changed.
    if (field.value.trim() && !told(field)) say(field);
  }

  let offering = null;
  const offered = () => {
    if (offering && document.activeElement === offering) offer(offering, help);
    offering = null;
  };

  const told = (field) => field.parentElement.querySelector(":scope > .field-error");

  const attachAll = (root) => {
    if (root.matches?.(FIELDS)) attach(root);
    for (const field of root.querySelectorAll?.(FIELDS) ?? []) attach(field);
  };

  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.(FIELDS)) return;
    told(target)?.remove();
    clearTimeout(timers.get(target));
    timers.set(target, setTimeout(() => say(target), PAUSE));
    // The letter is seen first, then what is offered for it.
    offering = target;
    painted().then(offered);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      if (!event.target.matches?.(FIELDS)) return;
      if (event.key === "Enter" || event.key.startsWith("Arrow")) offered();
      if (!pressed(event, help)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  document.addEventListener("focusout", ({ target }) => {
    if (target.matches?.(FIELDS)) close();
  });
  for (const kind of ["scroll", "resize"]) window.addEventListener(kind, follow, true);
  new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) if (node instanceof HTMLElement) attachAll(node);
  }).observe(document.body, { childList: true, subtree: true });
  attachAll(document.body);
  return { open: (field) => open(field, help, attach), again: () => document.querySelectorAll(FIELDS).forEach((field) => field.value.trim() && say(field)) };
}
