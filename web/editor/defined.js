// Messages, signals, errors and escalations stand at the root of the model, and events share them by name: who types a name
// that is there means that one. A name nobody else uses is changed where it stands; else a new one is made.
import { is, getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { el } from "./words.js";

const KINDS = {
  message: { type: "bpmn:Message", ref: "messageRef" },
  signal: { type: "bpmn:Signal", ref: "signalRef" },
  error: { type: "bpmn:Error", ref: "errorRef", code: "errorCode" },
  escalation: { type: "bpmn:Escalation", ref: "escalationRef", code: "escalationCode" },
};

export const eventDefinition = (element) => getBusinessObject(element).eventDefinitions?.[0];

// What points to a definition of an element: its event, or the task that waits for a message.
const holderOf = (element) => (is(element, "bpmn:ReceiveTask") ? getBusinessObject(element) : eventDefinition(element));

const allOf = (panel, { type }) => panel.modeler.getDefinitions().rootElements.filter((root) => is(root, type));

// How many places of the model mean this definition.
function usesOf(panel, one, { ref }) {
  const points = (object) => object?.[ref] === one;
  return panel.modeler.get("elementRegistry").filter((element) => {
    const object = getBusinessObject(element);
    return element.type !== "label" && (points(object) || (object.eventDefinitions ?? []).some(points));
  }).length;
}

// A new definition, and the element told to mean it.
function define(panel, element, { type, ref }, properties) {
  const definitions = panel.modeler.getDefinitions();
  const made = panel.modeler.get("bpmnFactory").create(type, properties);
  made.$parent = definitions;
  panel.modeling.updateModdleProperties(element, definitions, { rootElements: [...definitions.rootElements, made] });
  panel.modeling.updateModdleProperties(element, holderOf(element), { [ref]: made });
}

export function definedField(panel, element, _object, field) {
  const kind = KINDS[field.name];
  const holder = holderOf(element);
  const update = (target, properties) => panel.modeling.updateModdleProperties(element, target, properties);
  const write = (name) => {
    const known = allOf(panel, kind).find((root) => root.name === name);
    const now = holder[kind.ref];
    if (!name || known) update(holder, { [kind.ref]: name ? known : undefined });
    else if (now && usesOf(panel, now, kind) === 1) update(now, { name });
    else define(panel, element, kind, { name });
  };
  const id = `names-${field.name}`;
  const named = panel.labelled(field.label, panel.input(holder[kind.ref]?.name, (text) => write(text.trim()), { list: id }), field.hint);
  const names = [...new Set(allOf(panel, kind).map(({ name }) => name))].filter(Boolean);
  named.append(el("datalist", { id }, ...names.map((value) => el("option", { value }))));
  return named;
}

// The code by which an error or an escalation is told; it may have one and no name.
export function codeField(panel, element, _object, field) {
  const kind = KINDS[field.name];
  const write = (typed) => {
    const code = typed.trim() || undefined;
    const one = holderOf(element)[kind.ref];
    if (one) panel.modeling.updateModdleProperties(element, one, { [kind.code]: code });
    else if (code) define(panel, element, kind, { [kind.code]: code });
  };
  return panel.labelled(field.label, panel.input(holderOf(element)[kind.ref]?.[kind.code], write), field.hint);
}
