// A message, signal, error or escalation that loses its last use goes with it, in the same step of Undo. What nobody used
// when the model was opened stays: it is not ours to judge.
import { getBusinessObject, isAny } from "bpmn-js/lib/util/ModelUtil";

const DEFINED = ["bpmn:Message", "bpmn:Signal", "bpmn:Error", "bpmn:Escalation"];
const REFS = ["messageRef", "signalRef", "errorRef", "escalationRef"];
const COMMANDS = ["shape.delete", "connection.delete", "shape.replace", "element.updateModdleProperties"];

function Leftovers(eventBus, elementRegistry, injector) {
  let before = new Set();

  const used = () => {
    const found = new Set();
    elementRegistry.forEach((element) => {
      const object = getBusinessObject(element);
      for (const holder of [object, ...(object?.eventDefinitions ?? [])]) for (const ref of REFS) if (holder?.[ref]) found.add(holder[ref]);
    });
    return found;
  };

  // What is not drawn may mean it too: an operation, a correlation.
  const isMeant = (one, definitions) => {
    const seen = new Set();
    const meets = (value) => {
      if (value === one) return true;
      if (value === null || typeof value !== "object" || seen.has(value)) return false;
      seen.add(value);
      return Object.values(value).some((part) => (Array.isArray(part) ? part.some(meets) : meets(part)));
    };
    return definitions.rootElements.some((root) => root !== one && meets(root));
  };

  eventBus.on(COMMANDS.map((name) => `commandStack.${name}.postExecuted`), ({ context }) => {
    const now = used();
    const lost = [...before].filter((one) => !now.has(one));
    before = now;
    const definitions = injector.get("bpmnjs").getDefinitions();
    const gone = lost.filter((one) => isAny(one, DEFINED) && definitions.rootElements.includes(one) && !isMeant(one, definitions));
    if (!gone.length) return;
    const element = injector.get("canvas").getRootElement();
    const change = { element, moddleElement: definitions, properties: { rootElements: definitions.rootElements.filter((one) => !gone.includes(one)) } };
    if (context.moddleElement !== definitions) injector.get("commandStack").execute("element.updateModdleProperties", change);
  });
  // Undo brings uses back, and so does a model that is opened.
  eventBus.on(["commandStack.changed", "import.done"], () => {
    before = used();
  });
}
Leftovers.$inject = ["eventBus", "elementRegistry", "injector"];

export const leftoversModule = { __init__: ["leftovers"], leftovers: ["type", Leftovers] };
