// The panel beside the drawing: fields as the server describes them, for whatever is chosen. It knows kinds of fields
// and reads and writes them on the chosen element; what they mean stands in `modeler_api/editor/panel.py`.
import { is, getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { painted } from "./breathing.js";
import { released } from "./pressing.js";
import { el } from "./words.js";
import { Fields } from "./fields.js";
import { eventDefinition } from "./defined.js";
import { runField, runsOf } from "./runs.js";

const STEPS = ["bpmn:Task", "bpmn:SubProcess", "bpmn:CallActivity"];

const isStep = (element) => STEPS.some((kind) => is(element, kind)) || (is(element, "bpmn:Event") && eventDefinition(element)?.$type === "bpmn:MessageEventDefinition");

const isWay = (element) => is(element, "bpmn:SequenceFlow") || is(element, "bpmn:DataAssociation");

export class Panel extends Fields {
  constructor({ modeler, gov, place, definition, words, typeWord, decisions, newDecision }) {
    super(words);
    Object.assign(this, { modeler, gov, place, definition, typeWord, decisions, newDecision });
    this.modeling = modeler.get("modeling");
    // What other programs wrote of inputs and outputs, as the server reads it, by element.
    this.mapped = {};
    this.open = new Set(["short"]);
    this.offered = this.lists();
    const bus = modeler.get("eventBus");
    bus.on("selection.changed", ({ newSelection }) => this.later(newSelection.length === 1 ? newSelection[0] : null));
    bus.on("commandStack.changed", () => {
      if (!this.own) this.later();
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

  // Not at once: what was done is seen in the drawing first; and a name that is being typed there is finished by the very
  // press on a field or a heading of the panel, which would be gone before it is let go.
  async later(element = this.element) {
    this.uncommitted?.();
    this.wanted = { element };
    const { wanted } = this;
    await painted();
    await released();
    if (this.wanted !== wanted) return;
    // The browser says of a part that it was opened only a moment after it was.
    for (const part of this.place.querySelectorAll(":scope > .panel-part")) this.note(part);
    this.show(element);
  }

  show(element) {
    this.wanted = null;
    this.uncommitted?.();
    if (element?.type === "label") element = element.labelTarget;
    if (element && !this.modeler.get("elementRegistry").get(element.id)) element = null;
    const kept = this.place.contains(document.activeElement) ? document.activeElement.id : "";
    const stays = this.element === element;
    this.element = element;
    this.place.dataset.of = element?.id ?? "";
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
      const runs = runsOf(this, element);
      if (runs.length) parts.push(this.section("runs", words.runs, runs.map((field) => runField(this, element, object, field)), !isStep(element)));
      const ways = this.ways(element);
      if (ways.length) parts.push(this.section("ways", isWay(element) ? words.leads : words.ways, ways, is(element, "bpmn:Gateway") || isWay(element)));
    }
    this.place.replaceChildren(...parts, ...this.offered);
    if (stays && kept) document.getElementById(kept)?.focus();
  }

  head(kind, name) {
    return el("p", { class: "panel-head" }, el("span", { class: "soft" }, kind), " ", el("strong", {}, name || "–"));
  }

  section(name, title, children, opened = false) {
    const made = el("details", { class: "panel-part", "data-part": name }, el("summary", { "data-section": name }, title), ...children);
    made.open = opened ? !this.open.has(`-${name}`) : this.open.has(name);
    made.dataset.was = made.open;
    made.addEventListener("toggle", () => this.note(made));
    return made;
  }

  // Keeps which parts are open and which are not, once somebody opened or closed them.
  note(part) {
    if (part.dataset.was === String(part.open)) return;
    const { part: name } = part.dataset;
    part.dataset.was = part.open;
    this.open.delete(part.open ? `-${name}` : name);
    this.open.add(part.open ? name : `-${name}`);
  }

  // The ways on from an element and the ends of a way, so that each can be chosen without the drawing.
  ways(element) {
    const called = (one) => getBusinessObject(one).name || this.typeWord(one);
    const way = (one, said) => el("p", { class: "panel-way" }, el("button", { type: "button", class: "link", onclick: () => this.modeler.get("selection").select(one) }, said));
    if (isWay(element)) return [element.source, element.target].filter(Boolean).map((one) => way(one, called(one)));
    const flows = (element.outgoing ?? []).filter((one) => is(one, "bpmn:SequenceFlow"));
    const data = [...(element.incoming ?? []), ...(element.outgoing ?? [])].filter((one) => is(one, "bpmn:DataAssociation"));
    return [
      ...flows.map((one) => way(one, `${getBusinessObject(one).name ? `${getBusinessObject(one).name} ` : ""}→ ${called(one.target)}`)),
      ...data.map((one) => way(one, `${this.typeWord(one)}: ${called(one.source)} → ${called(one.target)}`)),
    ];
  }

  lists() {
    return Object.entries(this.definition.offers).map(([name, values]) => el("datalist", { id: `offers-${name}` }, ...values.map((one) => (Array.isArray(one) ? el("option", { value: one[0], label: one[1] }) : el("option", { value: one })))));
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
}
