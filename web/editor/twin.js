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

  laneOf(shape) {
    return this.lanes.find((lane) => (getBusinessObject(lane).flowNodeRef ?? []).includes(getBusinessObject(shape)));
  }

  draw() {
    const kept = this.body.contains(document.activeElement) ? document.activeElement.dataset.control : "";
    const { words } = this;
    const step = this.definition.step.short;
    const optionsOf = (name) => step.find((field) => field.name === name).options;
    this.body.replaceChildren(
      ...this.steps.map((shape, at) => {
        const object = getBusinessObject(shape);
        const said = this.gov.read(object, "step")?.attributes ?? {};
        const lane = this.laneOf(shape);
        const name = this.text(shape, "name", object.name ?? "", `${words.name} ${at + 1}`, (text) => this.modeling.updateProperties(shape, { name: text }));
        const who = this.choice(shape, "lane", lane?.id ?? "", this.lanes.map((one) => [one.id, getBusinessObject(one).name || one.id]), `${words.lane} ${at + 1}`, (id) => this.move(shape, id));
        const channel = this.choice(shape, "channel", said.channel ?? "", optionsOf("channel"), `${words.channel} ${at + 1}`, (value) => this.gov.set(shape, object, "step", { channel: value }));
        const effort = minutes((said.effort ?? "").split("/").at((said.effort ?? "").includes("/") ? 1 : 0));
        const work = this.text(shape, "effort", effort === null ? "" : String(effort), `${words.work} ${at + 1}`, (text, control) => {
          const number = text.trim().replace(",", ".");
          control.setAttribute("aria-invalid", String(number !== "" && !(Number(number) >= 0)));
          if (number === "" || Number(number) >= 0) this.gov.set(shape, object, "step", { effort: number === "" ? "" : `PT${number}M` });
        });
        work.inputMode = "decimal";
        work.classList.add("narrow");
        return el(
          "tr",
          { "data-element": shape.id },
          el("td", { class: "numeric", "data-label": words.number }, String(at + 1)),
          el("th", { scope: "row" }, name, el("span", { class: "under" }, this.typeWord(shape))),
          el("td", { "data-label": words.lane }, this.lanes.length ? who : words.noLane),
          el("td", { "data-label": words.channel }, channel),
          el("td", { class: "numeric", "data-label": words.work }, work),
          el(
            "td",
            { "data-label": words.acts },
            el(
              "span",
              { class: "row-actions" },
              this.button(shape, "more", words.describe, () => this.choose(shape)),
              this.button(shape, "after", words.after, () => this.addAfter(shape)),
              shape.outgoing.some((one) => is(one, "bpmn:SequenceFlow")) ? null : this.button(shape, "end", words.end, () => this.end(shape)),
              this.button(shape, "remove", words.removeStep, () => this.remove(shape)),
            ),
          ),
        );
      }),
    );
    if (kept) this.body.querySelector(`[data-control="${CSS.escape(kept)}"]`)?.focus();
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
