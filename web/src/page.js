// Small courtesies on every page: the error summary gets the focus, menus close when one clicks beside them.
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.account[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.account[open]")) {
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
