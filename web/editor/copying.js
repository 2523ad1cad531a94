// Copying with everything that is said of an element. The drawing program leaves out what it has no words for, and forgets
// what it copied when the page is closed; here the `gov:` description goes along, also when an element changes its kind, and
// what was copied can be pasted into another model that is open in this browser, with its forms, documents and places.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

const KEPT = "kyzmat.copied";
const PAPERS = ["asks", "issues", "reads"];
const STEPS = ["separateFrom", "boundTo", "performerOf"];

const isGeneric = (value) => Boolean(value?.$type && value.$descriptor?.isGeneric);

// A generic element is only data: its attributes, its text and its children are copied as they stand.
function cloned(moddle, element) {
  const attributes = Object.fromEntries(Object.entries(element).filter(([name]) => !name.startsWith("$")));
  const made = moddle.createAny(element.$type, element.$descriptor.ns.uri, attributes);
  if (element.$body) made.$body = element.$body;
  if (element.$children) {
    made.$children = element.$children.map((child) => cloned(moddle, child));
    for (const child of made.$children) child.$parent = made;
  }
  return made;
}

function Copying(eventBus, moddle) {
  eventBus.on("moddleCopy.canCopyProperty", 2000, ({ property, parent }) => {
    if (!isGeneric(property)) return undefined;
    const made = cloned(moddle, property);
    made.$parent = parent;
    return made;
  });
}
Copying.$inject = ["eventBus", "moddle"];

const written = (_key, value) => (isGeneric(value) ? { ...value, $type: value.$type, $uri: value.$descriptor.ns.uri } : value);

function read(moddle, text) {
  const made = new Map();
  return JSON.parse(text, (_key, value) => {
    if (value === null || typeof value !== "object" || typeof value.$type !== "string") return value;
    const { $type, $uri, $body, $children, ...attributes } = value;
    if ($uri) {
      const any = moddle.createAny($type, $uri, attributes);
      if ($body) any.$body = $body;
      if ($children) any.$children = $children;
      for (const child of $children ?? []) child.$parent = any;
      return any;
    }
    // One element stands in the tree more than once: beside its drawing and in it.
    const key = attributes.id && `${$type}#${attributes.id}`;
    if (key && made.has(key)) return made.get(key);
    const element = moddle.create($type, attributes);
    for (const part of Object.values(attributes).flat()) if (part?.$type && !isGeneric(part)) part.$parent ??= element;
    for (const part of element.values ?? []) part.$parent = element;
    if (key) made.set(key, element);
    return element;
  });
}

// The clipboard of every page of this browser; a browser that keeps nothing still copies within the page.
function SharedClipboard(moddle) {
  this.moddle = moddle;
}
SharedClipboard.$inject = ["moddle"];
SharedClipboard.prototype.set = function set(tree) {
  this.tree = tree;
  this.text = JSON.stringify({ tree, beside: this.beside?.(tree) ?? {} }, written);
  try {
    localStorage.setItem(KEPT, this.text);
  } catch {
    // Too large for this browser to keep.
  }
};
SharedClipboard.prototype.get = function get() {
  let text = null;
  try {
    text = localStorage.getItem(KEPT);
  } catch {
    // As above.
  }
  text ??= this.text;
  if (!text) return undefined;
  try {
    const found = read(this.moddle, text);
    this.carried = found.beside;
    return found.tree;
  } catch {
    return this.tree;
  }
};
SharedClipboard.prototype.clear = function clear() {
  const { tree } = this;
  this.tree = this.text = undefined;
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // As above.
  }
  return tree;
};
SharedClipboard.prototype.isEmpty = function isEmpty() {
  return this.get() === undefined;
};

export const copyingModule = { __init__: ["copying"], copying: ["type", Copying], clipboard: ["type", SharedClipboard] };

// What the copied elements refer to goes along: forms, documents that are drawn, places; and what refers to something that
// was pasted beside it follows the name it has now.
export function carrying({ modeler, gov, panel }) {
  const bus = modeler.get("eventBus");
  const clipboard = modeler.get("clipboard");
  const registry = modeler.get("elementRegistry");
  const objects = (tree) => Object.values(tree).flat().map((each) => each.businessObject).filter(Boolean);

  clipboard.beside = (tree) => {
    const copied = new Set(objects(tree).map((object) => object.id));
    const steps = objects(tree).map((object) => gov.read(object, "step")).filter(Boolean);
    const refs = new Set(objects(tree).map((object) => gov.read(object, "form")?.attributes.ref));
    const papers = new Set(steps.flatMap((step) => step.children.filter((child) => PAPERS.includes(child.name)).map((child) => child.attributes.document)));
    const places = new Set(steps.map((step) => (step.attributes.visit ?? "").replace(/:[^:]*$/, "")));
    return {
      forms: gov.readAll(panel.process, "form").filter((one) => refs.has(one.attributes.id)),
      places: gov.readAll(panel.process, "place").filter((one) => places.has(one.attributes.id)),
      papers: [...papers]
        .filter((id) => id && !copied.has(id) && registry.get(id))
        .map((id) => ({ id, name: getBusinessObject(registry.get(id)).name, document: gov.read(getBusinessObject(registry.get(id)), "document") })),
    };
  };

  const before = new WeakMap();
  bus.on("copyPaste.pasteElement", 500, ({ descriptor }) => {
    if (descriptor.businessObject) before.set(descriptor.businessObject, descriptor.id);
  });

  // In the command that pastes, so that one step back takes everything away again.
  bus.on("commandStack.elements.create.postExecute", 400, ({ context }) => {
    const pasted = context.elements.filter((one) => one.type !== "label" && before.has(getBusinessObject(one)));
    if (!pasted.length) return;
    const names = new Map(pasted.map((one) => [before.get(getBusinessObject(one)), getBusinessObject(one).id]));
    const { forms = [], places = [], papers = [] } = clipboard.carried ?? {};
    const formNames = bring("form", forms);
    bring("place", places, true);
    let drawn = 0;
    for (const paper of papers) {
      if (registry.get(paper.id) || names.has(paper.id)) continue;
      const owner = pasted.find((one) => PAPERS.some((name) => gov.read(getBusinessObject(one), "step")?.children.some((child) => child.name === name && child.attributes.document === paper.id)));
      if (owner) {
        names.set(paper.id, draw(paper, owner, drawn * 70));
        drawn += 1;
      }
    }
    for (const one of pasted) follow(one, names, formNames);
  });

  // Adds what the process lacks; what has the same name and says something else gets another one (a place stays as it is).
  function bring(name, wanted, asItIs = false) {
    const called = new Map();
    const there = gov.readAll(panel.process, name);
    const added = [];
    for (const one of wanted) {
      const { id } = one.attributes;
      const same = there.find((other) => other.attributes.id === id);
      if (same && (asItIs || same.body.trim() === one.body.trim())) continue;
      let free = id;
      for (let number = 2; [...there, ...added].some((other) => other.attributes.id === free); number += 1) free = `${id}_${number}`;
      if (free !== id) called.set(id, free);
      added.push({ ...one, attributes: { ...one.attributes, id: free } });
    }
    if (added.length) gov.writeAll(panel.root, panel.process, name, [...there, ...added]);
    return called;
  }

  // Beside each other, above the step that speaks of them.
  function draw(paper, owner, aside) {
    const modeling = modeler.get("modeling");
    const beside = owner.parent ?? panel.root;
    const shape = modeling.createShape({ type: "bpmn:DataObjectReference" }, { x: owner.x + owner.width / 2 + aside, y: owner.y - 60 }, beside);
    modeling.updateProperties(shape, { name: paper.name });
    if (paper.document) gov.write(shape, getBusinessObject(shape), "document", paper.document);
    return shape.id;
  }

  function follow(element, names, formNames) {
    const object = getBusinessObject(element);
    const form = gov.read(object, "form");
    if (form && formNames.has(form.attributes.ref)) gov.set(element, object, "form", { ref: formNames.get(form.attributes.ref) });
    const step = gov.read(object, "step");
    if (!step) return;
    const now = (id) => names.get(id) ?? id;
    const children = step.children.map((child) => (PAPERS.includes(child.name) && child.attributes.document ? { ...child, attributes: { ...child.attributes, document: now(child.attributes.document) } } : child));
    const attributes = { ...step.attributes };
    for (const name of STEPS) if (attributes[name]) attributes[name] = attributes[name].split(" ").map(now).join(" ");
    if (JSON.stringify([step.attributes, step.children.map((one) => one.attributes)]) !== JSON.stringify([attributes, children.map((one) => one.attributes)])) gov.write(element, object, "step", { ...step, attributes, children });
  }
}
