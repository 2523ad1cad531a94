// When a timer is due: what kind of time, its text, which time counts and what becomes of rounds that were missed. The server
// says what is wrong with a text and when it would come due, because the engine reads it there.
import { eventDefinition } from "./defined.js";
import { el } from "./words.js";

const KINDS = { timeDuration: "duration", timeDate: "date", timeCycle: "cycle" };
const PAUSE = 500;

export const formal = (panel, text) => (text.trim() ? panel.modeler.get("bpmnFactory").create("bpmn:FormalExpression", { body: text.trim() }) : undefined);

const chooser = (label, options, value) => {
  const made = el("select", { class: "control", "aria-label": label }, ...options.map(([one, words]) => el("option", { value: one }, words)));
  made.value = value;
  return made;
};

export function timerField(panel, element, object, field, attributes) {
  const { gov, words } = panel;
  const event = eventDefinition(element);
  const said = () => gov.read(object, "timer")?.attributes ?? {};
  const kind = chooser(field.label, field.options, Object.keys(KINDS).find((name) => event[name]) ?? "timeDuration");
  const write = () => panel.modeling.updateModdleProperties(element, event, { timeDuration: undefined, timeDate: undefined, timeCycle: undefined, [kind.value]: formal(panel, text.value) });
  const text = panel.input(event[kind.value]?.body, write, attributes);
  const due = el("p", { class: "hint", role: "status" });
  const [unitLabel, calendar, working] = field.units;
  const unit = panel.labelled(unitLabel, panel.select(said().unit === "working" ? "working" : "", [["working", working]], (value) => set({ unit: value }), calendar));
  const [missedLabel, options] = field.missed;
  const missed = panel.labelled(missedLabel, panel.select(said().missed, options, (value) => set({ missed: value }), words.timer.missed));
  function set(changed) {
    gov.set(element, object, "timer", changed);
    ask();
  }

  // FEEL says its time only where the case is known.
  async function ask() {
    const written = text.value.trim();
    const parameters = new URLSearchParams({ text: written, kind: KINDS[kind.value], unit: said().unit ?? "" });
    const asked = String(parameters);
    due.dataset.asked = asked;
    const answer = written && !written.startsWith("=") && /^[\dRP*?]/.test(written) ? await panel.timerRuns(asked) : { runs: [], problem: "" };
    if (due.dataset.asked !== asked || !answer) return;
    panel.wrong(text, Boolean(answer.problem), answer.problem);
    due.textContent = answer.runs.length ? words.timer.due.replace("{moments}", answer.runs.join("; ")) : "";
  }
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  const fits = () => {
    text.placeholder = field.examples[kind.value];
    unit.hidden = kind.value === "timeDate";
    missed.hidden = kind.value !== "timeCycle";
  };
  text.addEventListener("input", later);
  kind.addEventListener("change", () => {
    panel.act(write);
    fits();
    ask();
  });
  fits();
  const made = panel.labelled(field.label, text, field.hint);
  made.querySelector("label").after(kind);
  made.append(due);
  later();
  return el("div", {}, made, unit, missed);
}
