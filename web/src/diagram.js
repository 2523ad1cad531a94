// The diagram of a page: bpmn-js draws the model that the page carries in a data tag, and marks what the page asks for.
//
//   <figure class="diagram" data-diagram="ID"> … <div class="diagram-stage">
//   <script type="application/json" id="ID"> { "xml", "marks": {element: [classes]}, "overlays": [{element, text, …}] }
//
// Whatever the picture shows stands in words beside it, so nothing is lost when this file does not load.
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const ICONS = {
  contact:
    '<svg class="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" aria-hidden="true"><circle cx="10" cy="5" r="2.3"/><path d="M6.2 12c.2-2.7 1.6-4 3.8-4s3.600 1.300 3.800 4"/><path d="M2.500 12h15M4.500 12v5M15.500 12v5"/></svg>',
  "once-only":
    '<svg class="icon" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M6 3h5l3 3v5"/><path d="M6 3v6"/><path d="M3.500 13h9l-2-2M16.500 15.500h-9l2 2"/></svg>',
};

function overlay({ text, icon, tone, title }) {
  const mark = document.createElement("div");
  mark.className = `diagram-mark ${tone ?? ""}`.trim();
  if (title) mark.title = title;
  if (icon && ICONS[icon]) mark.innerHTML = ICONS[icon];
  if (text) mark.append(text);
  return mark;
}

// Marks of several kinds on one shape stand in its four corners, outside its label.
const PLACES = {
  "top-right": { top: -13, right: 14 },
  "top-left": { top: -13, left: 4 },
  "bottom-right": { bottom: 11, right: 14 },
  "bottom-left": { bottom: 11, left: 4 },
};

// The names of shapes in the reader's language, where the model gives them.
function rename(viewer, labels = {}) {
  const registry = viewer.get("elementRegistry");
  for (const [id, name] of Object.entries(labels)) {
    const shape = registry.get(id);
    if (!shape) continue;
    shape.businessObject.name = name;
    for (const element of [shape, registry.get(`${id}_label`)]) {
      if (element) viewer.get("eventBus").fire("element.changed", { element });
    }
  }
}

function decorate(viewer, { marks = {}, overlays = [] }) {
  const canvas = viewer.get("canvas");
  const registry = viewer.get("elementRegistry");
  for (const [element, classes] of Object.entries(marks)) {
    if (registry.get(element)) for (const name of classes) canvas.addMarker(element, name);
  }
  for (const wanted of overlays) {
    if (!registry.get(wanted.element)) continue;
    viewer.get("overlays").add(wanted.element, {
      position: PLACES[wanted.place ?? "top-right"],
      html: overlay(wanted),
      show: { minZoom: 0.2 },
    });
  }
}

// Below the drawing stands who made the drawing program, over none of its shapes.
const MAKER = 44;

async function draw(figure) {
  const stage = figure.querySelector(".diagram-stage");
  const source = document.getElementById(figure.dataset.diagram);
  if (!stage || !source) return;
  const data = JSON.parse(source.textContent);
  const viewer = new NavigatedViewer({ container: stage });
  try {
    const { warnings } = await viewer.importXML(data.xml);
    // What the drawing program could not place; a test asks for it, and a person finds it in the console.
    stage.dataset.warnings = warnings.length;
    for (const warning of warnings) console.warn(warning.message);
  } catch (error) {
    console.error(error);
    stage.dataset.waiting = stage.dataset.failed;
    return;
  }
  delete stage.dataset.waiting;
  rename(viewer, data.labels);
  const canvas = viewer.get("canvas");
  // The stage takes the shape of the drawing, so that a wide one is not lost in white and a tall one not squeezed.
  const { inner } = canvas.viewbox();
  const wanted = (stage.clientWidth * (inner.height + 40)) / (inner.width + 40);
  stage.style.height = `${Math.round(Math.min(Math.max(wanted, 180) + MAKER, window.innerHeight * 0.8))}px`;
  canvas.resized();
  const fit = () => {
    const [across, down] = [stage.clientWidth, stage.clientHeight - MAKER];
    const scale = Math.min(1, across / (inner.width + 40), down / (inner.height + 40));
    canvas.viewbox({
      x: inner.x + (inner.width - across / scale) / 2,
      y: inner.y + (inner.height - down / scale) / 2,
      width: across / scale,
      height: stage.clientHeight / scale,
    });
  };
  fit();
  decorate(viewer, data);
  const drawing = stage.querySelector(".djs-container > svg");
  if (drawing && stage.dataset.label) {
    drawing.setAttribute("role", "img");
    drawing.setAttribute("aria-label", stage.dataset.label);
  }
  const tools = { "zoom-in": () => canvas.zoom(canvas.zoom() * 1.25), "zoom-out": () => canvas.zoom(canvas.zoom() / 1.25), fit };
  for (const button of figure.querySelectorAll("[data-tool]")) {
    button.hidden = false;
    button.addEventListener("click", () => tools[button.dataset.tool]?.());
  }
  // A row of the text twin points at its shape, and a shape at its row.
  const point = (id, on) => viewer.get("elementRegistry").get(id) && canvas[on ? "addMarker" : "removeMarker"](id, "here");
  for (const row of document.querySelectorAll(`[data-element]`)) {
    row.addEventListener("mouseenter", () => point(row.dataset.element, true));
    row.addEventListener("mouseleave", () => (data.marks?.[row.dataset.element] ?? []).includes("here") || point(row.dataset.element, false));
  }
  // A way through the model, one step after another; without motion all of it at once, each step with its number.
  const registry = viewer.get("elementRegistry");
  let playing = 0;
  const play = async (ids) => {
    const mine = ++playing;
    const steps = ids.filter((id) => registry.get(id));
    for (const id of steps) canvas.removeMarker(id, "way");
    viewer.get("overlays").remove({ type: "way" });
    figure.scrollIntoView({ block: "nearest" });
    for (const [number, id] of steps.entries()) {
      if (mine !== playing) return;
      canvas.addMarker(id, "way");
      viewer.get("overlays").add(id, "way", { position: PLACES["bottom-left"], html: overlay({ text: `${number + 1}`, tone: "brand" }) });
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) await new Promise((next) => setTimeout(next, 450));
    }
  };
  for (const button of document.querySelectorAll("[data-path]")) {
    button.hidden = false;
    button.addEventListener("click", () => play(button.dataset.path.split(" ")));
  }
  new ResizeObserver(() => {
    canvas.resized();
  }).observe(stage);
}

for (const figure of document.querySelectorAll("[data-diagram]")) draw(figure);
