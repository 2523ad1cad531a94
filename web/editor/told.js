// What the server says of the model: problems beside their shapes and in a list, and the figures with what is behind them.
import { breath, eachInPieces } from "./breathing.js";
import { released } from "./pressing.js";
import { el } from "./words.js";

const SIGN = { error: "!", warning: "?", note: "i" };

export class Told {
  // `mends` are what can be put right by one press, by the rule that says it.
  constructor({ modeler, problems, counts, figures, words, choose, mends = {} }) {
    Object.assign(this, { modeler, problems, counts, figures, words, choose, mends });
    this.marked = new Map();
    this.behind = "";
    this.said = {};
  }

  // Whether this is not what stands there already: most changes of a drawing change nothing of what is said of it.
  isNew(part, what) {
    const print = JSON.stringify(what);
    const is = this.said[part] !== print;
    this.said[part] = print;
    return is;
  }

  // Part by part, so that whoever types meanwhile is answered between two of them.
  async show(told) {
    if (told.refused) {
      this.problems.replaceChildren(el("li", { class: "problem-line error" }, el("span", { class: "tag late" }, this.words.refused), " ", told.refused.message, " ", told.refused.hint));
      this.counts.textContent = this.words.refused;
      this.said = {};
      return;
    }
    if (!told.problems) return;
    await released();
    if (this.isNew("problems", told.problems)) this.list(told.problems);
    await breath();
    await this.mark(told.problems);
    await released();
    this.counts.textContent = ["error", "warning", "note"].map((kind) => this.words.counts[kind].replace("{n}", told.counts[kind])).join(", ");
    if (this.isNew("figures", told.figures)) this.figure(told.figures);
  }

  list(problems) {
    if (!problems.length) {
      this.problems.replaceChildren(el("li", {}, this.words.none));
      return;
    }
    this.problems.replaceChildren(
      ...problems.map((one) =>
        el(
          "li",
          { class: `problem-line ${one.severity}` },
          el("span", { class: `tag ${one.severity === "error" ? "late" : one.severity === "warning" ? "soon" : ""}` }, one.word),
          " ",
          one.element ? el("button", { type: "button", class: "link", onclick: () => this.choose(one.element) }, one.label || one.element) : null,
          " ",
          one.message,
          this.mend(one),
        ),
      ),
    );
  }

  mend({ rule, element, label }) {
    const act = this.mends[rule];
    if (!act || !element) return null;
    const mend = () => {
      const shape = this.modeler.get("elementRegistry").get(element);
      if (shape) act(shape);
    };
    return el("button", { type: "button", class: "button quiet small-button", "aria-label": `${this.words.mends[rule]}: ${label || element}`, onclick: mend }, this.words.mends[rule]);
  }

  // Only the marks that changed are drawn anew: each is an overlay of its own.
  async mark(problems) {
    const canvas = this.modeler.get("canvas");
    const registry = this.modeler.get("elementRegistry");
    const overlays = this.modeler.get("overlays");
    const wanted = new Map();
    for (const one of problems) {
      if (one.element && one.severity !== "note" && registry.get(one.element)) wanted.set(one.element, [...(wanted.get(one.element) ?? []), one]);
    }
    const drawn = (id) => overlays.get({ element: id, type: "problem" });
    const gone = [...this.marked.keys()].filter((id) => !wanted.has(id) && registry.get(id));
    const isOver = () => this.wanted !== wanted;
    this.wanted = wanted;
    const finished = await eachInPieces([...gone, ...wanted.keys()], (id) => {
      const found = wanted.get(id);
      const worst = found && (found.some((one) => one.severity === "error") ? "error" : "warning");
      const title = found?.map((one) => one.message).join("\n");
      // The mark of a shape that was taken away and came back is gone with it.
      if (found && this.marked.get(id) === `${worst} ${title}` && drawn(id).length) return;
      if (!registry.get(id)) return;
      if (this.marked.has(id)) overlays.remove({ element: id, type: "problem" });
      canvas[worst === "error" ? "addMarker" : "removeMarker"](id, "problem");
      this.marked.delete(id);
      if (!found) return;
      overlays.add(id, "problem", { position: { bottom: 11, left: 4 }, html: el("div", { class: `diagram-mark ${worst === "error" ? "late" : "soon"}`, title }, SIGN[worst]), show: { minZoom: 0.2 } });
      this.marked.set(id, `${worst} ${title}`);
    }, isOver);
    if (finished) for (const id of this.marked.keys()) if (!wanted.has(id)) this.marked.delete(id);
  }

  figure(figures) {
    this.figures.replaceChildren(
      ...figures.map((one) => {
        const button = el("button", { type: "button", class: "link", "aria-expanded": String(this.behind === one.name) }, one.label);
        const behind = el("div", { class: "figure-behind" });
        // What is behind a figure may be long; it is made when somebody looks.
        const fill = () => behind.replaceChildren(...this.elements(one));
        behind.hidden = this.behind !== one.name;
        if (!behind.hidden) fill();
        button.addEventListener("click", () => {
          this.behind = behind.hidden ? one.name : "";
          behind.hidden = !behind.hidden;
          if (!behind.hidden) fill();
          button.setAttribute("aria-expanded", String(!behind.hidden));
          for (const other of this.figures.querySelectorAll(".figure-behind")) if (other !== behind) other.hidden = true;
        });
        return el(
          "div",
          { class: "figure", "data-figure": one.name },
          el("dt", {}, button),
          el("dd", { class: "figure-value" }, one.value ?? el("span", { class: "unassessed" }, this.words.unassessed)),
          one.note ? el("dd", { class: "figure-source" }, one.note) : null,
          el("dd", {}, behind),
        );
      }),
    );
  }

  elements({ elements, unknown }) {
    const row = (one) => el("li", {}, el("button", { type: "button", class: "link", onclick: () => this.choose(one.element) }, one.label));
    const parts = [];
    if (elements.length) parts.push(el("ul", {}, ...elements.map(row)));
    if (unknown.length) parts.push(el("p", { class: "soft small" }, this.words.unknown), el("ul", {}, ...unknown.map(row)));
    return parts.length ? parts : [el("p", { class: "soft small" }, this.words.nothingBehind)];
  }
}
