// Completion while one writes FEEL: a listbox beside the field, moved through by the arrow keys, taken by Enter, closed by
// Escape; Ctrl+Space or Alt+Down opens it with everything. One list serves all fields: it lies in the top layer, so that no
// panel and no table cuts it off.
//
// Source: WAI-ARIA 1.2, combobox; ARIA Authoring Practices, "Editable Combobox With List Autocomplete".
import { el } from "../editor/words.js";
import { knownAt, withParts } from "./knowing.js";
import { pieceAt } from "./written.js";

const MOST = 40;
const WORD = /[\p{L}_][\p{L}\p{N}_.]*$/u;

let list;
let shown = { field: null, options: [], at: -1 };

function made() {
  list ??= el("ul", { id: "feel-list", class: "feel-list", role: "listbox", popover: "manual" });
  return list;
}

// What a name is compared with just before the caret: then its values are offered rather than names.
function valuesOf(before, names) {
  const found = /([\p{L}_][\p{L}\p{N}_.]*)\s*(?:=|!=|\bin\s*\()\s*("?)([^"(),]*)$/u.exec(before);
  const known = found && names.find((one) => one.name === found[1] && one.choices?.length);
  if (!known) return null;
  const typed = found[2] + found[3];
  const options = known.choices
    .map(([value, words]) => ({ text: typeof value === "string" ? JSON.stringify(value) : String(value), words }))
    .filter((one) => one.text.startsWith(typed) || one.words.toLowerCase().startsWith(found[3].trim().toLowerCase()));
  return options.length ? { options, cut: typed.length } : null;
}

// The options for what stands before the caret: {options, cut}, where `cut` letters are replaced by the one that is taken.
export function optionsFor(field, functions, everything) {
  const piece = pieceAt(field);
  if (!piece) return null;
  const before = piece.text.slice(0, field.selectionStart - piece.from);
  const known = knownAt(field);
  const names = withParts(known.names);
  const values = valuesOf(before, names);
  if (values) return values;
  if ((before.match(/"/g) ?? []).length % 2) return null;
  const word = WORD.exec(before)?.[0] ?? "";
  if (!word && !everything) return null;
  const sought = word.toLowerCase();
  const fits = (text) => text.toLowerCase().startsWith(sought);
  const named = names
    .filter((one) => fits(one.name) || (word && one.words && fits(one.words)))
    .sort((a, b) => Number(b.here) - Number(a.here))
    .map((one) => ({ text: one.name, words: [one.words === one.name ? "" : one.words, one.from].filter(Boolean).join(" – "), later: !one.here }));
  // A function may have several words: what was typed of them counts together.
  const words = before.match(/[\p{L}]+(?: [\p{L}]+){0,3}$/u)?.[0].split(" ") ?? [];
  const called = functions
    .map((one) => {
      for (let from = 0; from < words.length; from += 1) {
        const typed = words.slice(from).join(" ");
        if (one.name.startsWith(typed.toLowerCase())) return { one, cut: typed.length };
      }
      return everything && !word ? { one, cut: 0 } : null;
    })
    .filter(Boolean)
    .map(({ one, cut }) => ({ text: one.name, call: one.call, words: one.gives, isFunction: true, cut }));
  const options = [...named, ...called].slice(0, MOST);
  // What is written out already needs no offer.
  if (!everything && options.every((one) => one.text === word)) return null;
  return { options, cut: word.length };
}

export function close() {
  if (!shown.field) return;
  const { field } = shown;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
  shown = { field: null, options: [], at: -1 };
  if (list?.matches(":popover-open")) list.hidePopover();
}

function point(at) {
  shown.at = at;
  [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
  if (at >= 0) {
    shown.field.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  } else shown.field.removeAttribute("aria-activedescendant");
}

function take(field, option, cut) {
  const end = field.selectionStart;
  const isEmpty = /\(\)$/.test(option.call ?? "");
  const already = field.value.slice(end).startsWith("(");
  const text = option.isFunction && !already ? `${option.text}()` : option.text;
  field.setRangeText(text, end - (option.cut ?? cut), end, "end");
  if (option.isFunction && !isEmpty && !already) field.setSelectionRange(field.selectionStart - 1, field.selectionStart - 1);
  close();
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertCompletion" }));
  field.focus();
}

function place(field) {
  const box = field.getBoundingClientRect();
  const width = Math.min(Math.max(box.width, 288), window.innerWidth - 16);
  const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8));
  const below = window.innerHeight - box.bottom;
  Object.assign(list.style, { width: `${width}px`, left: `${left}px`, maxHeight: `${Math.max(96, Math.min(256, Math.max(below, box.top) - 16))}px` });
  if (below < 160 && box.top > below) Object.assign(list.style, { top: "auto", bottom: `${window.innerHeight - box.top + 2}px` });
  else Object.assign(list.style, { top: `${box.bottom + 2}px`, bottom: "auto" });
}

// The list stays beside its field when the page or a panel is moved.
export function follow({ target }) {
  if (shown.field && target !== list) place(shown.field);
}

export function offer(field, help, everything = false) {
  const found = optionsFor(field, help.functions, everything);
  if (!found || !found.options.length) return close();
  made();
  const holder = field.closest("dialog, main") ?? document.body;
  if (list.parentElement !== holder) holder.append(list);
  list.setAttribute("aria-label", help.words.list);
  list.replaceChildren(
    ...found.options.map((option, index) =>
      el(
        "li",
        {
          id: `feel-option-${index}`,
          role: "option",
          "aria-selected": "false",
          class: option.later ? "later" : null,
          // The field keeps the focus.
          onpointerdown: (event) => {
            event.preventDefault();
            take(field, option, found.cut);
          },
        },
        el("code", {}, option.call ?? option.text),
        option.words ? el("span", { class: "soft small" }, ` ${option.words}`) : null,
      ),
    ),
  );
  if (!list.matches(":popover-open")) list.showPopover();
  shown = { field, options: found.options, cut: found.cut, at: -1 };
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", "feel-list");
  place(field);
  point(-1);
}

// Whether the key was for the list.
export function pressed(event, help) {
  const field = event.target;
  if ((event.ctrlKey && event.code === "Space") || (event.altKey && event.key === "ArrowDown")) {
    offer(field, help, true);
    if (shown.field) point(0);
    return true;
  }
  if (shown.field !== field) return false;
  const count = shown.options.length;
  switch (event.key) {
    case "ArrowDown":
      point((shown.at + 1) % count);
      return true;
    case "ArrowUp":
      point(shown.at <= 0 ? count - 1 : shown.at - 1);
      return true;
    case "Enter":
      if (shown.at < 0) return false;
      take(field, shown.options[shown.at], shown.cut);
      return true;
    case "Escape":
      close();
      return true;
    default:
      return false;
  }
}
