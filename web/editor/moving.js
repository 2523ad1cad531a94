// Tokens seen on their way: dots that go along the flows, those that part together, one after another what follows.
const STEP = 420;
const LONGEST = 2600;

// Flows in the order they were taken, those that go at the same time side by side.
export function together(flows) {
  const groups = [];
  for (const flow of flows) {
    const last = groups.at(-1);
    if (last && !last.some((one) => one.target === flow.source || one === flow)) last.push(flow);
    else groups.push([flow]);
  }
  return groups;
}

function along(points, share) {
  const parts = points.slice(1).map((point, at) => ({ from: points[at], to: point, length: Math.hypot(point.x - points[at].x, point.y - points[at].y) }));
  let left = share * parts.reduce((sum, part) => sum + part.length, 0);
  for (const { from, to, length } of parts) {
    if (left <= length && length) return { x: from.x + ((to.x - from.x) * left) / length, y: from.y + ((to.y - from.y) * left) / length };
    left -= length;
  }
  return points.at(-1);
}

// Resolves when the dots are there, or when `isOver` says that nobody waits for them any more.
export async function moving(canvas, flows, isOver) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const groups = together(flows);
  const layer = canvas.getLayer("tokens", 1);
  const time = Math.min(STEP, LONGEST / groups.length);
  for (const group of groups) {
    const dots = group.map((flow) => {
      const dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
      dot.setAttribute("r", "9");
      dot.setAttribute("class", "token-dot");
      layer.append(dot);
      return { dot, points: flow.waypoints };
    });
    const began = performance.now();
    for (let share = 0; share < 1 && !isOver(); ) {
      share = Math.min(1, (performance.now() - began) / time);
      for (const { dot, points } of dots) {
        const { x, y } = along(points, share);
        dot.setAttribute("cx", x);
        dot.setAttribute("cy", y);
      }
      await new Promise((next) => requestAnimationFrame(next));
    }
    for (const { dot } of dots) dot.remove();
    if (isOver()) return;
  }
}
