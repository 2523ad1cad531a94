// A button, a heading or a field that is being pressed must still be there when it is let go: what is drawn anew waits so
// long. A press that is let go elsewhere, or taken over by scrolling, is over too.
const PRESSED = "button, summary, a, input, select, textarea, label";

let isHeld = false;
let waiting = [];

function over() {
  isHeld = false;
  const now = waiting;
  waiting = [];
  for (const next of now) next();
}

document.addEventListener("pointerdown", ({ target }) => (isHeld = Boolean(target.closest?.(PRESSED))), true);
document.addEventListener("keydown", ({ key, target }) => (isHeld ||= key === " " && Boolean(target.closest?.("button, summary"))), true);
// The click comes behind the end of the press.
for (const kind of ["pointerup", "pointercancel", "dragend", "keyup"]) document.addEventListener(kind, () => setTimeout(over), true);
window.addEventListener("blur", over);

// Resolves as soon as nothing is being pressed.
export const released = () => (isHeld ? new Promise((next) => waiting.push(next)) : Promise.resolve());
