// The model as XML, written in pieces: the whole of a large one keeps the browser for longer than a key may wait. What is
// long, the elements of a process and the shapes of a diagram, is written some at a time and put where it belongs; the
// result is what `saveXML` writes, but for the order in which the root names its namespaces.
import { breath } from "./breathing.js";

const PIECE = 20;
const DECLARED = /\sxmlns(?::([^=\s]+))?="([^"]*)"/g;

// The same element with these of its own properties only, or with these in the place of its own. What it points to is not
// enumerable; what the program says of it (`$type`, `$attrs`) is found behind it.
const only = (element, own) => Object.assign(Object.create(element), own);
const names = (element) => Object.getOwnPropertyNames(element).filter((name) => !name.startsWith("$"));
const but = (element, changed) => only(element, { ...Object.fromEntries(names(element).map((name) => [name, element[name]])), ...changed });

// What declares namespaces of its own is written in one piece, with all that is in it.
const declares = (...elements) => elements.some(({ $attrs }) => Object.keys($attrs ?? {}).some((name) => /^xmlns\b/.test(name)));

// The lists of the model that may be long: where each stands, and how the model looks with nothing else in it.
function lists(definitions) {
  const processes = definitions.rootElements
    .filter((root) => root.flowElements?.length && !declares(root))
    .map((process) => ({
      all: process.flowElements,
      depth: 2,
      alone: (flowElements) => only(definitions, { rootElements: [only(process, { flowElements })] }),
      within: (whole, flowElements) => but(whole, { rootElements: whole.rootElements.map((root) => (root === process ? but(process, { flowElements }) : root)) }),
    }));
  const planes = (definitions.diagrams ?? [])
    .filter((diagram) => diagram.plane?.planeElement?.length && !declares(diagram, diagram.plane))
    .map((diagram) => ({
      all: diagram.plane.planeElement,
      depth: 3,
      alone: (planeElement) => only(definitions, { diagrams: [only(diagram, { plane: only(diagram.plane, { planeElement }) })] }),
      within: (whole, planeElement) => but(whole, { diagrams: whole.diagrams.map((one) => (one === diagram ? but(diagram, { plane: but(diagram.plane, { planeElement }) }) : one)) }),
    }));
  return [...processes, ...planes];
}

// What stands between the opening and the closing tags of `depth` elements, each on a line of its own under the preamble.
function inside(xml, depth) {
  let from = 0;
  for (let line = 0; line <= depth; line += 1) from = xml.indexOf("\n", from) + 1;
  let to = xml.length - 1;
  for (let line = 0; line < depth; line += 1) to = xml.lastIndexOf("\n", to - 1);
  return xml.slice(from, to + 1);
}

const rootTag = (xml) => /<[\w.:-]+definitions\b[^>]*>|<definitions\b[^>]*>/.exec(xml)[0];
const declared = (tag) => new Map([...tag.matchAll(DECLARED)].map(([, prefix = "", uri]) => [prefix, uri]));

// Every namespace that a piece needs stands at the root; null when a prefix would mean two things.
function declaring(xml, tags) {
  const tag = rootTag(xml);
  const all = declared(tag);
  const missing = new Map();
  for (const found of tags.map(declared)) {
    for (const [prefix, uri] of found) {
      const known = all.get(prefix) ?? missing.get(prefix);
      if (known === undefined) missing.set(prefix, uri);
      else if (known !== uri) return null;
    }
  }
  const uris = [...all.values(), ...missing.values()];
  if (new Set(uris).size < uris.length) return null;
  const more = [...missing].map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join("");
  return xml.replace(tag, () => tag.replace(/^<[\w.:-]+/, (name) => name + more));
}

// The model as XML, or null when `isOver` says meanwhile that it was changed.
export async function inPieces(modeler, isOver) {
  const definitions = modeler.getDefinitions();
  const { $model: moddle } = definitions;
  const write = async (element) => {
    await breath();
    return isOver() ? null : (await moddle.toXML(element, { format: true })).xml;
  };
  const written = [];
  const tags = [];
  // A name that no model has: what stands in its place would be put among other elements.
  const unique = String(Math.random()).slice(2);
  let rest = definitions;
  for (const [at, { all, depth, alone, within }] of lists(definitions).entries()) {
    const id = `piece-${unique}-${at}`;
    const mark = moddle.create(depth === 2 ? "bpmn:Task" : "bpmndi:BPMNShape", { id });
    const pieces = [];
    for (let from = 0; from < all.length; from += PIECE) {
      const xml = await write(alone(all.slice(from, from + PIECE)));
      if (xml === null) return null;
      tags.push(rootTag(xml));
      pieces.push(inside(xml, depth));
    }
    written.push([new RegExp(`^.*\\bid="${id}".*\\n`, "m"), pieces.join("")]);
    rest = within(rest, [mark]);
  }
  const xml = await write(rest);
  if (xml === null) return null;
  const complete = declaring(xml, tags);
  if (complete === null) return (await modeler.saveXML({ format: true })).xml;
  return written.reduce((text, [place, piece]) => text.replace(place, () => piece), complete);
}
