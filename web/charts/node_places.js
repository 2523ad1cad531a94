// Where the nodes of a network stand in its chart: on a ring, or one below the other.

// On which side of its circle the name of a node stands: away from the arrows.
const side = (turn) => (turn % 0.5 === 0 ? (turn ? "bottom" : "top") : turn < 0.5 ? "right" : "left");

// Where the circles of a network stand: `box` is the room of their middles, `at` a place in it, `name` how the name of
// one stands beside it, `bend` how far an arrow bends.
export function onRing(nodes, width) {
  const height = Math.min(520, Math.max(320, width * 0.62));
  const [beside, above, below] = [190, 40, 48];
  // As wide as there is room, so that nothing is stretched: neither the groups nor the numbers on the arrows.
  const wide = Math.max(1, (width - 2 * beside) / (height - above - below));
  return {
    height,
    box: { left: beside, right: beside, top: above, bottom: below },
    // The first on top: two arrows between the same two bend apart.
    at: (at) => ({ x: wide * Math.sin((2 * Math.PI * at) / nodes.length), y: -Math.cos((2 * Math.PI * at) / nodes.length) }),
    name: (at) => ({ position: side(at / nodes.length), width: 170 }),
    bend: () => 0.18,
  };
}

// One below the other where there is no room for names around a ring: names on the right, arrows bend out on the left.
export function inColumn(nodes, width) {
  const [step, edge] = [60, 34];
  const tall = Math.max(2, step * (nodes.length - 1));
  const left = Math.round(width * 0.36);
  const order = new Map(nodes.map((node, at) => [node.name, at]));
  return {
    height: tall + 2 * edge,
    box: { left: left - 1, width: 2, top: edge, height: tall },
    at: (at) => ({ x: left, y: step * at }),
    name: () => ({ position: "right", width: width - left - 32 }),
    bend: ({ source, target }) => {
      const down = order.get(target) - order.get(source);
      const far = Math.min(0.9, (2 * (left - 12)) / (step * Math.abs(down) || 1));
      // The way back runs within the way there.
      return down > 0 ? -far : 0.6 * far;
    },
  };
}
