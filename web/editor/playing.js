// Tokens are played on the drawing while it is being drawn. What was chosen is a list; the play is made anew from it
// after each step back and each change of the drawing, as far as it still holds. Everything stands in words beside the
// drawing, and can be done there by keyboard.
import { getBusinessObject, is } from "bpmn-js/lib/util/ModelUtil";
import { moving } from "./moving.js";
import { Tokens } from "./tokens.js";
import { el } from "./words.js";

const TONES = ["here", "passed"];
const ORDER = ["begin", "done", "happens"];

export class Playing {
  constructor({ modeler, place, words, typeWord }) {
    Object.assign(this, { modeler, place, words, typeWord });
    this.canvas = modeler.get("canvas");
    this.overlays = modeler.get("overlays");
    this.registry = modeler.get("elementRegistry");
    this.body = place.querySelector("[data-play-body]");
    this.said = place.querySelector("[data-play-said]");
    this.chosen = [];
    this.round = 0;
    modeler.get("eventBus").on("commandStack.changed", () => this.isOn && this.redrawn());
    place.querySelector("[data-play-back]").addEventListener("click", () => this.again(this.chosen.slice(0, -1), this.words.back));
    place.querySelector("[data-play-anew]").addEventListener("click", () => this.again([], this.words.anew));
  }

  start() {
    this.isOn = true;
    this.again([]);
    this.place.querySelector("h2").focus();
  }

  stop() {
    this.isOn = false;
    this.round += 1;
    this.unmark();
  }

  name = (element) => (getBusinessObject(element).name ?? "").replace(/\s+/g, " ").trim() || this.typeWord(element);

  // What was chosen is chosen again on the drawing as it stands now.
  again(wanted, told = "") {
    this.chosen = [];
    this.lines = [];
    this.passed = new Set();
    this.failed = false;
    try {
      this.tokens = new Tokens(this.modeler);
    } catch (error) {
      this.stuckOn(error);
    }
    const held = wanted.every((one) => !this.failed && this.act(one));
    this.round += 1;
    this.show(held ? told : this.words.cut);
  }

  // Not for each letter of a name: what is drawn quickly is looked at once.
  redrawn() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.isOn && this.again(this.chosen, this.words.redrawn), 400);
  }

  stuckOn(error) {
    console.error(error);
    this.failed = true;
  }

  // Lets it happen; returns where the tokens went, or nothing when it can no longer happen.
  act(choice) {
    try {
      const words = this.told(choice);
      const moved = this.tokens.act(choice);
      if (!moved) return null;
      this.chosen.push(choice);
      for (const one of moved) this.passed.add(one.id);
      const reached = moved.filter((one) => is(one, "bpmn:FlowNode") && one.id !== choice.key.split(" ")[2]).map(this.name);
      this.lines.push(reached.length ? `${words} → ${reached.join(" → ")}` : words);
      return moved;
    } catch (error) {
      this.stuckOn(error);
      return [];
    }
  }

  told({ key, ways = [] }) {
    const [kind, , id] = key.split(" ");
    const element = this.registry.get(id);
    if (!element) return "";
    const flows = ways.map((one) => this.registry.get(one)).filter(Boolean);
    if (flows.length && is(element, "bpmn:Gateway")) return `${this.name(element)}: ${flows.map(this.way).join(", ")}`;
    const words = this.words[{ begin: "toldBegin", done: "toldDone", happens: "toldHappens" }[kind]].replace("{name}", this.name(element));
    return flows.length ? `${words}: ${flows.map(this.way).join(", ")}` : words;
  }

  way = (flow) => getBusinessObject(flow).name || this.words.to.replace("{name}", this.name(flow.target));

  async choose(choice) {
    const moved = this.act(choice);
    this.round += 1;
    const { round } = this;
    const isOver = () => round !== this.round;
    this.show(this.lines.at(-1) ?? "", true);
    const next = this.body.querySelector("button, input") ?? this.place.querySelector("[data-play-anew]");
    next.focus({ preventScroll: true });
    await moving(this.canvas, (moved ?? []).filter((one) => one.waypoints), isOver);
    if (!isOver()) this.mark();
  }

  // The words at once; the marks on the drawing when the tokens have arrived.
  show(told, isMoving = false) {
    this.places = this.failed ? [] : this.tokens.places();
    const here = this.places.filter((place) => place.count);
    const open = this.places.filter((place) => place.acts.length);
    const isStuck = here.length > 0 && !open.some((place) => place.acts.some((act) => act.kind !== "begin"));
    const where = here.length ? this.words.where.replace("{places}", here.map((place) => (place.count > 1 ? `${this.name(place.element)} (${place.count})` : this.name(place.element))).join(", ")).replace(/([?!])\.$/, "$1") : "";
    const state = this.failed ? this.words.failed : isStuck ? this.words.stuck : this.tokens.isOver ? this.words.over : this.chosen.length ? "" : open.length ? this.words.ready : this.words.noStart;
    this.said.textContent = [told && !/[.!?…]$/.test(told) ? `${told}.` : told, where, state].filter(Boolean).join(" ");
    this.place.dataset.went = this.failed || isStuck ? "stuck" : this.tokens.isOver ? "over" : "on";
    this.place.querySelector("[data-play-back]").disabled = !this.chosen.length;
    const begin = open.filter((place) => place.acts.every((act) => act.kind === "begin"));
    this.body.replaceChildren(...[...here, ...open.filter((place) => !place.count && !begin.includes(place)), ...(this.tokens?.isOver ? [] : begin)].map((place) => this.row(place)));
    this.place.querySelector("[data-play-lines]").replaceChildren(...this.lines.map((line) => el("li", {}, line)));
    this.unmark();
    if (!isMoving) this.mark();
  }

  row(place) {
    const title = el("h3", {}, this.name(place.element), place.count > 1 ? ` (${place.count})` : "");
    const acts = place.acts.toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind)).map((act) => this.control(place, act));
    const notes = [];
    if (place.count && !place.acts.length) {
      const from = place.waitsFor.map((flow) => this.name(flow.source));
      notes.push(el("p", { class: "soft small" }, from.length ? this.words.waitsFor.replace("{names}", from.join(", ")) : this.words.waits));
    }
    return el("section", { class: "play-place", "data-at": place.element.id }, title, ...notes, el("div", { class: "actions tight" }, ...acts.filter((one) => one.tagName !== "FIELDSET")), ...acts.filter((one) => one.tagName === "FIELDSET"));
  }

  control(place, act) {
    const go = (words, ways, look = "quiet") => el("button", { type: "button", class: `button ${look} small-button`, onclick: () => this.choose({ key: act.key, ways }) }, words);
    if (act.ways?.many === "one") {
      const ways = act.ways.flows.map((flow) => go(this.way(flow), [flow.id]));
      return el("div", { class: "actions tight", role: "group", "aria-label": this.words.whichWay }, ...ways);
    }
    if (act.ways) return this.severalWays(act, go);
    if (act.kind === "done") return go(this.words.done, [], "");
    const name = this.name(act.element);
    const isAside = act.event.boundary && !act.event.interrupting;
    const words = act.kind === "begin" ? this.words.begin : act.element === place.element ? this.words.happens : (isAside ? this.words.aside : this.words.instead).replace("{name}", name);
    return go(words, [], act.kind === "begin" ? "" : "quiet");
  }

  severalWays(act, go) {
    const boxes = act.ways.flows.map((flow) => [flow.id, el("input", { type: "checkbox", id: `play-way-${flow.id}` }), this.way(flow)]);
    const wrong = el("p", { class: "field-error", role: "alert", hidden: true }, this.words.oneAtLeast);
    const button = go(is(act.element, "bpmn:Gateway") ? this.words.go : act.kind === "happens" ? this.words.happens : this.words.done, [], "");
    button.addEventListener("click", (event) => {
      const ways = boxes.filter(([, box]) => box.checked).map(([id]) => id);
      event.stopImmediatePropagation();
      wrong.hidden = ways.length > 0 || act.ways.many === "any";
      if (wrong.hidden) this.choose({ key: act.key, ways });
    }, true);
    return el("fieldset", { class: "field small-field" }, el("legend", {}, this.words.whichWays), wrong, ...boxes.map(([, box, words]) => el("div", { class: "panel-check" }, box, el("label", { for: box.id }, words))), el("div", { class: "actions tight" }, button));
  }

  // On the drawing: ways that were gone, places where tokens are, and a press on a token where only one thing can happen.
  mark() {
    this.unmark();
    const here = new Set(this.places.filter((place) => place.count).map((place) => place.element.id));
    for (const id of here) this.canvas.addMarker(id, "here");
    for (const id of this.passed) if (!here.has(id) && this.registry.get(id)) this.canvas.addMarker(id, "passed");
    for (const place of this.places) {
      const act = place.acts.length === 1 && !place.acts[0].ways ? place.acts[0] : null;
      if (!place.count && act?.kind !== "begin") continue;
      if (!place.count && this.tokens.isOver) continue;
      const html = el("button", { type: "button", class: `play-token${place.count ? "" : " begin"}`, tabindex: "-1", "aria-hidden": "true", disabled: !act, title: act ? (place.count ? this.words.done : this.words.begin) : null }, place.count ? String(place.count) : "▶");
      if (act) html.addEventListener("click", () => this.choose({ key: act.key }));
      this.overlays.add(place.element.id, "play", { position: { bottom: 14, left: -14 }, html, scale: { min: 0.8 } });
    }
  }

  unmark() {
    this.overlays.remove({ type: "play" });
    this.registry.forEach((element) => {
      for (const tone of TONES) if (this.canvas.hasMarker(element, tone)) this.canvas.removeMarker(element, tone);
    });
  }
}
