// Keeps a draft of a form on the server a moment after each change, and says so quietly.
// <form data-draft="ADDRESS" data-kept="Draft saved at {time}" data-unkept="…"> … <p class="draft-note" role="status">
const WAIT = 1200;

for (const form of document.querySelectorAll("form[data-draft]")) {
  const note = form.querySelector(".draft-note");
  let timer = 0;
  let sent = false;
  const save = async () => {
    if (sent) return;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { time } = await answer.json();
      if (note) note.textContent = form.dataset.kept.replace("{time}", time);
    } catch {
      if (note) note.textContent = form.dataset.unkept;
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
}
