// Where a name is asked for: the expressions of the drawing and of its forms. An answer that is called otherwise is not
// followed there, since only a person knows whether all of them mean it; whoever renames it is told where they stand.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";

// The attributes of `gov:` elements that hold FEEL, or the name of an answer.
const SAID = {
  step: ["refusesWhen", "refusalReason", "refusalAppeal", "criteria", "onLimitData"],
  each: ["collection", "outputItem"],
  correlation: ["key"],
  input: ["source"],
  output: ["source"],
};

const asks = (name) => {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const word = new RegExp(`(?<![\\p{L}\\p{N}_.])${plain}(?![\\p{L}\\p{N}_])`, "u");
  return (text) => typeof text === "string" && word.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '""'));
};

function* ofGov(gov, object) {
  for (const [name, attributes] of Object.entries(SAID)) for (const one of gov.readAll(object, name)) for (const each of attributes) yield one.attributes[each];
  for (const mapping of gov.readAll(object, "mapping")) for (const row of mapping.children) yield row.attributes?.source;
}

function* texts(gov, object) {
  yield object.conditionExpression?.body;
  yield object.script;
  if ((object.calledElement ?? "").startsWith("=")) yield object.calledElement;
  yield* ofGov(gov, object);
  for (const event of object.eventDefinitions ?? []) for (const part of ["timeDuration", "timeDate", "timeCycle", "condition"]) yield event[part]?.body;
  const loop = object.loopCharacteristics;
  if (loop) {
    for (const part of ["loopCardinality", "completionCondition", "loopCondition"]) yield loop[part]?.body;
    yield* ofGov(gov, loop);
  }
  for (const each of object.assignment ?? []) yield each.from?.body;
}

// The texts of a form that are FEEL, and the lists it takes from the case.
function* ofForm(value, name = "") {
  if (typeof value === "string") {
    if (value.startsWith("=") || name === "valuesKey") yield value;
    for (const [, inside] of value.matchAll(/\{\{(.*?)\}\}/g)) yield inside;
  } else if (value !== null && typeof value === "object") for (const [key, each] of Object.entries(value)) yield* ofForm(each, key);
}

// The elements whose expressions ask for the name, in the order of the drawing.
export function usesOf({ modeler, gov, process }, name) {
  const isAsked = asks(name);
  const forms = new Set();
  for (const { attributes, body } of gov.readAll(process, "form")) {
    try {
      if ([...ofForm(JSON.parse(body))].some(isAsked)) forms.add(attributes.id);
    } catch {
      // A form that cannot be read asks for nothing; its problem is said elsewhere.
    }
  }
  const asking = (one) => {
    const object = getBusinessObject(one);
    return [...texts(gov, object)].some(isAsked) || forms.has(gov.read(object, "form")?.attributes.ref);
  };
  return modeler.get("elementRegistry").filter((one) => one.type !== "label" && one.parent && asking(one));
}
