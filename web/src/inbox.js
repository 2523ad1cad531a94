// The inbox with the keyboard, and the count of what is chosen.  Everything works without it.
const rows = [...document.querySelectorAll(".work-list tbody tr")];
const link = (row) => row?.querySelector("th a") ?? row?.querySelector(".pick input");
const off = "kyzmat-no-keys";

// Coming back, the focus is where it was: after the load, when the browser itself has gone to the row.
window.addEventListener("load", () => {
  if (location.hash.startsWith("#item-")) link(document.getElementById(location.hash.slice(1)))?.focus();
});

// On a small screen the list comes first; what narrows it opens when asked for.
const narrowing = document.querySelector("[data-narrowing]");
if (narrowing && !narrowing.dataset.narrowing && matchMedia("(max-width: 47.99rem)").matches) narrowing.open = false;

const bulk = document.querySelector("[data-bulk]");
const count = bulk?.querySelector(".bulk-count");
const waiting = count?.textContent;

function tell() {
  if (!count) return;
  const chosen = bulk.querySelectorAll("[name=item]:checked").length;
  if (chosen === 0) count.textContent = waiting;
  else count.textContent = chosen === 1 ? count.dataset.one : count.dataset.many.replace("{number}", chosen);
}
bulk?.addEventListener("change", tell);
window.addEventListener("pageshow", tell);

const keys = document.querySelector("dialog.keys");
const opener = document.querySelector("[data-keys]");
const use = document.querySelector("[data-keys-on]");
if (keys && opener && use) {
  opener.hidden = false;
  opener.addEventListener("click", () => keys.showModal());
  use.checked = !localStorage.getItem(off);
  use.addEventListener("change", () => (use.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "yes")));
}

function go(step) {
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1);
  link(rows[next])?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(off)) return;
  const row = rows.find((one) => one.contains(document.activeElement));
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "x" && row) row.querySelector(".pick input:not(:disabled)")?.click();
  else if (event.key === "?" && keys) keys.showModal();
  else return;
  event.preventDefault();
});
