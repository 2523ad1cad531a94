// What goes into an element and what comes out of it: rows of a value in FEEL and the name it goes by. They stand in
// `gov:mapping`, or in the assignments of a data association that is drawn. What another program wrote of an activity is
// shown as the server reads it; the first change writes all of it in our own words, which go before.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { el } from "./words.js";

const fresh = () => ({ source: "", target: "" });

// Whether another program says of the element what goes in or comes out.
const isVendors = (object) => (object.extensionElements?.values ?? []).some(({ $type }) => /:(ioMapping|inputOutput|in|out)$/.test($type));

// Where the rows of a field stand: how they are read, and how they are written back, each time all of them.
function mappingOf(panel, element, object, field) {
  const { gov } = panel;
  const beside = () => panel.mapped[element.id];
  const own = () => gov.read(object, "mapping");
  const rowsOf = (name) => {
    const said = own();
    if (said) return said.children.filter((child) => child.name === name).map((child) => ({ ...fresh(), ...child.attributes }));
    return (beside()?.[name] ?? []).map(([source, target]) => ({ source, target }));
  };
  const child = (name) => ({ source, target }) => ({ name, attributes: Object.fromEntries(Object.entries({ source, target }).filter(([, text]) => text)), keepEmpty: true });
  const attributes = () => {
    const { takes_all: takesAll, gives_all: givesAll } = beside() ?? {};
    return own()?.attributes ?? Object.fromEntries(Object.entries({ takesAll, givesAll }).filter(([, value]) => typeof value === "boolean").map(([name, value]) => [name, String(value)]));
  };
  const write = (name, rows, changed = {}) => {
    const kept = Object.fromEntries(Object.entries({ ...attributes(), ...changed }).filter(([, text]) => text));
    const children = ["input", "output"].flatMap((each) => (each === name ? rows : rowsOf(each)).map(child(each)));
    const wanted = { name: "mapping", attributes: kept, children, keepEmpty: isVendors(object) };
    gov.write(element, object, "mapping", wanted);
  };
  const name = field.name;
  return {
    rows: () => rowsOf(name),
    write: (rows) => write(name, rows),
    isForeign: () => !own() && isVendors(object) && rowsOf(name).length > 0,
    rest: {
      value: () => attributes()[field.rest] ?? "",
      write: (text) => write(name, rowsOf(name), { [field.rest]: text }),
    },
  };
}

function assignmentsOf(panel, element, object) {
  const factory = panel.modeler.get("bpmnFactory");
  const expression = (body, parent) => {
    const made = factory.create("bpmn:FormalExpression", { body });
    made.$parent = parent;
    return made;
  };
  const assignment = ({ source, target }) => {
    const made = factory.create("bpmn:Assignment");
    made.from = expression(source, made);
    made.to = expression(target, made);
    made.$parent = object;
    return made;
  };
  return {
    rows: () => (object.assignment ?? []).map(({ from, to }) => ({ source: (from?.body ?? "").replace(/^=/, ""), target: to?.body ?? "" })),
    write: (rows) => panel.modeling.updateModdleProperties(element, object, { assignment: rows.map(assignment) }),
    isForeign: () => false,
  };
}

export function mappingField(panel, element, object, field) {
  const { words } = panel;
  const place = is(element, "bpmn:DataAssociation") ? assignmentsOf(panel, element, object) : mappingOf(panel, element, object, field);
  const rows = el("div", { class: "panel-items" });
  const foreign = el("p", { class: "hint" }, words.mapping.foreign);

  const draw = () => {
    foreign.hidden = !place.isForeign();
    rows.replaceChildren(
      ...place.rows().map((row, at) => {
        const change = (part) => (text) => {
          const all = place.rows();
          all[at] = { ...all[at], [part]: text.trim() };
          place.write(all);
          foreign.hidden = true;
        };
        const label = (part) => `${part} ${at + 1}`;
        return el(
          "div",
          { class: "panel-item", role: "group", "aria-label": label(field.label) },
          panel.labelled(words.mapping.value, panel.input(row.source, change("source"), { "data-feel": "value", "data-at": element.id })),
          panel.labelled(field.target, panel.input(row.target, change("target"))),
          el(
            "button",
            {
              type: "button",
              class: "button bare small-button",
              "aria-label": `${words.remove}: ${label(field.label)}`,
              onclick: () => {
                panel.act(() => place.write(place.rows().filter((_one, index) => index !== at)));
                draw();
              },
            },
            words.remove,
          ),
        );
      }),
    );
  };
  const add = () => {
    panel.act(() => place.write([...place.rows(), fresh()]));
    draw();
    rows.lastElementChild?.querySelector("input")?.focus();
  };
  draw();
  const made = panel.grouped(field, foreign, rows, el("button", { type: "button", class: "button quiet small-button", onclick: add }, `${words.add}: ${field.label}`));
  if (field.rest && is(element, "bpmn:CallActivity")) {
    made.append(panel.labelled(words.mapping.rest, panel.select(place.rest.value(), words.mapping.rests, (text) => place.rest.write(text), words.mapping.restUnsaid)));
  }
  return made;
}
