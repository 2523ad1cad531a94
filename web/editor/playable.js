// The button that plays tokens. What plays them is fetched at its first press: nobody who only draws carries it.
export function playable(page, { modeler, words, typeWord, say }) {
  const button = page.querySelector("[data-play]");
  const place = page.querySelector("[data-playing]");
  const panel = page.querySelector("[data-panel]");
  let playing;

  // The play stands where the panel stands.
  const show = (isOn) => {
    place.hidden = !isOn;
    panel.hidden = isOn;
    button.setAttribute("aria-pressed", String(isOn));
  };
  const stop = () => {
    playing.stop();
    show(false);
    button.focus();
  };
  button.addEventListener("click", async () => {
    if (button.getAttribute("aria-pressed") === "true") {
      stop();
      return;
    }
    if (!playing) {
      button.disabled = true;
      try {
        const { Playing } = await import("./playing.js");
        playing = new Playing({ modeler, place, words, typeWord });
      } catch (error) {
        console.error(error);
        say(words.late);
        return;
      } finally {
        button.disabled = false;
      }
    }
    show(true);
    playing.start();
  });
  place.querySelector("[data-play-stop]").addEventListener("click", stop);
}
