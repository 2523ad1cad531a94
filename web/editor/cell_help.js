// The help with FEEL for the drawing program's table: the cell that is chosen, the question at the head of a column, or the
// expression that is open, is written in the same window as every other field.
import { el } from "./words.js";

// What of the drawing can be written in the window now: its words, its kind of FEEL, and where it goes; or null.
function writable(modeler, chosen, words) {
  const view = modeler.getActiveView();
  const viewer = modeler.getActiveViewer();
  const logic = view?.element.decisionLogic;
  const modeling = viewer?.get("modeling", false);
  if (!modeling || !logic) return null;
  if (logic.$type === "dmn:LiteralExpression") return { label: view.element.name || view.element.id, kind: "value", text: logic.text, write: (text) => modeling.editLiteralExpressionText(text) };
  if (logic.$type !== "dmn:DecisionTable" || !chosen) return null;
  const clause = (logic.input ?? []).find((one) => one === chosen || one.id === chosen.id);
  if (clause) return { label: clause.label || clause.inputExpression.text || words.question, kind: "value", text: clause.inputExpression.text, write: (text) => modeling.updateProperties(clause.inputExpression, { text }) };
  for (const [number, rule] of (logic.rule ?? []).entries()) {
    const at = (rule.inputEntry ?? []).indexOf(chosen);
    const to = (rule.outputEntry ?? []).indexOf(chosen);
    if (at < 0 && to < 0) continue;
    const column = at >= 0 ? logic.input[at].label || logic.input[at].inputExpression.text : logic.output[to].label || logic.output[to].name;
    return {
      label: words.cell.replace("{column}", column ?? "").replace("{number}", number + 1),
      kind: at >= 0 ? "test" : "value",
      text: chosen.text,
      write: (text) => modeling.editCell(chosen, text),
    };
  }
  return null;
}

export function cellHelp({ modeler, stage, button, words, open }) {
  let chosen = null;
  let cell = null;

  const follow = () => {
    button.disabled = !writable(modeler, chosen, words);
  };
  const look = ({ target }) => {
    if (!(target instanceof Element)) return;
    const found = target.closest("td[data-element-id], th[data-col-id]");
    if (!found) return follow();
    const element = modeler.getActiveViewer()?.get("elementRegistry", false)?.get(found.dataset.elementId ?? found.dataset.colId);
    if (element?.businessObject) [chosen, cell] = [element.businessObject, found];
    return follow();
  };
  const help = () => {
    const found = writable(modeler, chosen, words);
    if (!found) return;
    const field = el("input", { type: "text", "aria-label": found.label, "data-feel": found.kind, "data-decision": modeler.getActiveView().element.id, value: found.text ?? "" });
    field.addEventListener("change", () => found.write(field.value));
    // The table may have drawn the cell anew.
    field.goesBackTo = () => (cell?.isConnected ? cell.querySelector(".cm-content, [contenteditable]") : null) ?? button;
    open(field);
  };
  for (const kind of ["focusin", "click"]) stage.addEventListener(kind, look);
  stage.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Enter" || !event.altKey || button.disabled) return;
      event.preventDefault();
      event.stopPropagation();
      // What is being typed in the cell is in the model once the cell is left.
      document.activeElement.blur();
      help();
    },
    true,
  );
  button.addEventListener("click", help);
  modeler.on("views.changed", () => {
    [chosen, cell] = [null, null];
    follow();
  });
  follow();
}
