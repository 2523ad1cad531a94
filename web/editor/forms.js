// A form beside the step that it belongs to: its fields in order, each with what it is called and of which kind. What a
// form holds besides, such as conditions, rows of lists or letters, stays as it is.
import { el } from "./words.js";

const CHOICES = ["radio", "select", "checklist", "taglist"];

const keyFor = (label, taken) => {
  const plain = label.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "") || "field";
  let key = plain;
  for (let number = 2; taken.has(key); number += 1) key = `${plain}_${number}`;
  return key;
};

export class FormBuilder {
  constructor({ panel, id }) {
    Object.assign(this, { panel, id });
    this.words = panel.words.form;
    this.place = el("div", { class: "panel-items" });
    this.draw();
  }

  get all() {
    return this.panel.gov.readAll(this.panel.process, "form");
  }

  get schema() {
    const found = this.all.find((one) => one.attributes.id === this.id);
    try {
      return found ? JSON.parse(found.body) : null;
    } catch {
      return null;
    }
  }

  // Changes the schema by a function, as one command that can be undone.
  change(act) {
    const { all, schema } = this;
    const at = all.findIndex((one) => one.attributes.id === this.id);
    if (at < 0 || !schema) return;
    act(schema.components);
    const wanted = { ...all[at], body: `\n${JSON.stringify(schema, null, 1)}\n` };
    this.panel.act(() => this.panel.gov.write(this.panel.root, this.panel.process, "form", wanted, at));
  }

  draw() {
    const { schema, words, panel } = this;
    if (!schema) {
      this.place.replaceChildren(el("p", { class: "soft" }, words.unreadable));
      return;
    }
    this.place.replaceChildren(
      ...schema.components.map((component, at) => this.field(component, at, schema.components.length)),
      el(
        "button",
        {
          type: "button",
          class: "button quiet small-button",
          onclick: () => {
            this.change((components) => components.push({ type: "textfield", key: keyFor(words.field, new Set(components.map((one) => one.key))), label: words.field }));
            this.draw();
            [...this.place.querySelectorAll("input[type=text]")].at(-2)?.focus();
          },
        },
        words.add,
      ),
    );
    panel.place.dataset.forms = schema.components.length;
  }

  field(component, at, count) {
    const { words, panel } = this;
    const known = panel.definition.kinds.some(([kind]) => kind === component.type);
    if (!known) return el("div", { class: "panel-item" }, el("p", { class: "soft" }, `${component.type}: ${component.label ?? component.path ?? component.text ?? ""}`), this.move(at, count));
    const label = panel.input(component.label, (text) => this.change((all) => { all[at].label = text; }));
    const key = panel.input(component.key, (text) => this.change((all) => { all[at].key = text.trim() || all[at].key; }), { spellcheck: "false" });
    const kind = el("select", { class: "control" }, ...panel.definition.kinds.map(([value, said]) => el("option", { value }, said)));
    kind.value = component.type;
    kind.addEventListener("change", () => {
      this.change((all) => {
        all[at].type = kind.value;
        if (CHOICES.includes(kind.value)) all[at].values ??= [{ value: "yes", label: words.yes }, { value: "no", label: words.no }];
        else delete all[at].values;
      });
      this.draw();
    });
    const required = el("input", { type: "checkbox" });
    required.checked = Boolean(component.validate?.required);
    required.addEventListener("change", () =>
      this.change((all) => {
        all[at].validate = { ...all[at].validate, required: required.checked || undefined };
        if (!Object.values(all[at].validate).some((one) => one !== undefined)) delete all[at].validate;
      }),
    );
    const parts = [panel.labelled(words.label, label), panel.labelled(words.kind, kind), panel.labelled(words.key, key, words.keyHint), el("label", { class: "panel-check" }, required, words.required)];
    if (CHOICES.includes(component.type)) {
      const choices = el("textarea", { class: "control", rows: 3, value: (component.values ?? []).map((one) => `${one.value}: ${one.label}`).join("\n") });
      choices.addEventListener("change", () =>
        this.change((all) => {
          all[at].values = choices.value
            .split("\n")
            .map((line) => line.trim())
            .filter(Boolean)
            .map((line) => {
              const cut = line.indexOf(":");
              const value = (cut < 0 ? line : line.slice(0, cut)).trim();
              return { value, label: cut < 0 ? value : line.slice(cut + 1).trim() };
            });
        }),
      );
      parts.push(panel.labelled(words.choices, choices, words.choicesHint));
    }
    return el("div", { class: "panel-item" }, ...parts, this.move(at, count));
  }

  // Up, down and away: by buttons, so that no dragging is needed.
  move(at, count) {
    const { words } = this;
    const act = (change) => () => {
      this.change(change);
      this.draw();
    };
    const swap = (to) => act((all) => { [all[at], all[to]] = [all[to], all[at]]; });
    const button = (said, onclick) => el("button", { type: "button", class: "button bare small-button", onclick }, said);
    return el(
      "div",
      { class: "panel-row" },
      at > 0 ? button(words.up, swap(at - 1)) : null,
      at < count - 1 ? button(words.down, swap(at + 1)) : null,
      button(words.remove, act((all) => all.splice(at, 1))),
    );
  }
}
