// The controls every part of the panel is made of: a label with what it is for, texts that are sent a moment after they are
// typed, choices with "not assessed" first, and what is said of a value that cannot be.
import { el } from "./words.js";

const PAUSE = 400;

export class Controls {
  constructor(words) {
    this.words = words;
    this.count = 0;
  }

  // A change of ours must not draw the panel anew while somebody types in it.
  act(change) {
    this.own = true;
    try {
      change();
    } finally {
      this.own = false;
    }
  }

  id() {
    this.count += 1;
    return `panel-${this.count}`;
  }

  labelled(label, control, hint) {
    control.id ||= this.id();
    const note = hint ? el("p", { class: "hint", id: `${control.id}-hint` }, hint) : null;
    if (note) control.setAttribute("aria-describedby", note.id);
    return el("div", { class: "field small-field" }, el("label", { for: control.id }, label), note, control);
  }

  input(value, write, attributes = {}) {
    const control = el("input", { class: "control", type: "text", autocomplete: "off", ...attributes, value: value ?? "" });
    let timer;
    const commit = () => {
      clearTimeout(timer);
      this.uncommitted = null;
      if (control.value !== control.dataset.last) {
        control.dataset.last = control.value;
        this.act(() => write(control.value, control));
      }
    };
    control.dataset.last = control.value;
    control.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(commit, PAUSE);
      // What is drawn anew before then takes it along.
      this.uncommitted = commit;
    });
    control.addEventListener("change", commit);
    return control;
  }

  select(value, options, write, nothing = this.words.unassessed) {
    const known = options.some(([option]) => option === value);
    const control = el(
      "select",
      { class: "control" },
      el("option", { value: "" }, nothing),
      ...options.map(([option, words]) => el("option", { value: option }, words)),
      known || !value ? null : el("option", { value }, value),
    );
    control.value = value ?? "";
    control.addEventListener("change", () => this.act(() => write(control.value)));
    return control;
  }

  wrong(control, isWrong, message) {
    const field = control.closest(".field");
    control.toggleAttribute("aria-invalid", isWrong);
    if (isWrong) control.setAttribute("aria-invalid", "true");
    field?.classList.toggle("wrong", isWrong);
    let note = field?.querySelector(".field-error");
    if (isWrong && !note) {
      note = el("p", { class: "field-error", role: "alert" }, message);
      field.querySelector("label, legend").after(note);
    }
    if (isWrong && note) note.textContent = message;
    if (!isWrong) note?.remove();
  }

  checked(control, text, write) {
    const number = text.trim().replace(",", ".");
    const isWrong = number !== "" && !(Number(number) >= 0);
    this.wrong(control, isWrong, this.words.number);
    if (!isWrong) write(number);
  }

  grouped(field, ...children) {
    return el("fieldset", { class: "field small-field" }, el("legend", {}, field.label), field.hint ? el("p", { class: "hint" }, field.hint) : null, ...children);
  }
}
