// A form beside the step that it belongs to: its parts in order, groups with what they hold, and the letter of the work. What
// each kind of part has stands in `modeler_api/editor/form_parts.py`; what a form holds besides stays as it is.
import { partField } from "./form_parts.js";
import { el } from "./words.js";

const keyFor = (label, taken) => {
  const plain = label.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "").replace(/^(?=\d)/, "_") || "field";
  let key = plain;
  for (let number = 2; taken.has(key); number += 1) key = `${plain}_${number}`;
  return key;
};

const inside = (holder, path) => path.reduce((found, at) => found?.components?.[at], holder);
// By what a part is known again when the panel is drawn anew.
const markOf = (component, path) => component.key || component.path || component.id || path.join(".");
const nameOf = (component) => component.label || component.dateLabel || component.timeLabel || component.key || component.path || (component.text ?? component.content ?? "").slice(0, 40);

// Every component with its path, those inside others after them.
function* every(components, path = []) {
  for (const [at, component] of (components ?? []).entries()) {
    yield { component, path: [...path, at] };
    yield* every(component.components, [...path, at]);
  }
}

export class FormBuilder {
  constructor({ panel, id, element }) {
    Object.assign(this, { panel, id, element });
    this.words = panel.words.form;
    this.parts = panel.definition.form;
    this.kinds = new Map(this.parts.groups.flatMap(({ kinds }) => kinds));
    this.place = el("div", { class: "form-builder" });
    // Which parts stand open outlives the drawing of the panel anew.
    this.opened = (panel.formsOpen ??= new Set());
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
    act(schema);
    const wanted = { ...all[at], body: `\n${JSON.stringify(schema, null, 1)}\n` };
    this.panel.act(() => this.panel.gov.write(this.panel.root, this.panel.process, "form", wanted, at));
  }

  draw() {
    const { schema, words } = this;
    if (!schema) {
      this.place.replaceChildren(el("p", { class: "soft" }, words.unreadable));
      return;
    }
    const preview = this.panel.preview?.(this.id);
    this.place.replaceChildren(
      preview ? el("p", {}, preview) : el("p"),
      this.items(schema, []),
      this.adding([]),
      ...this.parts.form.map((part) => partField(this.whole(), part)),
      this.letter(schema),
    );
    this.panel.place.dataset.forms = [...every(schema.components)].length;
  }

  items(holder, path) {
    return el("div", { class: "panel-items" }, ...(holder.components ?? []).map((component, at) => this.item(component, [...path, at], holder.components.length)));
  }

  // What the fields of one part work on: its component as it stands now, and how it is changed.
  at(path, inRow) {
    const also = (part) => [part.also, inRow ? this.parts.row : ""].filter(Boolean).join("; ") || null;
    return {
      panel: this.panel,
      get: () => inside(this.schema, path) ?? {},
      change: (act) => this.changeAt(path, act),
      feel: (part) => (part.feel ? { "data-feel": part.feel, "data-at": this.element.id, "data-also": also(part) } : {}),
      taken: (key) => this.keysBeside(path).has(key),
    };
  }

  // A part that stands open stays so when it is called otherwise.
  changeAt(path, act) {
    this.change((schema) => {
      const changed = inside(schema, path);
      const before = markOf(changed, path);
      act(changed, schema);
      if (this.opened.has(before)) this.opened.add(markOf(changed, path));
    });
  }

  // The form as a whole, and its letter.
  whole(name = null) {
    return { ...this.at([], false), get: () => (name ? (this.schema?.[name] ?? {}) : (this.schema ?? {})), change: (act) => this.change((schema) => {
      const holder = name ? (schema[name] ??= {}) : schema;
      act(holder);
    }) };
  }

  // The keys that the answers beside a part have: a list, and a group with a name, are places of their own.
  keysBeside(path) {
    const { schema } = this;
    let top = [];
    for (let depth = path.length - 1; depth > 0; depth -= 1) {
      if (inside(schema, path.slice(0, depth))?.path) {
        top = path.slice(0, depth);
        break;
      }
    }
    const keys = new Set();
    const gather = (components, at) => {
      for (const [index, component] of (components ?? []).entries()) {
        const here = [...at, index];
        if (here.join() !== path.join()) for (const name of [component.key, component.path]) if (name) keys.add(name);
        if (!component.path) gather(component.components, here);
      }
    };
    gather(inside(schema, top)?.components, top);
    return keys;
  }

  item(component, path, count) {
    const { words, panel } = this;
    const parts = this.parts.of[component.type];
    const name = markOf(component, path);
    const title = [el("span", {}, nameOf(component) || words.unnamed), " ", el("span", { class: "soft small" }, this.kinds.get(component.type) ?? component.type)];
    const inRow = path.slice(0, -1).some((_at, depth) => inside(this.schema, path.slice(0, depth + 1))?.type === "dynamiclist");
    const builder = this.at(path, inRow);
    const made = el("details", { class: "form-part" }, el("summary", {}, ...title));
    made.open = this.opened.has(name);
    made.dataset.part = name;
    // The fields of a part are made when it is opened: a long form stays quick.
    const fill = () => {
      if (made.childElementCount > 1) return;
      if (parts) {
        made.append(
          panel.labelled(words.kind, this.kindOf(component, path)),
          ...parts.first.map((part) => partField(builder, part)),
          ...(parts.more.length ? [panel.section(`form-more-${name}`, words.more, parts.more.map((part) => partField(builder, part)))] : []),
        );
      } else made.append(el("p", { class: "soft" }, words.unknownKind));
      if (Array.isArray(component.components)) made.append(el("div", { class: "form-inside" }, el("p", { class: "soft small" }, words.holds), this.items(component, path), this.adding(path)));
      made.append(this.moves(path, count));
    };
    made.addEventListener("toggle", () => {
      if (made.open) {
        this.opened.add(name);
        fill();
      } else this.opened.delete(name);
    });
    if (made.open) fill();
    made.addEventListener("change", () => {
      const now = inside(this.schema, path);
      if (now) title[0].textContent = nameOf(now) || words.unnamed;
    });
    return made;
  }

  // Choosing another kind keeps what both kinds have.
  kindOf(component, path) {
    const select = this.kindSelect(component.type);
    select.addEventListener("change", () => {
      this.changeAt(path, (changed, schema) => {
        const had = this.parts.of[changed.type];
        const has = this.parts.of[select.value];
        const paths = (of) => new Set([...of.first, ...of.more].map((part) => part.path));
        for (const gone of had ? [...paths(had)].filter((one) => !paths(has).has(one)) : []) {
          const [first, second] = gone.split(".");
          if (second && changed[first]) delete changed[first][second];
          else if (!second) delete changed[first];
        }
        if (!paths(has).has("values")) for (const name of ["values", "valuesKey", "valuesExpression"]) delete changed[name];
        for (const name of ["validate", "properties", "conditional", "layout", "appearance"]) if (changed[name] && !Object.keys(changed[name]).length) delete changed[name];
        this.complete(changed, select.value, schema);
      });
      this.draw();
    });
    return select;
  }

  kindSelect(chosen) {
    const select = el("select", { class: "control" }, ...this.parts.groups.map(({ title, kinds }) => el("optgroup", { label: title }, ...kinds.map(([value, said]) => el("option", { value }, said)))));
    if (![...select.options].some((one) => one.value === chosen)) select.append(el("option", { value: chosen }, chosen));
    select.value = chosen;
    return select;
  }

  // What a component of this kind cannot be without.
  complete(component, kind, schema) {
    const { words, parts } = this;
    const has = new Set([...parts.of[kind].first, ...parts.of[kind].more].map((part) => part.path));
    const taken = new Set([...every(schema.components)].map(({ component: one }) => one).filter((one) => one !== component).flatMap((one) => [one.key, one.path].filter(Boolean)));
    component.type = kind;
    if (has.has("key")) component.key ??= keyFor(component.label ?? words.field, taken);
    if (has.has("label") && !["table", "documentPreview"].includes(kind)) component.label ??= words.field;
    if (parts.choosing.includes(kind) && !component.valuesKey && !component.valuesExpression) component.values ??= [{ value: "yes", label: words.yes }, { value: "no", label: words.no }];
    if (has.has("path")) component.components ??= [];
    if (kind === "dynamiclist") component.path ??= keyFor(component.label ?? words.field, taken);
    if (kind === "datetime") component.subtype ??= "date";
    if (kind === "expression") component.expression ??= "=null";
    if (!has.has("key") && !component.id) component.id = keyFor(kind, new Set([...every(schema.components)].map(({ component: one }) => one.id)));
  }

  adding(path) {
    const { words } = this;
    const add = () => {
      let made;
      this.change((schema) => {
        const holder = inside(schema, path);
        made = { label: words.field };
        this.complete(made, "textfield", schema);
        (holder.components ??= []).push(made);
      });
      this.opened.add(made.key);
      this.draw();
      [...this.place.querySelectorAll("[data-part]")].find((one) => one.dataset.part === made.key)?.querySelector("input[type=text]")?.focus();
    };
    return el("button", { type: "button", class: "button quiet small-button", onclick: add }, path.length ? words.addInside : words.add);
  }

  // Up, down, in, out and away: by buttons, so that no dragging is needed.
  moves(path, count) {
    const { words, schema } = this;
    const at = path.at(-1);
    const outer = path.slice(0, -1);
    const button = (said, act) =>
      el(
        "button",
        {
          type: "button",
          class: "button bare small-button",
          onclick: () => {
            this.change(act);
            this.draw();
          },
        },
        said,
      );
    const list = (whole) => inside(whole, outer).components;
    const swap = (to) => (whole) => {
      const all = list(whole);
      [all[at], all[to]] = [all[to], all[at]];
    };
    const before = at > 0 ? list(schema)[at - 1] : null;
    return el(
      "div",
      { class: "panel-row" },
      at > 0 ? button(words.up, swap(at - 1)) : null,
      at < count - 1 ? button(words.down, swap(at + 1)) : null,
      Array.isArray(before?.components) ? button(words.into, (whole) => before && list(whole)[at - 1].components.push(list(whole).splice(at, 1)[0])) : null,
      outer.length ? button(words.out, (whole) => inside(whole, outer.slice(0, -1)).components.splice(outer.at(-1) + 1, 0, list(whole).splice(at, 1)[0])) : null,
      button(words.remove, (whole) => list(whole).splice(at, 1)),
    );
  }

  letter(schema) {
    const { words, panel } = this;
    const has = Boolean(schema.letter);
    const toggle = el(
      "button",
      {
        type: "button",
        class: "button quiet small-button",
        onclick: () => {
          this.change((whole) => {
            if (has) delete whole.letter;
            else whole.letter = { language: "ky", title: {}, paragraphs: [] };
          });
          this.draw();
        },
      },
      has ? words.noLetter : words.newLetter,
    );
    const fields = has ? this.parts.letter.map((part) => partField(this.whole("letter"), part)) : [el("p", { class: "soft small" }, words.letterNote)];
    return panel.section("letter", words.letter, [...fields, toggle], has);
  }
}
