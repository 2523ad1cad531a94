// A decision's page: the drawing program for tables, kept as the drawing of a procedure is, and the plain parts of the
// page that follow it: what is said of it, the rules in words, the samples.
import Modeler from "dmn-js/lib/Modeler";
import { cellHelp } from "../editor/cell_help.js";
import { Keeping } from "../editor/keeping.js";
import { showNotes, withNotes } from "../editor/rule_notes.js";
import { el, translator } from "../editor/words.js";
import { helping, knowing } from "../expressions/index.js";

const page = document.querySelector("[data-decision]");
const data = JSON.parse(document.getElementById(page.dataset.decision).textContent);
const words = JSON.parse(document.getElementById("decision-words").textContent);
const stage = page.querySelector("[data-stage]");
const token = page.dataset.token;
const status = page.querySelector("[data-status]");
const own = { additionalModules: [{ translate: translator(data.words).translate }] };
const modeler = new Modeler({ container: stage, keyboard: { bindTo: window }, drd: own, decisionTable: own, literalExpression: own, boxedExpression: own });
const marks = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, marks];
let leaving = false;
let mine = null;

function state(kind, at = "") {
  page.dataset.state = kind;
  const text = words.states[kind].replace("{time}", at);
  if (status.textContent !== text) status.textContent = text;
}

// Rules something is said of, and rules that matched, marked in the drawing program's table by their ids.
function mark(said, matched = []) {
  const rule = (id, css) => `[data-row-id="${CSS.escape(id)}"] { ${css} }`;
  marks.replaceSync(
    [
      ...said.map((id) => rule(id, "box-shadow: inset 3px 0 0 #b3261e;")),
      ...matched.map((id) => rule(id, "background: #e3f3e6 !important; box-shadow: inset 3px 0 0 #1d7a3a;")),
    ].join("\n"),
  );
}

// Parts in which somebody types stay until they are sent.
function follow(parts) {
  for (const [name, html] of Object.entries(parts)) {
    const place = document.querySelector(`[data-part="${name}"]`);
    if (place && !place.contains(document.activeElement)) place.innerHTML = html;
  }
}

function revised(revision) {
  for (const field of document.querySelectorAll("input[name=revision]")) field.value = revision;
}

function overtaken(answer, text) {
  const box = document.querySelector("[data-overtaken]");
  box.hidden = false;
  box.querySelector("[data-who]").textContent = answer.message;
  mine = text ?? mine;
  box.querySelector("[data-apart]").hidden = mine === null;
  state("overtaken");
  box.focus();
}

const keeping = new Keeping({
  address: page.dataset.address,
  token,
  key: `decision.${page.dataset.key}`,
  revision: data.revision,
  say: state,
  onLook: (answer) => {
    revised(answer.revision);
    data.known = answer.known;
    follow(answer.parts);
    mark(answer.rules);
    const others = page.querySelector("[data-others]");
    others.hidden = !answer.others.length;
    others.querySelector("p").textContent = words.others.replace("{people}", answer.others.join(", "));
  },
  onOvertaken: overtaken,
});

const xml = async () => (await withNotes(modeler.getDefinitions(), () => modeler.saveXML({ format: true }))).xml;

// The views of the file, as buttons: what rests on what, and each decision.
function views() {
  const place = page.querySelector("[data-views]");
  const active = modeler.getActiveView();
  place.replaceChildren(
    ...modeler.getViews().map((view) =>
      el(
        "button",
        { type: "button", class: "button quiet small-button", "aria-pressed": String(view === active || view.element === active?.element), onclick: () => modeler.open(view) },
        view.type === "drd" ? words.overview : view.element.name || view.element.id,
      ),
    ),
  );
}

// The drawing program leaves the heads of its columns of numbers empty.
function named() {
  for (const head of stage.querySelectorAll("th.index-column:empty")) head.append(el("span", { class: "visually-hidden" }, words.number));
}

function watch() {
  const viewer = modeler.getActiveViewer();
  if (!viewer || viewer.watched) return;
  viewer.watched = true;
  viewer.on("commandStack.changed", () => {
    buttons();
    if (!keeping.stopped) keeping.changed(xml);
    else {
      // Written after somebody was faster: it can be kept apart too.
      mine = null;
      document.querySelector("[data-apart]").hidden = false;
    }
  });
}

function buttons() {
  const stack = modeler.getActiveViewer()?.get("commandStack", false);
  for (const [name, can] of [["undo", "canUndo"], ["redo", "canRedo"]]) {
    const button = page.querySelector(`[data-${name}]`);
    button.hidden = !stack;
    button.disabled = !stack?.[can]();
  }
}

async function shown(source) {
  await modeler.importXML(source, { open: false });
  showNotes(modeler.getDefinitions());
  const table = modeler.getViews().find((view) => view.type !== "drd") ?? modeler.getViews()[0];
  if (table) await modeler.open(table);
}

async function start() {
  document.querySelector("[data-theirs]").addEventListener("click", () => {
    keeping.forget();
    leaving = true;
    location.reload();
  });
  document.querySelector("[data-apart]").addEventListener("click", async () => {
    const answer = await fetch(page.dataset.apart, { method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token }, body: JSON.stringify({ source: mine ?? (await xml()) }) }).catch(() => null);
    if (!answer?.ok) return;
    keeping.forget();
    leaving = true;
    location.assign((await answer.json()).address);
  });
  // What is on its way arrives before a form of the page is sent.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("[data-try]")) {
      event.preventDefault();
      await keeping.settled();
      const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body: new FormData(form) }).catch(() => null);
      if (!answer?.ok) return state("offline");
      const told = await answer.json();
      document.querySelector('[data-part="tried"]').innerHTML = told.html;
      follow(told.parts);
      revised(keeping.revision);
      mark(data.rules, told.rules);
      return;
    }
    if (form.dataset.settled || (!keeping.pending && !keeping.busy)) {
      leaving = true;
      return;
    }
    event.preventDefault();
    if (!(await keeping.settled())) return;
    revised(keeping.revision);
    form.dataset.settled = "yes";
    leaving = true;
    const { submitter } = event;
    setTimeout(() => form.requestSubmit(submitter));
  });
  window.addEventListener("beforeunload", (event) => {
    if (leaving || page.dataset.state === "saved" || page.dataset.state === "overtaken") return;
    event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    const body = new FormData();
    body.set("csrf_token", token);
    body.set("window", keeping.window);
    navigator.sendBeacon(page.dataset.leave, body);
  });
  modeler.on("views.changed", () => {
    views();
    named();
    watch();
    buttons();
  });
  page.querySelector("[data-undo]").addEventListener("click", () => modeler.getActiveViewer().get("commandStack").undo());
  page.querySelector("[data-redo]").addEventListener("click", () => modeler.getActiveViewer().get("commandStack").redo());
  // A table's cells can ask for what the decision depends on; a decision the server has not seen asks for anything.
  knowing((field) => {
    const names = data.known[field.dataset.decision ?? field.closest("form")?.elements.decision?.value];
    return { names: (names ?? []).map((one) => ({ ...one, here: true })), open: !names?.length };
  });
  const { open } = helping(JSON.parse(document.getElementById("feel-help").textContent));
  cellHelp({ modeler, stage, button: page.querySelector("[data-cell-help]"), words, open });
  stage.hidden = false;
  const unsent = keeping.unsent();
  state("saved");
  try {
    await shown(unsent?.fits ? unsent.source : data.xml);
    if (unsent?.fits) keeping.changed(xml);
  } catch (error) {
    console.warn(error);
    stage.replaceChildren(el("p", { class: "inset" }, stage.dataset.failed));
    stage.classList.add("unread");
  }
  if (unsent && !unsent.fits) overtaken({ message: words.unsent }, unsent.source);
  mark(data.rules);
  keeping.later(1500);
  page.dataset.ready = "yes";
}

start();
