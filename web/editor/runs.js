// What the engine has to know of an element: its form, its condition, its timer, how often it is repeated. Which fields there
// are for which kind of element stands in `modeler_api/editor/runs.py`.
import { is, getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { codeField, definedField, eventDefinition } from "./defined.js";
import { FormBuilder } from "./forms.js";
import { mappingField } from "./mappings.js";
import { formal, timerField } from "./timers.js";
import { undoneField } from "./undone.js";
import { el } from "./words.js";

// The fields that are there for an element; one that `needs` a repetition only where it is repeated so.
export function runsOf(panel, element) {
  const loop = getBusinessObject(element).loopCharacteristics?.$type;
  return panel.definition.runs.filter((field) => (!field.needs || field.needs === loop) && (!field.throws || !is(element, "bpmn:CatchEvent")) && field.of.some((kind) => is(element, kind) || eventDefinition(element)?.$type === kind));
}

// What a field that takes FEEL says of itself, so that the help with expressions finds it.
const feelOf = (element, field) => (field.feel ? { "data-feel": field.feel, "data-at": element.id, "data-also": field.also ?? null } : {});

// A form of its own for a step, empty, and the step told to use it: two commands, undone one after the other.
function addForm(panel, element, object) {
  const taken = new Set(panel.gov.readAll(panel.process, "form").map((one) => one.attributes.id));
  let id = `${object.id}_form`;
  for (let number = 2; taken.has(id); number += 1) id = `${object.id}_form_${number}`;
  const body = JSON.stringify({ type: "default", id, components: [] }, null, 1);
  panel.act(() => panel.gov.hold(panel.root, panel.process, [...(panel.process.extensionElements?.values ?? []), panel.gov.made({ name: "form", attributes: { id }, body })]));
  panel.act(() => panel.gov.write(element, object, "form", { name: "form", attributes: { ref: id } }));
  panel.open.add("runs");
  panel.show(panel.element);
}

const KINDS = {
  mapping: mappingField,

  // An attribute of a `gov:` element, `step.criteria`; `inside` the repetition where it is said so.
  gov(panel, element, object, field) {
    const [name, attribute] = field.name.split(".");
    const holder = field.inside ? object[field.inside] : object;
    const value = panel.gov.read(holder, name)?.attributes[attribute];
    return panel.labelled(field.label, panel.input(value, (text) => panel.gov.set(element, holder, name, { [attribute]: text.trim() }), feelOf(element, field)), field.hint);
  },

  // Of the decisions beside the procedure, or one that is deployed elsewhere under its id.
  decision(panel, element, object, field) {
    const { words, decisions } = panel;
    const ref = panel.gov.read(object, "decision")?.attributes.ref;
    const choose = (id) => {
      panel.gov.set(element, object, "decision", { ref: id });
      panel.show(panel.element);
    };
    const known = decisions.map(([id, name]) => [id, name === id ? id : `${name} (${id})`]);
    const made = panel.labelled(field.label, panel.select(ref, known, choose), field.hint);
    const there = decisions.find(([id, name]) => id === ref || name === ref);
    const title = getBusinessObject(element).name ?? "";
    made.append(el("p", {}, there ? el("a", { href: there[2] }, words.openDecision) : el("a", { href: `${panel.newDecision}?title=${encodeURIComponent(ref ?? title)}` }, words.newDecision)));
    return made;
  },

  form(panel, element, object, field) {
    const { words, gov } = panel;
    const forms = gov.readAll(panel.process, "form").map((one) => [one.attributes.id, one.attributes.id]);
    const ref = gov.read(object, "form")?.attributes.ref;
    const choose = (id) => {
      gov.write(element, object, "form", id ? { name: "form", attributes: { ref: id } } : null);
      panel.show(panel.element);
    };
    const made = panel.labelled(field.label, panel.select(ref, forms, choose, words.noForm), forms.length ? "" : words.noForms);
    if (ref && forms.some(([id]) => id === ref)) made.append(new FormBuilder({ panel, id: ref, element }).place);
    else made.append(el("button", { type: "button", class: "button quiet small-button", onclick: () => addForm(panel, element, object) }, words.newForm));
    return made;
  },

  plain(panel, element, object, field) {
    return panel.labelled(field.label, panel.input(object[field.name], (text) => panel.modeling.updateProperties(element, { [field.name]: text.trim() || undefined }), feelOf(element, field)), field.hint);
  },

  script(panel, element, object, field) {
    return panel.labelled(field.label, panel.input(object.script, (text) => panel.modeling.updateProperties(element, { script: text || undefined, scriptFormat: text ? "feel" : undefined }), feelOf(element, field)), field.hint);
  },

  condition(panel, element, object, field) {
    return panel.labelled(field.label, panel.input(object.conditionExpression?.body, (text) => panel.modeling.updateProperties(element, { conditionExpression: formal(panel, text) }), feelOf(element, field)), field.hint);
  },

  // The condition of an event that waits until something holds.
  holds(panel, element, _object, field) {
    const event = eventDefinition(element);
    return panel.labelled(field.label, panel.input(event.condition?.body, (text) => panel.modeling.updateModdleProperties(element, event, { condition: formal(panel, text) }), feelOf(element, field)), field.hint);
  },

  // An expression of the repetition: `loopCardinality`, `completionCondition`, `loopCondition`.
  loop(panel, element, object, field) {
    const loop = object.loopCharacteristics;
    return panel.labelled(field.label, panel.input(loop[field.name]?.body, (text) => panel.modeling.updateModdleProperties(element, loop, { [field.name]: formal(panel, text) }), feelOf(element, field)), field.hint);
  },

  timer: (panel, element, object, field) => timerField(panel, element, object, field, feelOf(element, field)),
  defined: definedField,
  undone: undoneField,
  code: codeField,

  // The two ends of a link find each other by the name of their event.
  link(panel, element, _object, field) {
    const event = eventDefinition(element);
    return panel.labelled(field.label, panel.input(event.name, (text) => panel.modeling.updateModdleProperties(element, event, { name: text.trim() || undefined })), field.hint);
  },
};

export const runField = (panel, element, object, field) => KINDS[field.kind](panel, element, object, field);
