// Long work in short pieces: between two of them the browser answers whoever types or presses.
const SHORT = 8;

// Resolves when the browser has done what was waiting.
export const breath = () => globalThis.scheduler?.yield?.() ?? new Promise((next) => setTimeout(next));

// Resolves once what changed last stands on the screen.
export const painted = () => new Promise((next) => requestAnimationFrame(() => setTimeout(next)));

// Does `act` for each of the items, with a breath after each few milliseconds. False when `isOver` said that what is made
// here is no longer wanted.
export async function eachInPieces(items, act, isOver = () => false) {
  let began = performance.now();
  for (const [at, item] of items.entries()) {
    if (performance.now() - began > SHORT) {
      await breath();
      if (isOver()) return false;
      began = performance.now();
    }
    act(item, at);
  }
  return true;
}
