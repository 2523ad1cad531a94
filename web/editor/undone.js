// What a compensation undoes: one activity of its scope that has somebody or something to undo it, or all of them.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { eventDefinition } from "./defined.js";

const isHandler = (one) => is(one, "bpmn:BoundaryEvent") && eventDefinition(one)?.$type === "bpmn:CompensateEventDefinition";

// The activities beside the event; within an event subprocess, those of the scope it belongs to.
function targets(panel, element) {
  const scope = getBusinessObject(element).$parent;
  const scopes = [scope, scope.triggeredByEvent ? scope.$parent : null];
  return panel.modeler.get("elementRegistry").filter((one) => {
    const object = getBusinessObject(one);
    if (one.type === "label" || !is(one, "bpmn:Activity") || !scopes.includes(object.$parent) || object.isForCompensation || object.triggeredByEvent || object === scope) return false;
    return is(one, "bpmn:SubProcess") || (one.attachers ?? []).some(isHandler);
  });
}

export function undoneField(panel, element, _object, field) {
  const event = eventDefinition(element);
  const offered = targets(panel, element).map((one) => [one.id, getBusinessObject(one).name || one.id]);
  const write = (id) => {
    const activity = id ? getBusinessObject(panel.modeler.get("elementRegistry").get(id)) : undefined;
    panel.modeling.updateModdleProperties(element, event, { activityRef: activity });
  };
  return panel.labelled(field.label, panel.select(event.activityRef?.id, offered, write, field.nothing), field.hint);
}
