// The panel beside the drawing: fields as the server describes them, for whatever is chosen. It knows kinds of fields
// and reads and writes them on the chosen element; what they mean stands in `modeler_api/editor/panel.py`.
import { is, getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { el } from "./words.js";
import { FormBuilder } from "./forms.js";
import { minutes, spread, writeSpread, written } from "./durations.js";

const PAUSE = 400;
const STEPS = ["bpmn:Task", "bpmn:SubProcess", "bpmn:CallActivity"];

const isStep = (element) => STEPS.some((kind) => is(element, kind)) || (is(element, "bpmn:Event") && eventDefinition(element)?.$type === "bpmn:MessageEventDefinition");
const eventDefinition = (element) => getBusinessObject(element).eventDefinitions?.[0];

export class Panel {
  constructor({ modeler, gov, place, definition, words, typeWord, decisions, newDecision }) {
    Object.assign(this, { modeler, gov, place, definition, words, typeWord, decisions, newDecision });
    this.modeling = modeler.get("modeling");
    this.open = new Set(["short"]);
    this.count = 0;
    const bus = modeler.get("eventBus");
    bus.on("selection.changed", ({ newSelection }) => this.show(newSelection.length === 1 ? newSelection[0] : null));
    bus.on("commandStack.changed", () => {
      if (!this.own) this.show(this.element);
    });
  }

  // The process the model is about: what is chosen when nothing is.
  get process() {
    const definitions = this.modeler.getDefinitions();
    return definitions.rootElements.find((root) => is(root, "bpmn:Process") && root.isExecutable) ?? definitions.rootElements.find((root) => is(root, "bpmn:Process"));
  }

  get root() {
    return this.modeler.get("canvas").getRootElement();
  }

  show(element) {
    if (element?.type === "label") element = element.labelTarget;
    if (element && !this.modeler.get("elementRegistry").get(element.id)) element = null;
    const kept = this.place.contains(document.activeElement) ? document.activeElement.id : "";
    const stays = this.element === element;
    this.element = element;
    this.count = 0;
    const { words } = this;
    const parts = [];
    if (!element || element === this.root || is(element, "bpmn:Participant")) {
      const owner = element ?? this.root;
      const process = element && is(element, "bpmn:Participant") ? getBusinessObject(element).processRef : this.process;
      parts.push(this.head(words.procedure, process?.name ?? ""));
      if (process) {
        parts.push(this.section("general", words.general, [this.plain(owner, process, "name", words.name), this.names(owner, process, "procedure")], true));
        parts.push(this.section("short", words.about, this.fields(owner, process, "procedure", this.definition.procedure.short), true));
        parts.push(this.section("places", words.places, [this.places(owner, process)]));
        parts.push(this.section("evidence", words.evidence, this.fields(owner, process, "procedure", this.definition.procedure.evidence)));
      }
    } else {
      const object = getBusinessObject(element);
      parts.push(this.head(this.typeWord(element), object.name ?? ""));
      const holder = is(element, "bpmn:DataObjectReference") ? "document" : isStep(element) ? "step" : null;
      if ("name" in object.$descriptor.propertiesByName || is(element, "bpmn:FlowElement")) {
        parts.push(this.section("general", words.general, [this.plain(element, object, "name", words.name), this.names(element, object, holder), this.documentation(element, object)], true));
      }
      if (isStep(element)) {
        const { short, more, documents, evidence } = this.definition.step;
        parts.push(this.section("short", words.costs, this.fields(element, object, "step", short), true));
        parts.push(this.section("more", words.more, this.fields(element, object, "step", more)));
        parts.push(this.section("documents", words.documents, [...this.fields(element, object, "step", documents), this.newDocument()]));
        parts.push(this.section("evidence", words.evidence, this.fields(element, object, "step", evidence)));
      }
      if (holder === "document") {
        parts.push(this.section("short", words.about, this.fields(element, object, "document", this.definition.document.short), true));
        parts.push(this.section("evidence", words.evidence, this.fields(element, object, "document", this.definition.document.evidence)));
      }
      if (is(element, "bpmn:Lane")) parts.push(this.section("short", words.who, this.fields(element, object, "party", this.definition.party.short), true));
      const runs = this.definition.runs.filter((field) => field.of.some((kind) => is(element, kind) || eventDefinition(element)?.$type === kind));
      if (runs.length) parts.push(this.section("runs", words.runs, runs.map((field) => this.run(element, object, field)), !isStep(element)));
    }
    this.place.replaceChildren(...parts, ...this.lists());
    if (stays && kept) document.getElementById(kept)?.focus();
  }

  head(kind, name) {
    return el("p", { class: "panel-head" }, el("span", { class: "soft" }, kind), " ", el("strong", {}, name || "–"));
  }

  section(name, title, children, opened = false) {
    const made = el("details", { class: "panel-part" }, el("summary", {}, title), ...children);
    made.open = opened ? !this.open.has(`-${name}`) : this.open.has(name);
    made.addEventListener("toggle", () => {
      if (made.open) {
        this.open.add(name);
        this.open.delete(`-${name}`);
      } else {
        this.open.delete(name);
        this.open.add(`-${name}`);
      }
    });
    return made;
  }

  lists() {
    return Object.entries(this.definition.offers).map(([name, values]) => el("datalist", { id: `offers-${name}` }, ...values.map((value) => el("option", { value }))));
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
      if (control.value !== control.dataset.last) {
        control.dataset.last = control.value;
        this.act(() => write(control.value, control));
      }
    };
    control.dataset.last = control.value;
    control.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(commit, PAUSE);
    });
    control.addEventListener("change", commit);
    return control;
  }

  select(value, options, write) {
    const known = options.some(([option]) => option === value);
    const control = el(
      "select",
      { class: "control" },
      el("option", { value: "" }, this.words.unassessed),
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
    if (!isWrong) note?.remove();
  }

  plain(element, object, name, label) {
    return this.labelled(label, this.input(object[name], (value) => (element && getBusinessObject(element) === object ? this.modeling.updateProperties(element, { [name]: value || undefined }) : this.modeling.updateModdleProperties(element, object, { [name]: value || undefined }))));
  }

  documentation(element, object) {
    const write = (text) =>
      this.modeling.updateModdleProperties(element, object, {
        documentation: text ? [this.modeler.get("bpmnFactory").create("bpmn:Documentation", { text }), ...(object.documentation ?? []).slice(1)] : (object.documentation ?? []).slice(1),
      });
    return this.labelled(this.words.documentation, this.input(object.documentation?.[0]?.text, write));
  }

  // A name in each language: in the element's own description where it has one, else beside it.
  names(element, object, holder) {
    const beside = this.gov.readAll(object, "name");
    const inside = holder ? (this.gov.read(object, holder)?.children ?? []).filter((child) => child.name === "name") : [];
    const isInside = holder !== null && beside.length === 0;
    const found = isInside ? inside : beside;
    const write = (tag, text) => {
      const others = (isInside ? (this.gov.read(object, holder)?.children ?? []).filter((child) => child.name === "name") : this.gov.readAll(object, "name")).filter((one) => one.attributes.lang !== tag);
      const all = text ? [...others, { attributes: { lang: tag }, body: text }] : others;
      if (isInside) this.gov.setChildren(element, object, holder, "name", all);
      else this.gov.writeAll(element, object, "name", all);
    };
    return el(
      "div",
      { class: "panel-names" },
      ...this.definition.tongues.map(([tag, words]) =>
        this.labelled(words, this.input(found.find((one) => one.attributes.lang === tag)?.body, (text) => write(tag, text.trim()), { lang: tag })),
      ),
    );
  }

  fields(element, object, holder, fields) {
    return fields.map((field) => this.field(element, object, holder, field));
  }

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

  checked(control, text, write) {
    const number = text.trim().replace(",", ".");
    const isWrong = number !== "" && !(Number(number) >= 0);
    this.wrong(control, isWrong, this.words.number);
    if (!isWrong) write(number);
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

  addPlace() {
    const process = this.process;
    const taken = new Set(this.gov.readAll(process, "place").map((one) => one.attributes.id));
    let number = 1;
    while (taken.has(`place_${number}`)) number += 1;
    this.gov.writeAll(this.root, process, "place", [...this.gov.readAll(process, "place"), { attributes: { id: `place_${number}`, name: `${this.words.place} ${number}` } }]);
    this.open.add("places");
    this.show(this.element);
  }

  places(element, process) {
    const all = this.gov.readAll(process, "place");
    const rows = all.map((one, at) =>
      el(
        "div",
        { class: "panel-item" },
        ...this.definition.place.map((field) =>
          this.labelled(
            field.label,
            this.simple(field, one.attributes[field.name], (text) => {
              const now = this.gov.readAll(process, "place")[at];
              if (text) now.attributes[field.name] = text;
              else delete now.attributes[field.name];
              this.gov.write(element, process, "place", now, at);
            }),
          ),
        ),
      ),
    );
    return el("div", {}, ...rows, el("button", { type: "button", class: "button quiet small-button", onclick: () => this.addPlace() }, this.words.newPlace));
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

  grouped(field, ...children) {
    return el("fieldset", { class: "field small-field" }, el("legend", {}, field.label), field.hint ? el("p", { class: "hint" }, field.hint) : null, ...children);
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

  get papers() {
    return this.modeler
      .get("elementRegistry")
      .filter((one) => is(one, "bpmn:DataObjectReference") && one.type !== "label")
      .map((one) => [one.id, getBusinessObject(one).name || one.id]);
  }

  newDocument() {
    return el("button", { type: "button", class: "button quiet small-button", onclick: () => this.addDocument() }, this.words.newDocument);
  }

  // A document is drawn above the step that it was made for, and then described.
  addDocument() {
    const owner = this.element;
    const parent = owner.parent && !is(owner.parent, "bpmn:Lane") ? owner.parent : this.root;
    const shape = this.modeling.createShape({ type: "bpmn:DataObjectReference" }, { x: owner.x + owner.width / 2, y: owner.y - 60 }, parent);
    this.modeling.updateProperties(shape, { name: this.words.newDocumentName });
    this.gov.setChildren(owner, getBusinessObject(owner), "step", "asks", [...(this.gov.read(getBusinessObject(owner), "step")?.children ?? []).filter((one) => one.name === "asks"), { attributes: { document: shape.id } }]);
    this.modeler.get("selection").select(shape);
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
    return this.labelled(column.label, this.simple(column, value, (text) => change(column.name, text)));
  }

  // A form of its own for a step, empty, and the step told to use it: two commands, undone one after the other.
  addForm(element, object) {
    const taken = new Set(this.gov.readAll(this.process, "form").map((one) => one.attributes.id));
    let id = `${object.id}_form`;
    for (let number = 2; taken.has(id); number += 1) id = `${object.id}_form_${number}`;
    const body = JSON.stringify({ type: "default", id, components: [] }, null, 1);
    this.act(() => this.gov.hold(this.root, this.process, [...(this.process.extensionElements?.values ?? []), this.gov.made({ name: "form", attributes: { id }, body })]));
    this.act(() => this.gov.write(element, object, "form", { name: "form", attributes: { ref: id } }));
    this.open.add("runs");
    this.show(this.element);
  }

  // What the engine has to know.
  run(element, object, field) {
    const factory = this.modeler.get("bpmnFactory");
    const update = (target, properties) => this.modeling.updateModdleProperties(element, target, properties);
    switch (field.kind) {
      case "gov": {
        const [name, attribute] = field.name.split(".");
        return this.labelled(field.label, this.input(this.gov.read(object, name)?.attributes[attribute], (text) => this.gov.set(element, object, name, { [attribute]: text.trim() })), field.hint);
      }
      // Of the decisions beside the procedure, or one that is deployed elsewhere under its id.
      case "decision": {
        const ref = this.gov.read(object, "decision")?.attributes.ref;
        const choose = (id) => {
          this.gov.set(element, object, "decision", { ref: id });
          this.show(this.element);
        };
        const known = this.decisions.map(([id, name]) => [id, name === id ? id : `${name} (${id})`]);
        const made = this.labelled(field.label, this.select(ref, known, choose), field.hint);
        const there = this.decisions.find(([id, name]) => id === ref || name === ref);
        const title = getBusinessObject(element).name ?? "";
        made.append(el("p", {}, there ? el("a", { href: there[2] }, this.words.openDecision) : el("a", { href: `${this.newDecision}?title=${encodeURIComponent(ref ?? title)}` }, this.words.newDecision)));
        return made;
      }
      case "form": {
        const forms = this.gov.readAll(this.process, "form").map((one) => [one.attributes.id, one.attributes.id]);
        const ref = this.gov.read(object, "form")?.attributes.ref;
        const choose = (id) => {
          this.gov.write(element, object, "form", id ? { name: "form", attributes: { ref: id } } : null);
          this.show(this.element);
        };
        const made = this.labelled(field.label, this.select(ref, forms, choose), forms.length ? "" : this.words.noForms);
        if (ref && forms.some(([id]) => id === ref)) made.append(new FormBuilder({ panel: this, id: ref }).place);
        else made.append(el("button", { type: "button", class: "button quiet small-button", onclick: () => this.addForm(element, object) }, this.words.newForm));
        return made;
      }
      case "plain":
        return this.labelled(field.label, this.input(object[field.name], (text) => this.modeling.updateProperties(element, { [field.name]: text.trim() || undefined })), field.hint);
      case "script":
        return this.labelled(field.label, this.input(object.script, (text) => this.modeling.updateProperties(element, { script: text || undefined, scriptFormat: text ? "feel" : undefined })), field.hint);
      case "condition":
        return this.labelled(
          field.label,
          this.input(object.conditionExpression?.body, (text) => this.modeling.updateProperties(element, { conditionExpression: text.trim() ? factory.create("bpmn:FormalExpression", { body: text.trim() }) : undefined })),
          field.hint,
        );
      case "timer": {
        const event = eventDefinition(element);
        const kind = ["timeDuration", "timeDate", "timeCycle"].find((name) => event[name]) ?? "timeDuration";
        const chosen = el("select", { class: "control", "aria-label": field.label }, ...field.options.map(([value, words]) => el("option", { value }, words)));
        chosen.value = kind;
        const write = () => {
          const expression = text.value.trim() ? factory.create("bpmn:FormalExpression", { body: text.value.trim() }) : undefined;
          update(event, { timeDuration: undefined, timeDate: undefined, timeCycle: undefined, [chosen.value]: expression });
        };
        const text = this.input(event[kind]?.body, write);
        chosen.addEventListener("change", () => this.act(write));
        const made = this.labelled(field.label, text, field.hint);
        made.append(chosen);
        return made;
      }
      default: {
        const target = is(element, "bpmn:ReceiveTask") ? object : eventDefinition(element);
        const write = (name) => {
          const definitions = this.modeler.getDefinitions();
          let message = definitions.rootElements.find((root) => is(root, "bpmn:Message") && root.name === name);
          if (name && !message) {
            message = factory.create("bpmn:Message", { name });
            message.$parent = definitions;
            update(definitions, { rootElements: [...definitions.rootElements, message] });
          }
          update(target, { messageRef: name ? message : undefined });
        };
        return this.labelled(field.label, this.input(target.messageRef?.name, (text) => write(text.trim())), field.hint);
      }
    }
  }
}
