// The drawing as an ordered table that can be edited: for the keyboard and the screen reader, and for whoever prefers it.
// It shows the same model; what is done here is drawn there, and can be undone there.
import { is, getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { el } from "./words.js";
import { minutes } from "./durations.js";

export class Twin {
  constructor({ modeler, gov, body, definition, words, typeWord, say, choose }) {
    Object.assign(this, { modeler, gov, body, definition, words, typeWord, say, choose });
    this.modeling = modeler.get("modeling");
    this.order = [];
    this.rows = new Map();
    modeler.get("eventBus").on("commandStack.changed", () => this.later());
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.own) this.draw();
    }, 150);
  }

  ordered(order) {
    this.order = order;
    if (!this.body.contains(document.activeElement)) this.draw();
  }

  get steps() {
    const place = new Map(this.order.map((id, at) => [id, at]));
    const isStep = (one) => one.type !== "label" && ["bpmn:Task", "bpmn:SubProcess", "bpmn:CallActivity"].some((kind) => is(one, kind));
    return this.modeler
      .get("elementRegistry")
      .filter(isStep)
      .sort((a, b) => (place.get(a.id) ?? 1e6) - (place.get(b.id) ?? 1e6) || a.x - b.x || a.y - b.y);
  }

  get lanes() {
    return this.modeler.get("elementRegistry").filter((one) => is(one, "bpmn:Lane") && !(one.children ?? []).some((child) => is(child, "bpmn:Lane")));
  }

  // A row is made anew only when what it shows has changed: the table of a large drawing is long, and somebody is typing.
  draw() {
    const kept = this.body.contains(document.activeElement) ? document.activeElement.dataset.control : "";
    const { lanes } = this;
    const places = lanes.map((one) => [one.id, getBusinessObject(one).name || one.id]);
    const laneOf = new Map(lanes.flatMap((lane) => (getBusinessObject(lane).flowNodeRef ?? []).map((node) => [node, lane.id])));
    const rows = new Map();
    for (const [at, shape] of this.steps.entries()) {
      const shown = this.shown(shape, at, { places, lane: laneOf.get(getBusinessObject(shape)) ?? "" });
      const print = JSON.stringify(shown);
      const there = this.rows.get(shape.id);
      rows.set(shape.id, there?.print === print && there.shape === shape ? there : { print, shape, row: this.row(shape, shown) });
    }
    this.rows = rows;
    const wanted = [...rows.values()].map(({ row }) => row);
    const stays = new Set(wanted);
    for (const row of [...this.body.children]) if (!stays.has(row)) row.remove();
    for (const [at, row] of wanted.entries()) if (this.body.children[at] !== row) this.body.insertBefore(row, this.body.children[at] ?? null);
    if (kept && document.activeElement?.dataset?.control !== kept) this.body.querySelector(`[data-control="${CSS.escape(kept)}"]`)?.focus();
  }

  // All that the row of a step shows.
  shown(shape, at, { places, lane }) {
    const object = getBusinessObject(shape);
    const { channel = "", effort = "" } = this.gov.read(object, "step")?.attributes ?? {};
    return {
      number: at + 1,
      name: object.name ?? "",
      kind: this.typeWord(shape),
      places,
      lane,
      channel,
      work: minutes(effort.split("/").at(effort.includes("/") ? 1 : 0)),
      isLast: !shape.outgoing.some((one) => is(one, "bpmn:SequenceFlow")),
    };
  }

  row(shape, { number, name, kind, places, lane, channel, work, isLast }) {
    const { words } = this;
    const object = getBusinessObject(shape);
    const channels = this.definition.step.short.find((field) => field.name === "channel").options;
    const named = this.text(shape, "name", name, `${words.name} ${number}`, (text) => this.modeling.updateProperties(shape, { name: text }));
    const who = this.choice(shape, "lane", lane, places, `${words.lane} ${number}`, (id) => this.move(shape, id));
    const how = this.choice(shape, "channel", channel, channels, `${words.channel} ${number}`, (value) => this.gov.set(shape, object, "step", { channel: value }));
    const effort = this.text(shape, "effort", work === null ? "" : String(work), `${words.work} ${number}`, (text, control) => {
      const typed = text.trim().replace(",", ".");
      control.setAttribute("aria-invalid", String(typed !== "" && !(Number(typed) >= 0)));
      if (typed === "" || Number(typed) >= 0) this.gov.set(shape, object, "step", { effort: typed === "" ? "" : `PT${typed}M` });
    });
    effort.inputMode = "decimal";
    effort.classList.add("narrow");
    return el(
      "tr",
      { "data-element": shape.id },
      el("td", { class: "numeric", "data-label": words.number }, String(number)),
      el("th", { scope: "row" }, named, el("span", { class: "under" }, kind)),
      el("td", { "data-label": words.lane }, places.length ? who : words.noLane),
      el("td", { "data-label": words.channel }, how),
      el("td", { class: "numeric", "data-label": words.work }, effort),
      el(
        "td",
        { "data-label": words.acts },
        el(
          "span",
          { class: "row-actions" },
          this.button(shape, "more", words.describe, () => this.choose(shape)),
          this.button(shape, "after", words.after, () => this.addAfter(shape)),
          isLast ? this.button(shape, "end", words.end, () => this.end(shape)) : null,
          this.button(shape, "remove", words.removeStep, () => this.remove(shape)),
        ),
      ),
    );
  }

  act(change) {
    this.own = true;
    try {
      change();
    } finally {
      this.own = false;
    }
  }

  text(shape, kind, value, label, write) {
    const control = el("input", { class: "control", type: "text", autocomplete: "off", "aria-label": label, "data-control": `${shape.id}-${kind}`, value });
    control.addEventListener("change", () => this.act(() => write(control.value, control)));
    return control;
  }

  choice(shape, kind, value, options, label, write) {
    const control = el("select", { class: "control", "aria-label": label, "data-control": `${shape.id}-${kind}` }, el("option", { value: "" }, this.words.unassessed), ...options.map(([option, words]) => el("option", { value: option }, words)));
    control.value = value;
    control.addEventListener("change", () => this.act(() => write(control.value)));
    return control;
  }

  button(shape, kind, words, act) {
    const name = getBusinessObject(shape).name || shape.id;
    return el("button", { type: "button", class: "button bare small-button", "data-control": `${shape.id}-${kind}`, "aria-label": `${words}: ${name}`, onclick: act }, words);
  }

  // Into the row of another party: the shape is drawn there.
  move(shape, id) {
    const lane = this.modeler.get("elementRegistry").get(id);
    if (!lane) return;
    this.modeling.moveElements([shape], { x: 0, y: Math.round(lane.y + lane.height / 2 - (shape.y + shape.height / 2)) });
    this.say(this.words.moved);
  }

  // A step behind another one: everything to the right makes room, and the flow leads through it.
  addAfter(shape) {
    const flow = shape.outgoing.find((one) => is(one, "bpmn:SequenceFlow"));
    let made;
    if (!flow) {
      made = this.modeler.get("autoPlace").append(shape, this.modeler.get("elementFactory").createShape({ type: "bpmn:UserTask" }));
    } else {
      const edge = shape.x + shape.width + 10;
      const room = 150;
      const nodes = this.modeler.get("elementRegistry").filter((one) => is(one, "bpmn:FlowNode") && one.type !== "label" && one.x >= edge && !one.host);
      const pools = this.modeler.get("elementRegistry").filter((one) => is(one, "bpmn:Participant"));
      const space = this.modeler.get("spaceTool");
      const { movingShapes, resizingShapes } = space.calculateAdjustments([...nodes, ...pools.filter((one) => one.x + one.width > edge)], "x", room, edge);
      this.modeling.createSpace(movingShapes, resizingShapes, { x: room, y: 0 }, "e", edge);
      const target = { x: shape.x + shape.width + 100, y: shape.y + shape.height / 2 };
      made = this.modeling.createShape({ type: "bpmn:UserTask" }, target, shape.parent);
      const end = flow.target;
      this.modeling.reconnectEnd(flow, made, { x: target.x - 50, y: target.y });
      this.modeling.connect(made, end, { type: "bpmn:SequenceFlow" });
    }
    this.order.splice(this.order.indexOf(shape.id) + 1 || this.order.length, 0, made.id);
    this.say(this.words.added);
    setTimeout(() => {
      this.draw();
      this.body.querySelector(`[data-control="${CSS.escape(made.id)}-name"]`)?.focus();
    }, 200);
  }

  // The case is over behind a step that leads nowhere yet.
  end(shape) {
    const made = this.modeler.get("autoPlace").append(shape, this.modeler.get("elementFactory").createShape({ type: "bpmn:EndEvent" }));
    this.say(this.words.ended);
    this.choose(made);
  }

  // The flow closes over a step that goes.
  remove(shape) {
    const coming = shape.incoming.filter((one) => is(one, "bpmn:SequenceFlow"));
    const going = shape.outgoing.filter((one) => is(one, "bpmn:SequenceFlow"));
    const target = going.length === 1 ? going[0].target : null;
    if (target) for (const flow of coming) if (flow.source !== target) this.modeling.reconnectEnd(flow, target, { x: target.x, y: target.y + target.height / 2 });
    this.modeling.removeElements([shape]);
    this.say(this.words.removed);
  }
}
