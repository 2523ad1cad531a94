// The editor's page: the drawing program, the panel, the table of steps, and what the server says of all of it.
import Modeler from "bpmn-js/lib/Modeler";
import minimap from "diagram-js-minimap";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { carrying, copyingModule } from "../editor/copying.js";
import { Gov } from "../editor/gov.js";
import { shown } from "../editor/shown.js";
import { kindsModule, madeUserTask } from "../editor/kinds.js";
import { Keeping } from "../editor/keeping.js";
import { Panel } from "../editor/panel.js";
import { leftoversModule } from "../editor/leftovers.js";
import { playable } from "../editor/playable.js";
import { Told } from "../editor/told.js";
import { Twin } from "../editor/twin.js";
import { inPieces } from "../editor/writing.js";
import { breath, painted } from "../editor/breathing.js";
import { el, translator } from "../editor/words.js";
import { helping, knowing } from "../expressions/index.js";

const page = document.querySelector("[data-editor]");
const data = JSON.parse(document.getElementById(page.dataset.editor).textContent);
const words = JSON.parse(document.getElementById("editor-words").textContent);
const stage = page.querySelector(".editor-stage");
const modeler = new Modeler({ container: stage, keyboard: { bind: true }, additionalModules: [minimap, copyingModule, kindsModule, leftoversModule, { translate: translator(data.words).translate }] });
const status = page.querySelector("[data-status]");
const live = page.querySelector("[data-live]");

const TYPES = [
  ["bpmn:UserTask", "User task"], ["bpmn:ServiceTask", "Service task"], ["bpmn:ManualTask", "Manual task"], ["bpmn:ScriptTask", "Script task"],
  ["bpmn:BusinessRuleTask", "Business rule task"], ["bpmn:SendTask", "Send task"], ["bpmn:ReceiveTask", "Receive task"], ["bpmn:CallActivity", "Call activity"],
  ["bpmn:SubProcess", "Sub-process"], ["bpmn:Task", "Task"], ["bpmn:StartEvent", "Start event"], ["bpmn:EndEvent", "End event"], ["bpmn:BoundaryEvent", "Boundary event"],
  ["bpmn:Event", "Intermediate throw event"], ["bpmn:ExclusiveGateway", "Exclusive gateway"], ["bpmn:ParallelGateway", "Parallel gateway"],
  ["bpmn:InclusiveGateway", "Inclusive gateway"], ["bpmn:EventBasedGateway", "Event-based gateway"], ["bpmn:ComplexGateway", "Complex gateway"],
  ["bpmn:SequenceFlow", "Sequence flow"], ["bpmn:DataObjectReference", "Data object reference"], ["bpmn:DataStoreReference", "Data store reference"], ["bpmn:DataAssociation", "Data association"],
];
const typeWord = (element) => {
  const found = TYPES.find(([type]) => is(element, type));
  return found ? (data.words[found[1]] ?? found[1]) : is(element, "bpmn:Lane") ? words.panel.lane : words.panel.element;
};

async function choose(target) {
  const registry = modeler.get("elementRegistry");
  const element = typeof target === "string" ? registry.get(target) : target;
  if (!element) return;
  modeler.get("selection").select(element);
  await painted();
  if (!registry.get(element.id)) return;
  modeler.get("canvas").scrollToElement(element, 80);
  page.querySelector("[data-panel]").scrollIntoView({ block: "nearest" });
}

const say = (text) => {
  live.textContent = text;
};

function state(kind, at = "") {
  page.dataset.state = kind;
  const text = words.states[kind].replace(at ? "{time}" : /:?\s*\{time\}/, at);
  if (status.textContent !== text) status.textContent = text;
}

// Each change of the drawing counts, so that what is written in pieces knows whether it still holds.
let changes = 0;
async function xml({ whole = true } = {}) {
  if (whole) return (await modeler.saveXML({ format: true })).xml;
  const began = changes;
  return inPieces(modeler, () => changes !== began);
}

async function start() {
  try {
    const { warnings } = await modeler.importXML(data.xml);
    stage.dataset.warnings = warnings.length;
    for (const warning of warnings) console.warn(warning.message);
  } catch (error) {
    console.error(error);
    stage.dataset.waiting = stage.dataset.failed;
    return;
  }
  delete stage.dataset.waiting;
  const canvas = modeler.get("canvas");
  shown(modeler, stage);
  const gov = new Gov(modeler);
  const told = new Told({ modeler, problems: page.querySelector("[data-problems]"), counts: page.querySelector("[data-counts]"), figures: page.querySelector("[data-figures]"), words: words.told, choose, mends: { plain_task: (element) => choose(madeUserTask(modeler, element)) } });
  const panel = new Panel({ modeler, gov, place: page.querySelector("[data-panel]"), definition: data.panel, words: words.panel, typeWord, decisions: data.decisions, newDecision: data.newDecision });
  carrying({ modeler, gov, panel });
  const twin = new Twin({ modeler, gov, body: page.querySelector("[data-steps] tbody"), definition: data.panel, words: words.twin, typeWord, say, choose });
  // Which data is known where follows what the server made of the drawing; a step it has not seen yet knows what is
  // known at the step before it.
  panel.mapped = data.look.mapped ?? {};
  let { data: known = { names: [], at: {}, open: [] } } = data.look;
  function knownHere(id) {
    const seen = new Set();
    let element = modeler.get("elementRegistry").get(id);
    while (element && !seen.has(element.id)) {
      seen.add(element.id);
      if (is(element, "bpmn:SequenceFlow")) element = element.source;
      if (known.at[element.id]) return new Set(known.at[element.id]);
      element = element.incoming?.find((one) => is(one, "bpmn:SequenceFlow"))?.source ?? element.host;
    }
    return new Set();
  }
  knowing((field) => {
    const here = knownHere(field.dataset.at);
    return { names: known.names.map((one, at) => ({ ...one, here: here.has(at) })), open: known.open.length > 0 };
  });
  const help = helping(JSON.parse(document.getElementById("feel-help").textContent));
  const form = document.querySelector("[data-version]");
  const keeping = new Keeping({
    address: page.dataset.address,
    token: form.elements.csrf_token.value,
    key: page.dataset.key,
    revision: data.revision,
    say: state,
    onLook: async (answer) => {
      form.elements.revision.value = answer.revision;
      if (answer.mapped) panel.mapped = answer.mapped;
      if (answer.order) twin.ordered(answer.order);
      await told.show(answer);
      await breath();
      if (answer.data && told.isNew("data", answer.data)) {
        known = answer.data;
        help.again();
      }
      const others = page.querySelector("[data-others]");
      others.hidden = !answer.others.length;
      others.querySelector("p").textContent = words.others.replace("{people}", answer.others.join(", "));
    },
    onOvertaken,
  });

  // When a timer would come due; nothing is said while the server is away.
  panel.timerRuns = async (parameters) => {
    const answer = await fetch(`${page.dataset.timer}?${parameters}`, { headers: { Accept: "application/json" } }).catch(() => null);
    return answer?.ok && answer.headers.get("Content-Type")?.includes("json") ? answer.json() : null;
  };

  // A form as people will see it, once what was drawn has arrived.
  panel.preview = (id) => {
    const address = `${page.dataset.preview}${encodeURIComponent(id)}`;
    const link = el("a", { class: "button quiet small-button", href: address, target: "_blank" }, words.panel.form.preview);
    link.addEventListener("click", async (event) => {
      if (!keeping.pending && !keeping.busy) return;
      event.preventDefault();
      const tab = window.open("", "_blank");
      await keeping.settled();
      if (tab) tab.location = address;
      else location.assign(address);
    });
    return link;
  };

  // Two drew at once: the page stops, says who was faster, and keeps what was drawn here until it is decided.
  function onOvertaken(answer, text) {
    const box = document.querySelector("[data-overtaken]");
    box.hidden = false;
    box.querySelector("[data-who]").textContent = answer.message;
    box.querySelector("[data-apart]").hidden = text === null && !mine;
    state("overtaken");
    box.focus();
    mine = text ?? mine;
  }
  let mine = null;
  document.querySelector("[data-theirs]").addEventListener("click", () => {
    keeping.forget();
    leaving = true;
    location.reload();
  });
  document.querySelector("[data-apart]").addEventListener("click", async () => {
    const answer = await fetch(page.dataset.apart, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify({ source: mine ?? (await xml()) }),
    }).catch(() => null);
    const found = answer?.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (!answer?.ok || !found) {
      say(found?.message ?? words.states.offline.replace("{time}", ""));
      document.querySelector("[data-who]").textContent = `${found?.message ?? words.states.offline} ${found?.hint ?? ""}`;
      return;
    }
    keeping.forget();
    leaving = true;
    location.assign(found.address);
  });

  let leaving = false;
  modeler.get("eventBus").on("commandStack.changed", () => {
    changes += 1;
    page.querySelector("[data-undo]").disabled = !modeler.get("commandStack").canUndo();
    page.querySelector("[data-redo]").disabled = !modeler.get("commandStack").canRedo();
    if (!keeping.stopped) keeping.changed(xml);
    else {
      // Drawn after somebody was faster: it can be kept apart too.
      mine = null;
      document.querySelector("[data-apart]").hidden = false;
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (leaving || page.dataset.state === "saved" || page.dataset.state === "overtaken") return;
    event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("window", keeping.window);
    navigator.sendBeacon(page.dataset.leave, body);
  });

  // What this browser kept while the server was away stands on the page again.
  const unsent = keeping.unsent();
  if (unsent) {
    if (unsent.fits) {
      try {
        await modeler.importXML(unsent.source);
        shown(modeler, stage);
        keeping.changed(xml);
        say(words.restored);
        page.querySelector("[data-restored]").hidden = false;
      } catch (error) {
        console.error(error);
      }
    } else {
      const box = document.querySelector("[data-overtaken]");
      box.hidden = false;
      box.querySelector("[data-who]").textContent = words.unsent;
      mine = unsent.source;
    }
  }

  panel.show(null);
  told.show(data.look);
  twin.ordered(data.look.order ?? []);
  if (!unsent?.fits) state("saved");
  keeping.later(1500);

  page.querySelector("[data-undo]").addEventListener("click", () => modeler.get("commandStack").undo());
  page.querySelector("[data-redo]").addEventListener("click", () => modeler.get("commandStack").redo());
  const tools = { "zoom-in": () => canvas.zoom(canvas.zoom() * 1.25), "zoom-out": () => canvas.zoom(canvas.zoom() / 1.25), fit: () => shown(modeler, stage) };
  for (const button of page.querySelectorAll("[data-tool]")) button.addEventListener("click", () => tools[button.dataset.tool]());
  page.querySelector("[data-add-step]").addEventListener("click", () => {
    const last = twin.steps.at(-1) ?? modeler.get("elementRegistry").find((one) => is(one, "bpmn:StartEvent") && one.type !== "label");
    if (last) twin.addAfter(last);
  });
  // What is on its way arrives before the version is made of it.
  form.addEventListener("submit", async (event) => {
    if (form.dataset.settled) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await keeping.settled())) {
      say(words.states.offline);
      return;
    }
    form.elements.revision.value = keeping.revision;
    form.dataset.settled = "yes";
    leaving = true;
    delete form.dataset.sent;
    // A form cannot be sent again while the sending that was held back is still on.
    setTimeout(() => form.requestSubmit());
  }, true);
  playable(page, { modeler, words: words.play, typeWord, say });
  new ResizeObserver(() => canvas.resized()).observe(stage);
  page.dataset.ready = "yes";
}

start();
