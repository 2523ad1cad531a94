// The fields of one component of a form, or of its letter: each shows what stands at its path and writes it there. Which
// fields a kind has stands in `modeler_api/editor/form_parts.py`.
import { getBusinessObject } from "bpmn-js/lib/util/ModelUtil";
import { usesOf } from "./uses.js";
import { el } from "./words.js";

const split = (path) => path.split(".");

export const read = (holder, path) => split(path).reduce((inside, name) => (inside === null || inside === undefined ? undefined : inside[name]), holder);

// Puts a value at a path; undefined takes it away, and with it every holder that is empty then.
export function write(holder, path, value) {
  const [name, ...rest] = split(path);
  if (!rest.length) {
    if (value === undefined || value === "") delete holder[name];
    else holder[name] = value;
    return;
  }
  const isHolder = holder[name] !== null && typeof holder[name] === "object";
  if (value === undefined && !isHolder) return;
  if (!isHolder) holder[name] = {};
  write(holder[name], rest.join("."), value);
  if (!Object.keys(holder[name]).length) delete holder[name];
}

const lines = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const cut = line.indexOf(":");
      const left = (cut < 0 ? line : line.slice(0, cut)).trim();
      return [left, cut < 0 ? left : line.slice(cut + 1).trim()];
    });

// A number stays one, "12" typed where 12 stood before; anything else is a text.
const like = (value, before) => (before.some((one) => one === Number(value) && value !== "") ? Number(value) : value);

// `builder` is the form's (`forms.js`): `get()` gives the component as it stands now, `change(act)` changes it in one
// command, `feel` says what its FEEL fields say of themselves.
export function partField(builder, part) {
  const make = KINDS[part.kind];
  return make(builder, part, read(builder.get(), part.path), (value) => builder.change((component) => write(component, part.path, value)));
}

const input = (builder, part, value, send, attributes = {}) => builder.panel.labelled(part.label, builder.panel.input(value, send, { ...builder.feel(part), ...attributes }), part.hint);

function area(builder, part, value, send, rows = 3) {
  const control = el("textarea", { class: "control", rows, value: value ?? "", ...builder.feel(part) });
  control.addEventListener("change", () => send(control.value));
  return builder.panel.labelled(part.label, control, part.hint);
}

function flag(builder, part, value, send) {
  const box = el("input", { type: "checkbox" });
  box.checked = value === undefined ? Boolean(part.default) : Boolean(value);
  box.addEventListener("change", () => send(box.checked === Boolean(part.default) ? undefined : box.checked));
  return el("label", { class: "panel-check" }, box, part.label);
}

// Where the choices of a question come from: written here, offered by a value of the case, or worked out.
function choices(builder, part, _value, _send) {
  const { panel } = builder;
  const { words } = panel;
  const component = builder.get();
  const kinds = ["values", "valuesKey", "valuesExpression"];
  const kind = kinds.find((name) => component[name] !== undefined) ?? "values";
  const place = el("div", {});
  const draw = (chosen) => {
    const now = builder.get();
    if (chosen === "values") {
      const given = now.values ?? [];
      const plain = (one) => (one !== null && typeof one === "object" ? one : { value: one, label: String(one) });
      const field = el("textarea", { class: "control", rows: 3, value: given.map(plain).map((one) => `${one.value}: ${one.label ?? one.value}`).join("\n") });
      field.addEventListener("change", () =>
        builder.change((changed) => {
          const before = (changed.values ?? []).map(plain).map((one) => one.value);
          changed.values = lines(field.value).map(([value, label]) => ({ value: like(value, before), label }));
        }),
      );
      place.replaceChildren(panel.labelled(part.label, field, words.form.choicesHint));
    } else if (chosen === "valuesKey") {
      place.replaceChildren(panel.labelled(words.form.listName, panel.input(now.valuesKey, (text) => builder.change((changed) => write(changed, "valuesKey", text.trim())), { spellcheck: "false" }), words.form.listHint));
    } else {
      const shown = String(now.valuesExpression ?? "").replace(/^=/, "");
      place.replaceChildren(panel.labelled(words.form.listExpression, panel.input(shown, (text) => builder.change((changed) => write(changed, "valuesExpression", text.trim() ? `=${text.trim()}` : undefined)), builder.feel({ feel: "value" })), words.form.listHint));
    }
  };
  const select = el("select", { class: "control" }, ...kinds.map((name) => el("option", { value: name }, words.form.sources[name])));
  select.value = kind;
  select.addEventListener("change", () => {
    builder.change((component) => {
      for (const name of kinds) if (name !== select.value) delete component[name];
      if (select.value === "values") component.values = [{ value: "yes", label: words.form.yes }, { value: "no", label: words.form.no }];
    });
    draw(select.value);
  });
  draw(kind);
  return el("div", {}, panel.labelled(words.form.source, select), place);
}

// A text in each language. One text for all of them stands in each field until one of them is changed.
function tongues(builder, part, value, send) {
  const { panel } = builder;
  const texts = () => {
    const now = read(builder.get(), part.path);
    return now !== null && typeof now === "object" ? now : Object.fromEntries(panel.definition.tongues.map(([tag]) => [tag, now ?? ""]));
  };
  const put = (tag, text) => {
    const all = { ...texts(), [tag]: text };
    for (const [name, said] of Object.entries(all)) if (!said) delete all[name];
    send(Object.keys(all).length ? all : undefined);
  };
  const shown = texts();
  return panel.grouped(part, ...panel.definition.tongues.map(([tag, words]) => area({ ...builder, panel }, { label: words, hint: "", feel: part.feel }, shown[tag], (text) => put(tag, text.trim()), 2)));
}

function paragraphs(builder, part, value, send) {
  const { panel } = builder;
  const { words } = panel;
  const all = () => [...(read(builder.get(), part.path) ?? [])];
  const place = el("div", { class: "panel-items" });
  const put = (changed) => {
    send(changed.length ? changed : undefined);
    draw();
  };
  const button = (said, onclick) => el("button", { type: "button", class: "button bare small-button", onclick }, said);
  function draw() {
    const found = all();
    place.replaceChildren(
      ...found.map((_one, at) => {
        const one = { ...builder, panel, get: () => ({ it: all()[at] }), change: (act) => {
          const now = all();
          const holder = { it: now[at] };
          act(holder);
          now[at] = holder.it ?? "";
          send(now);
        } };
        const swap = (to) => () => {
          const now = all();
          [now[at], now[to]] = [now[to], now[at]];
          put(now);
        };
        const made = partField(one, { kind: "tongues", path: "it", label: words.form.paragraph.replace("{n}", at + 1), hint: "", feel: part.feel });
        made.append(el("div", { class: "panel-row" }, at > 0 ? button(words.form.up, swap(at - 1)) : null, at < found.length - 1 ? button(words.form.down, swap(at + 1)) : null, button(words.form.remove, () => put(all().filter((_each, index) => index !== at)))));
        return made;
      }),
      el("button", { type: "button", class: "button quiet small-button", onclick: () => put([...all(), ""]) }, words.form.addParagraph),
    );
  }
  draw();
  return el("div", {}, place);
}

// Beside a name that was changed: who still asks for the old one, each of them chosen by a press.
function stillAsked(panel, control, name) {
  const uses = name ? usesOf(panel, name) : [];
  // A table may ask for it too: it is opened beside the drawing.
  const tables = panel.decisions.filter(([, , , words]) => name && words.includes(name));
  const field = control.closest(".field");
  field.querySelector("[data-uses]")?.remove();
  if (!uses.length && !tables.length) return;
  const choose = (one) => () => panel.modeler.get("selection").select(one);
  const link = (one) => el("li", {}, el("button", { type: "button", class: "link", onclick: choose(one) }, getBusinessObject(one).name || panel.typeWord(one)));
  field.append(el("div", { class: "hint", role: "status", "data-uses": name }, el("p", {}, panel.words.form.stillAsked.replace("{name}", name)), el("ul", {}, ...uses.map(link), ...tables.map(([, title, address]) => el("li", {}, el("a", { href: address }, title))))));
}

const KINDS = {
  text: (builder, part, value, send) => input(builder, part, value, (text) => send(text.trim()), part.offers ? { list: `offers-${part.offers}` } : {}),
  equals: (builder, part, value, send) => input(builder, part, value, (text) => send(text.trim())),
  lines: (builder, part, value, send) => area(builder, part, value, send),
  number: (builder, part, value, send) =>
    input(builder, part, value === undefined || value === null ? "" : String(value), (text, control) => builder.panel.checked(control, text, (number) => send(number === "" ? undefined : Number(number))), { inputmode: "decimal" }),
  // A number, or FEEL behind an equals sign.
  limit: (builder, part, value, send) =>
    input(builder, part, value === undefined || value === null ? "" : String(value), (text, control) => {
      const plain = text.trim();
      if (plain.startsWith("=")) {
        builder.panel.wrong(control, false);
        send(plain);
      } else builder.panel.checked(control, plain, (number) => send(number === "" ? undefined : Number(number)));
    }),
  // FEEL: it is kept with the equals sign that form-js writes; `plain` says that `true` alone is the value itself.
  feel: (builder, part, value, send) =>
    input(builder, part, value === undefined || value === null || value === false ? "" : String(value).replace(/^=/, "").trim(), (text) => {
      const plain = text.trim().replace(/^=(?!=)/, "");
      send(plain === "" ? undefined : part.plain && plain === "true" ? true : `=${plain}`);
    }),
  key: (builder, part, value, send) => {
    const { panel } = builder;
    return panel.labelled(
      part.label,
      panel.input(value, (text, control) => {
        const plain = text.trim();
        const isWrong = plain === "" ? !part.optional : !/^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(plain);
        const isTaken = plain !== value && builder.taken?.(plain);
        panel.wrong(control, isWrong || Boolean(isTaken), isTaken ? panel.words.form.taken : panel.words.form.noKey);
        if (isWrong || isTaken) return;
        send(plain || undefined);
        // From the name it had when the field was opened: on the way there are names that nobody meant.
        stillAsked(panel, control, plain === value ? "" : (value ?? ""));
      }, { spellcheck: "false", list: part.offers ? `offers-${part.offers}` : null }),
      part.hint,
    );
  },
  flag,
  choice: (builder, part, value, send) => builder.panel.labelled(part.label, builder.panel.select(value, part.options, (chosen) => send(chosen || undefined), part.nothing), part.hint),
  choices,
  tongues,
  paragraphs,
  // Several words with commas between, as a list.
  words: (builder, part, value, send) => {
    const shown = Array.isArray(value) ? value.join(", ") : (value ?? "");
    return input(builder, part, shown, (text) => {
      const all = text.split(",").map((one) => one.trim()).filter(Boolean);
      send(all.length ? all : undefined);
    });
  },
  pairs: (builder, part, value, send) => {
    const { feel: _feel, ...plain } = part;
    const shown = Object.entries(value ?? {}).map(([name, said]) => `${name}: ${typeof said === "string" ? said : JSON.stringify(said)}`).join("\n");
    return area(builder, { ...plain, hint: part.hint || builder.panel.words.form.pairsHint }, shown, (text) => {
      const all = Object.fromEntries(lines(text).map(([name, said]) => {
        const before = value?.[name];
        return [name, typeof before === "object" && JSON.stringify(before) === said ? before : said];
      }));
      send(Object.keys(all).length ? all : undefined);
    });
  },
  columns: (builder, part, value, send) => {
    const shown = (value ?? []).map((one) => `${one.key}: ${one.label ?? one.key}`).join("\n");
    return area(builder, part, shown, (text) => {
      const all = lines(text).map(([key, label]) => ({ key, label }));
      send(all.length ? all : undefined);
    });
  },
};
