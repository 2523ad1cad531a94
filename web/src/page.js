// Small courtesies on every page: the error summary gets the focus, menus close when one clicks beside them.
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

const menus = "details.account[open], .site-nav .more details[open]";
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(menus)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(menus)) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});

// A form is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});

// What a browser kept of a form while the server was away is forgotten once the form has arrived, and when one leaves.
const drafts = "kyzmat.draft.";
try {
  const arrived = document.querySelector("meta[name=kyzmat-arrived]")?.content;
  if (arrived) localStorage.removeItem(drafts + arrived);
  document.querySelector(".account-card form")?.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(drafts)) localStorage.removeItem(key);
  });
} catch {
  // A browser that keeps nothing has nothing to forget.
}

// A session that is about to end says so two minutes before, and goes on at a press; the hour is asked of the server,
// because another tab may have used it.
const WARN = 120;
const ending = document.querySelector("dialog.session-ends");

if (ending) {
  let ends = Date.now() + Number(document.body.dataset.session) * 1000;
  const words = ending.querySelector("[role=timer]");
  const [goOn, again, close] = ["[data-go-on]", "[data-again]", "[data-close]"].map((one) => ending.querySelector(one));
  const over = () => {
    const title = ending.querySelector("h2");
    title.textContent = title.dataset.over;
    goOn.hidden = true;
    again.hidden = close.hidden = false;
    again.focus();
  };
  const left = () => Math.max(0, Math.round((ends - Date.now()) / 1000));
  const shown = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const tick = async () => {
    if (left() <= WARN && !ending.open) {
      try {
        const answer = await fetch(ending.dataset.state, { headers: { Accept: "application/json" } });
        if (answer.ok) ends = Date.now() + (await answer.json()).seconds * 1000;
      } catch {
        // Without a connection the time that was known goes on.
      }
      if (left() <= WARN) ending.showModal();
    }
    if (ending.open) {
      words.textContent = left() ? words.dataset.words.replace("{time}", shown(left())) : words.dataset.over;
      if (!left()) return over();
    }
    setTimeout(tick, ending.open ? 1000 : Math.max(1000, Math.min(15000, (left() - WARN) * 1000)));
  };
  close.addEventListener("click", () => ending.close());
  goOn.addEventListener("click", async () => {
    const body = new FormData();
    body.set("csrf_token", ending.querySelector("[name=csrf_token]").value);
    try {
      const answer = await fetch(ending.dataset.extend, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok) ends = Date.now() + (await answer.json()).seconds * 1000;
      // It was ended meanwhile, elsewhere or by the hour: the clock says so at once.
      else if (answer.status === 401) ends = Date.now();
      if (left()) ending.close();
    } catch {
      // Without a connection the warning stays, and the press can be repeated.
    }
  });
  tick();
}
