// Follows a long job without reloading the page: asks for its state, moves the bar, and goes on when it is done.
// The page also refreshes itself by a meta tag when this file does not load.
const place = document.querySelector("[data-poll]");

async function ask() {
  try {
    const answer = await fetch(place.dataset.poll, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const state = await answer.json();
    const bar = place.querySelector("progress");
    const words = place.querySelector("[role=status]");
    if (bar && state.share !== null) bar.value = state.share;
    if (words && state.doing && words.textContent !== state.doing) words.textContent = state.doing;
    if (state.is_over) {
      location.assign(state.next ?? location.href);
      return;
    }
  } catch (error) {
    console.warn(error);
  }
  setTimeout(ask, 1500);
}

if (place) ask();
