// The drawing as an ordered table that can be edited: for the keyboard and the screen reader, and for whoever prefers it.
// It shows the same model; what is done here is drawn there, and can be undone there.
import { is, getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { eachInPieces, painted } from "./breathing.js";
import { released } from "./pressing.js";
import { el } from "./words.js";
import { minutes } from "./durations.js";

export class Twin {
  constructor({ modeler, gov, body, definition, words, typeWord, say, choose }) {
    Object.assign(this, { modeler, gov, body, definition, words, typeWord, say, choose });
    this.modeling = modeler.get("modeling");
    this.order = [];
    this.rows = new Map();
    this.choices = new Map();
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

  // A row is made anew only when what it shows has changed, and a few rows at a time: the table of a large drawing is long,
  // and somebody is typing.
  async draw() {
    const { lanes, steps } = this;
    this.drawing = steps;
    const isOver = () => this.drawing !== steps;
    const places = lanes.map((one) => [one.id, getBusinessObject(one).name || one.id]);
    const offered = JSON.stringify(places);
    if (offered !== this.offered) this.rows.clear();
    this.offered = offered;
    const laneOf = new Map(lanes.flatMap((lane) => (getBusinessObject(lane).flowNodeRef ?? []).map((node) => [node, lane.id])));
    const rows = new Map();
    const made = (shape) => {
      const shown = this.shown(shape, laneOf.get(getBusinessObject(shape)) ?? "");
      const print = JSON.stringify(shown);
      const there = this.rows.get(shape.id);
      rows.set(shape.id, there?.print === print && there.shape === shape ? there : { print, shape, row: this.row(shape, { ...shown, places }) });
    };
    if (!(await eachInPieces(steps, made, isOver))) return;
    await released();
    if (isOver()) return;
    const kept = this.body.contains(document.activeElement) ? document.activeElement.dataset.control : "";
    this.rows = rows;
    const stays = new Set([...rows.values()].map(({ row }) => row));
    for (const row of [...this.body.children]) if (!stays.has(row)) row.remove();
    const stand = ({ row }, at) => {
      this.number(row, at + 1);
      if (this.body.children[at] !== row) this.body.insertBefore(row, this.body.children[at] ?? null);
    };
    if (!(await eachInPieces([...rows.values()], stand, isOver))) return;
    if (kept && document.activeElement === document.body) this.control(kept)?.focus();
  }

  control(name) {
    return this.body.querySelector(`[data-control="${CSS.escape(name)}"]`);
  }

  // The number of a row, and each control that is told by it.
  number(row, number) {
    if (row.dataset.number === String(number)) return;
    row.dataset.number = number;
    row.cells[0].textContent = number;
    for (const one of row.querySelectorAll("[data-said]")) one.setAttribute("aria-label", `${one.dataset.said} ${number}`);
  }

  // What the row of a step shows, but for its number.
  shown(shape, lane) {
    const object = getBusinessObject(shape);
    const { channel = "", effort = "" } = this.gov.read(object, "step")?.attributes ?? {};
    return {
      name: object.name ?? "",
      kind: this.typeWord(shape),
      lane,
      channel,
      work: minutes(effort.split("/").at(effort.includes("/") ? 1 : 0)),
      isLast: !shape.outgoing.some((one) => is(one, "bpmn:SequenceFlow")),
    };
  }

  row(shape, { name, kind, places, lane, channel, work, isLast }) {
    const { words } = this;
    const object = getBusinessObject(shape);
    const channels = this.definition.step.short.find((field) => field.name === "channel").options;
    const named = this.text(shape, "name", name, words.name, (text) => this.modeling.updateProperties(shape, { name: text }));
    const who = this.choice(shape, "lane", lane, places, words.lane, (id) => this.move(shape, id));
    const how = this.choice(shape, "channel", channel, channels, words.channel, (value) => this.gov.set(shape, object, "step", { channel: value }));
    const effort = this.text(shape, "effort", work === null ? "" : String(work), words.work, (text, control) => {
      const typed = text.trim().replace(",", ".");
      control.setAttribute("aria-invalid", String(typed !== "" && !(Number(typed) >= 0)));
      if (typed === "" || Number(typed) >= 0) this.gov.set(shape, object, "step", { effort: typed === "" ? "" : `PT${typed}M` });
    });
    effort.inputMode = "decimal";
    effort.classList.add("narrow");
    return el(
      "tr",
      { "data-element": shape.id },
      el("td", { class: "numeric", "data-label": words.number }),
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
    const control = el("input", { class: "control", type: "text", autocomplete: "off", "data-said": label, "data-control": `${shape.id}-${kind}`, value });
    control.addEventListener("change", () => this.act(() => write(control.value, control)));
    return control;
  }

  // The options are made once and copied for each row.
  choice(shape, kind, value, options, label, write) {
    const print = `${kind} ${JSON.stringify(options)}`;
    if (this.choices.get(kind)?.print !== print) {
      const made = el("select", { class: "control" }, el("option", { value: "" }, this.words.unassessed), ...options.map(([option, words]) => el("option", { value: option }, words)));
      this.choices.set(kind, { print, made });
    }
    const control = this.choices.get(kind).made.cloneNode(true);
    Object.assign(control.dataset, { said: label, control: `${shape.id}-${kind}` });
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

  // A step behind another one: everything to the right makes room, and the flow leads through it. In a large drawing that
  // is much to draw, so the press is seen first.
  async addAfter(shape) {
    if (this.adding) return;
    this.adding = true;
    this.say(this.words.adding);
    await painted();
    this.adding = false;
    if (!this.modeler.get("elementRegistry").get(shape.id)) return;
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
    clearTimeout(this.timer);
    await this.draw();
    this.control(`${made.id}-name`)?.focus();
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
