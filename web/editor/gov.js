// The `gov:` vocabulary on the drawing program's objects. It knows these elements only as generic ones, so that nothing
// it has no word for is lost; every change replaces what stood there by one command, so that it can be undone.
const URI = "urn:kyzmat:gov:1";

const isGov = (value, name) => value?.$descriptor?.ns?.uri === URI && (!name || value.$descriptor.ns.localName === name);
const localName = (value) => value.$descriptor.ns.localName;

const attributesOf = (any) => Object.fromEntries(Object.entries(any).filter(([name, value]) => !name.startsWith("$") && typeof value === "string"));

// A generic element as plain data: {name, attributes, body, children}; what is not ours is kept as it is.
const plain = (any) => ({
  name: localName(any),
  attributes: attributesOf(any),
  body: any.$body ?? "",
  children: (any.$children ?? []).map((child) => (isGov(child) ? plain(child) : { foreign: child })),
});

export class Gov {
  constructor(modeler) {
    this.modeling = modeler.get("modeling");
    this.moddle = modeler.get("moddle");
    this.bpmnFactory = modeler.get("bpmnFactory");
  }

  // The element of this name on a business object, or null.
  read(object, name) {
    const found = object.extensionElements?.values?.find((value) => isGov(value, name));
    return found ? plain(found) : null;
  }

  // Every element of this name, such as the places of a process.
  readAll(object, name) {
    return (object.extensionElements?.values ?? []).filter((value) => isGov(value, name)).map(plain);
  }

  // Puts `wanted` (plain data, null: none) in the place of the element of its name; `at` says which of several.
  write(element, object, name, wanted, at = 0) {
    const values = [...(object.extensionElements?.values ?? [])];
    const places = values.flatMap((value, index) => (isGov(value, name) ? [index] : []));
    const place = places[at];
    const isEmpty = wanted === null || (!Object.keys(wanted.attributes ?? {}).length && !wanted.children?.length && !wanted.body && !wanted.keepEmpty);
    if (isEmpty) {
      if (place === undefined) return;
      values.splice(place, 1);
    } else if (place === undefined) values.push(this.made(wanted));
    else values[place] = this.made(wanted);
    this.hold(element, object, values);
  }

  hold(element, object, values) {
    const holder = values.length ? this.bpmnFactory.create("bpmn:ExtensionElements", { values }) : undefined;
    if (holder) {
      holder.$parent = object;
      for (const value of values) value.$parent = holder;
    }
    this.modeling.updateModdleProperties(element, object, { extensionElements: holder });
  }

  // Puts these elements in the place of all of their name.
  writeAll(element, object, name, wanted) {
    const values = (object.extensionElements?.values ?? []).filter((value) => !isGov(value, name));
    this.hold(element, object, [...values, ...wanted.map((one) => this.made({ ...one, name }))]);
  }

  // Changes attributes of the element of this name, which is made when it is missing; an empty value goes.
  set(element, object, name, attributes) {
    const found = this.read(object, name) ?? { name, attributes: {}, children: [], body: "" };
    for (const [key, value] of Object.entries(attributes)) {
      if (value === "" || value === null || value === undefined) delete found.attributes[key];
      else found.attributes[key] = String(value);
    }
    this.write(element, object, name, found);
  }

  // Puts these children of one name in the place of those there are; all others stay where they stand.
  setChildren(element, object, name, child, children) {
    const found = this.read(object, name) ?? { name, attributes: {}, children: [], body: "" };
    const first = found.children.findIndex((one) => one.name === child);
    const rest = found.children.filter((one) => one.name !== child);
    const at = first < 0 ? rest.length : found.children.slice(0, first).filter((one) => one.name !== child).length;
    found.children = [...rest.slice(0, at), ...children.map((one) => ({ name: child, attributes: {}, children: [], body: "", ...one })), ...rest.slice(at)];
    this.write(element, object, name, found);
  }

  made({ name, attributes = {}, children = [], body = "" }) {
    const any = this.moddle.createAny(`gov:${name}`, URI, { ...attributes });
    if (body) any.$body = body;
    if (children.length) {
      any.$children = children.map((child) => child.foreign ?? this.made(child));
      for (const child of any.$children) child.$parent = any;
    }
    return any;
  }
}
