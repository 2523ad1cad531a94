// The kinds of fields that describe something in `gov:` words: what each shows of an element, and what it writes there.
import { is, getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { Controls } from "./controls.js";
import { minutes, spread, writeSpread, written } from "./durations.js";
import { el } from "./words.js";

export class Fields extends Controls {
  field(element, object, holder, field) {
    const read = () => this.gov.read(object, holder)?.attributes ?? {};
    const set = (attributes) => this.gov.set(element, object, holder, attributes);
    const value = read()[field.name];
    switch (field.kind) {
      case "choice":
        return this.labelled(field.label, this.select(value, field.options, (chosen) => set({ [field.name]: chosen })), field.hint);
      case "list":
        return this.list(element, object, holder, field);
      case "visit":
        return this.visit(value, field, (text) => set({ visit: text }));
      case "spread":
        return this.spread(field, read(), set);
      case "duration":
        return this.duration(field, read(), set);
      case "steps":
        return this.steps(element, field, value, (text) => set({ [field.name]: text }));
      default:
        return this.labelled(field.label, this.simple(field, value, (text) => set({ [field.name]: text })), field.hint);
    }
  }

  simple(field, value, write) {
    const isNumber = field.kind === "number" || field.kind === "minutes";
    const attributes = { inputmode: isNumber ? "decimal" : null, list: field.offers ? `offers-${field.offers}` : null, type: field.kind === "date" ? "date" : "text" };
    if (field.kind === "minutes") {
      const shown = value ? minutes(value) : "";
      return this.input(shown === null ? value : String(shown), (text, control) => this.checked(control, text, (number) => write(number === "" ? "" : written(number, false))), attributes);
    }
    if (isNumber) return this.input(value, (text, control) => this.checked(control, text, write), attributes);
    return this.input(value, (text) => write(text.trim()), attributes);
  }

  visit(value, field, write) {
    const [place, trip] = value ? [value.slice(0, value.lastIndexOf(":")), value.slice(value.lastIndexOf(":") + 1)] : ["", "1"];
    const places = this.gov.readAll(this.process, "place").map((one) => [one.attributes.id, one.attributes.name || one.attributes.id]);
    const number = this.input(trip, () => send(), { inputmode: "numeric", size: 3, class: "control narrow", "aria-label": this.words.trip });
    const chosen = this.select(place, places, () => send());
    const send = () => write(chosen.value ? `${chosen.value}:${Math.max(1, Number.parseInt(number.value, 10) || 1)}` : "");
    const made = this.labelled(field.label, chosen, field.hint);
    const more = el("div", { class: "panel-row" }, el("label", { for: (number.id ||= this.id()) }, this.words.trip), number);
    const fresh = el("button", { type: "button", class: "button bare small-button", onclick: () => this.addPlace() }, this.words.newPlace);
    made.append(more, fresh);
    return made;
  }

  spread(field, values, set) {
    const unit = field.unit;
    const inDays = Boolean(field.days) && !(values[field.name] ?? "").includes("T");
    const shown = spread(values[field.name], inDays);
    if (shown === null) return this.labelled(field.label, this.input(values[field.name], (text) => set({ [field.name]: text.trim() })), field.hint);
    const days = field.days ? this.unitChoice(inDays) : null;
    const send = (control) => {
      const found = writeSpread(inputs.map((one) => one.value), days ? days.value === "days" : false);
      this.wrong(control, Boolean(found.wrong), this.words.rising);
      if (!found.wrong) set({ [field.name]: found.text });
    };
    const inputs = shown.map((value, at) => this.input(value, (_text, control) => send(control), { inputmode: "decimal", class: "control narrow", "aria-label": `${field.label}: ${this.words.spread[at]}`, placeholder: this.words.spread[at] }));
    const row = el("div", { class: "panel-row" }, ...inputs, el("span", { class: "soft" }, days ?? this.words.minutes));
    days?.addEventListener("change", () => this.act(() => send(inputs[1])));
    const made = this.grouped(field, row);
    if (field.name === "effort") {
      made.append(
        el(
          "div",
          { class: "panel-row" },
          ...this.definition.minutes.map(([words, length]) =>
            el(
              "button",
              {
                type: "button",
                class: "button bare small-button",
                onclick: () => {
                  ["", String(minutes(length)), ""].forEach((value, at) => {
                    inputs[at].value = value;
                    inputs[at].dataset.last = value;
                  });
                  this.act(() => set({ [field.name]: length }));
                },
              },
              `${words} (${minutes(length)})`,
            ),
          ),
        ),
      );
    }
    if (unit) made.append(this.timeKind(field, values, set));
    return made;
  }

  unitChoice(inDays) {
    const made = el("select", { class: "control", "aria-label": this.words.unit }, el("option", { value: "days" }, this.words.days), el("option", { value: "minutes" }, this.words.minutes));
    made.value = inDays ? "days" : "minutes";
    return made;
  }

  timeKind(field, values, set) {
    const control = el("select", { class: "control", "aria-label": `${field.label}: ${this.words.time}` }, ...this.definition.units.map(([value, words]) => el("option", { value }, words)));
    control.value = values[field.unit] ?? "working";
    control.addEventListener("change", () => this.act(() => set({ [field.unit]: control.value })));
    return control;
  }

  duration(field, values, set) {
    const text = values[field.name];
    const inDays = !text || !text.includes("T");
    const found = text ? minutes(text) : "";
    if (found === null) return this.labelled(field.label, this.input(text, (value) => set({ [field.name]: value.trim() })), field.hint);
    const days = this.unitChoice(inDays);
    const amount = this.input(found === "" ? "" : String(inDays ? found / 1440 : found), (_value, control) => send(control), { inputmode: "decimal", class: "control narrow", "aria-label": field.label });
    const send = (control) => this.checked(control, amount.value, (number) => set({ [field.name]: number === "" ? "" : written(number, days.value === "days") }));
    days.addEventListener("change", () => this.act(() => send(amount)));
    return this.grouped(field, el("div", { class: "panel-row" }, amount, days, field.unit ? this.timeKind(field, values, set) : null));
  }

  // Other steps of the model, such as those whose officer may not do this one.
  steps(element, field, value, write) {
    const chosen = new Set((value ?? "").split(" ").filter(Boolean));
    const all = this.modeler.get("elementRegistry").filter((one) => is(one, "bpmn:UserTask") && one !== element && one.type !== "label");
    if (!all.length) return el("span");
    const boxes = all.map((one) => {
      const box = el("input", { type: "checkbox", value: one.id });
      box.checked = chosen.has(one.id);
      box.addEventListener("change", () => this.act(() => write(boxes.filter((each) => each.checked).map((each) => each.value).join(" "))));
      return box;
    });
    return this.grouped(field, ...boxes.map((box, at) => el("label", { class: "panel-check" }, box, getBusinessObject(all[at]).name || all[at].id)));
  }

  list(element, object, holder, field) {
    const children = () => (this.gov.read(object, holder)?.children ?? []).filter((child) => child.name === field.name);
    const rows = el("div", { class: "panel-items" });
    const put = (all) => this.gov.setChildren(element, object, holder, field.name, all);
    const draw = () => {
      rows.replaceChildren(
        ...children().map((child, at) => {
          const change = (name, text) => {
            const all = children();
            const one = all[at];
            if (name === "") one.body = text;
            else if (text) one.attributes[name] = text;
            else delete one.attributes[name];
            // The dictionary knows which register holds it; whoever knows better writes another one.
            const held = field.name === "item" && name === "key" ? this.definition.heldIn[text] : null;
            if (held && !one.attributes.register) {
              one.attributes.register = held;
              const control = rows.children[at].querySelectorAll("input, select")[field.columns.findIndex((column) => column.name === "register")];
              control.value = control.dataset.last = held;
            }
            put(all);
          };
          return el(
            "div",
            { class: "panel-item" },
            ...field.columns.map((column) => this.column(column, child, change)),
            el(
              "button",
              {
                type: "button",
                class: "button bare small-button",
                onclick: () => {
                  this.act(() => put(children().filter((_one, index) => index !== at)));
                  draw();
                },
              },
              this.words.remove,
            ),
          );
        }),
      );
    };
    draw();
    const add = () => {
      const attributes = Object.fromEntries(field.columns.filter((column) => column.default).map((column) => [column.name, column.default]));
      if (field.name === "evidence") attributes.source = "estimate";
      if (field.name === "legal") attributes.type = "law";
      this.act(() => put([...children(), { attributes: Object.keys(attributes).length ? attributes : {}, keepEmpty: true }]));
      draw();
      rows.lastElementChild?.querySelector("input, select")?.focus();
    };
    return this.grouped(field, rows, el("button", { type: "button", class: "button quiet small-button", onclick: add }, `${this.words.add}: ${field.label}`));
  }

  column(column, child, change) {
    const value = column.name === "" ? child.body : child.attributes[column.name];
    if (column.kind === "choice") return this.labelled(column.label, this.select(value, column.options, (text) => change(column.name, text)));
    if (column.kind === "paper") return this.labelled(column.label, this.select(value, this.papers, (text) => change(column.name, text)));
    if (column.kind === "subjects") {
      const chosen = (value ?? "").split(" ").filter(Boolean);
      const control = el("select", { class: "control", multiple: true, size: 4 }, ...column.options.map(([option, words]) => el("option", { value: option }, words)));
      for (const option of control.options) option.selected = chosen.includes(option.value);
      control.addEventListener("change", () => this.act(() => change(column.name, [...control.selectedOptions].map((option) => option.value).join(" "))));
      return this.labelled(column.label, control, this.words.subjects);
    }
    return this.labelled(column.label, this.simple(column, value, (text) => change(column.name, text)), column.hint);
  }
}
