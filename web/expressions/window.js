// The help beside an expression: it is written in a window of its own, with what is known at its place, the functions of
// FEEL, and a try on sample data. What is written here goes back by one press; Escape leaves all as it was.
import { el } from "../editor/words.js";
import { knownAt } from "./knowing.js";
import { Trying } from "./trying.js";

let dialog;

function insert(field, text, back = 0) {
  const from = field.selectionStart ?? field.value.length;
  const gap = from > 0 && /[\p{L}\p{N}_")\]]$/u.test(field.value.slice(0, from)) ? " " : "";
  field.setRangeText(gap + text, from, field.selectionEnd ?? from, "end");
  const caret = field.selectionStart - back;
  field.focus();
  field.setSelectionRange(caret, caret);
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function names(field, found, words) {
  const part = (title, some) =>
    some.length
      ? [
          el("h4", {}, title),
          el(
            "ul",
            { class: "feel-names" },
            ...some.map((one) =>
              el("li", {}, el("button", { type: "button", class: "link", onclick: () => insert(field, one.name) }, el("code", {}, one.name)), el("span", { class: "soft small" }, ` ${[one.words === one.name ? "" : one.words, one.from].filter(Boolean).join(" – ")}`)),
            ),
          ),
        ]
      : [];
  const here = found.names.filter((one) => one.here);
  const later = found.names.filter((one) => !one.here);
  return [
    ...(here.length ? part(words.here, here) : [el("p", { class: "soft" }, words.noNames)]),
    found.open ? el("p", { class: "soft small" }, words.openEnds) : null,
    ...part(words.notYetKnown, later),
  ].filter(Boolean);
}

function functions(field, help) {
  const search = el("input", { class: "control", type: "search", id: "feel-search", autocomplete: "off" });
  const row = (one) =>
    el(
      "li",
      { "data-words": `${one.call} ${one.gives}`.toLowerCase() },
      one.name ? el("button", { type: "button", class: "link", onclick: () => insert(field, `${one.name}()`, /\(\)$/.test(one.call) ? 0 : 1) }, el("code", {}, one.call)) : el("code", {}, one.call),
      el("span", {}, ` ${one.gives}`),
      el("span", { class: "feel-example" }, el("code", {}, one.answer === null ? one.example : `${one.example} → ${one.answer}`)),
    );
  const groups = help.groups.map((group) => {
    const made = el("details", { class: "panel-part" }, el("summary", {}, group.title), el("ul", { class: "feel-functions" }, ...group.functions.map(row)));
    return made;
  });
  const none = el("p", { class: "soft", hidden: true }, help.words.noFunction);
  search.addEventListener("input", () => {
    const sought = search.value.trim().toLowerCase();
    let count = 0;
    for (const group of groups) {
      let some = 0;
      for (const one of group.querySelectorAll("li")) {
        one.hidden = !one.dataset.words.includes(sought);
        some += Number(!one.hidden);
      }
      group.hidden = !some;
      group.open = Boolean(sought) && some > 0;
      count += some;
    }
    none.hidden = count > 0;
  });
  return [el("div", { class: "field small-field" }, el("label", { for: "feel-search" }, help.words.search), search), ...groups, none];
}

// Opens the window for a field; `attach` gives the field within it the same help as any other.
export function open(field, help, attach) {
  const { words } = help;
  dialog?.remove();
  const known = knownAt(field);
  const copy = el("textarea", { class: "control feel-written", id: "feel-written", rows: 3, spellcheck: "false", "data-feel": field.dataset.feel, "data-feel-inside": "", "data-also": field.dataset.also ?? null, value: field.value });
  copy.feelOf = field;
  const tried = el("div", {});
  const use = () => {
    field.value = copy.value.replace(/\s*\n\s*/g, field.tagName === "TEXTAREA" ? "\n" : " ");
    dialog.close();
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const label = field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent ?? "";
  dialog = el(
    "dialog",
    { class: "feel-window", "aria-labelledby": "feel-title" },
    el("h2", { id: "feel-title" }, words.title),
    label ? el("p", { class: "soft" }, label) : null,
    el("div", { class: "field small-field" }, el("label", { for: "feel-written" }, words.written), copy),
    el("div", { class: "actions tight" }, el("button", { type: "button", class: "button", "data-use": "", onclick: use }, words.use), el("button", { type: "button", class: "button quiet", onclick: () => dialog.close() }, words.leave)),
    el(
      "div",
      { class: "feel-columns" },
      el("section", { "aria-labelledby": "feel-try" }, el("h3", { id: "feel-try" }, words.tryTitle), el("p", { class: "soft small" }, words.tryNote), tried),
      el("section", { "aria-labelledby": "feel-known" }, el("h3", { id: "feel-known" }, words.knownTitle), ...names(copy, known, words)),
      el("section", { "aria-labelledby": "feel-all" }, el("h3", { id: "feel-all" }, words.functionsTitle), ...functions(copy, help)),
    ),
  );
  document.body.append(dialog);
  attach(copy);
  const trying = new Trying({ field: copy, place: tried, words: words.trying });
  copy.addEventListener("input", () => trying.follow());
  dialog.addEventListener("close", () => {
    dialog.remove();
    // A field that stands for something else of the page says where one goes on.
    const next = field.goesBackTo?.() ?? field;
    if (next.isConnected) next.focus();
  });
  dialog.showModal();
  copy.focus();
  copy.setSelectionRange(copy.value.length, copy.value.length);
}
