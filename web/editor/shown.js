// The whole drawing in what the tools leave free of the stage: they stand over its left edge, or over its top where the
// page is narrow.
const GAP = 12;

export function shown(modeler, stage) {
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  const tools = stage.querySelector(".djs-palette")?.getBoundingClientRect();
  if (!tools?.width) return;
  const around = stage.getBoundingClientRect();
  const isBeside = tools.height > tools.width;
  const left = isBeside ? tools.right - around.left + GAP : 0;
  const top = isBeside ? 0 : tools.bottom - around.top + GAP;
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width - left, outer.height - top];
  if (!inner.width || !inner.height || width <= 0 || height <= 0) return;
  const scale = Math.min(1, width / (inner.width + 2 * GAP), height / (inner.height + 2 * GAP));
  canvas.viewbox({
    x: inner.x + inner.width / 2 - (left + width / 2) / scale,
    y: inner.y + inner.height / 2 - (top + height / 2) / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}
