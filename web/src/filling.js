// Filling in a form: the draft is kept on the server a moment after each change, and said so quietly; while the server is
// away it is kept in this browser and tried again. Rows come and go and files are handed in without losing the place.
// Everything here also works without it, by the buttons of the form.
const WAIT = 1200;
const LONGEST = 30_000;
const PREFIX = "f.";

const keyOf = (form) => `kyzmat.draft.${form.dataset.subject}`;
const fieldsOf = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && (name.startsWith(PREFIX) || name === "draft" || name === "window"));

function remember(form) {
  try {
    localStorage.setItem(keyOf(form), JSON.stringify({ at: new Date().toISOString(), version: form.elements.draft.value, window: form.elements.window.value, fields: fieldsOf(form) }));
  } catch {
    // A browser that keeps nothing still has what stands on the page.
  }
}

function forget(form) {
  try {
    localStorage.removeItem(keyOf(form));
  } catch {
    // As above.
  }
}

function say(form, words) {
  const note = form.querySelector(".draft-note");
  if (note && note.textContent !== words) note.textContent = words;
}

const clock = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(new Date(at));

// What had not reached the server when this page was left stands in the form again.
function restore(form) {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(keyOf(form)));
  } catch {
    return false;
  }
  // Newer than what the server has: nothing came after it, or what came was this very window's, its answer lost.
  if (!kept || (kept.version !== form.elements.draft.value && kept.window !== form.dataset.keeper)) return false;
  const before = new Map();
  for (const [name, value] of kept.fields) before.set(name, [...(before.get(name) ?? []), value]);
  let differs = false;
  for (const control of form.elements) {
    if (!control.name?.startsWith(PREFIX) || control.type === "file" || control.type === "hidden") continue;
    const values = before.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") {
      differs ||= control.checked !== values.includes(control.value);
      control.checked = values.includes(control.value);
    } else if (values.length > 0 && control.value !== values[0]) {
      differs = true;
      [control.value] = values;
    }
  }
  if (differs) say(form, form.dataset.restored.replace("{time}", clock(kept.at)));
  return differs;
}

// While one leaves the page, the next one may have been made before the last save arrived: then the copy here is needed.
let leaving = false;
window.addEventListener("beforeunload", () => {
  leaving = true;
  setTimeout(() => {
    leaving = false;
  }, 5000);
});

function keeper(form) {
  let timer = 0;
  let wait = WAIT;
  let busy = false;
  let again = false;
  const later = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  };
  async function save() {
    if (form.dataset.done || form.dataset.overtakenBy) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    const body = new URLSearchParams(fieldsOf(form));
    body.set("csrf_token", form.elements.csrf_token.value);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
      if (answer.status === 410) {
        form.dataset.done = "1";
        forget(form);
        say(form, form.dataset.over);
        return;
      }
      const isJson = answer.headers.get("content-type")?.includes("json");
      if (!isJson || (!answer.ok && answer.status !== 409)) throw new Error(String(answer.status));
      const said = await answer.json();
      if (answer.status === 409) {
        form.dataset.overtakenBy = said.version;
        remember(form);
        say(form, form.dataset.overtaken.replace("{time}", said.time));
      } else {
        form.elements.draft.value = said.version;
        if (!leaving) forget(form);
        say(form, form.dataset.kept.replace("{time}", said.time));
      }
      wait = WAIT;
    } catch {
      remember(form);
      say(form, form.dataset.unkept);
      wait = Math.min(wait * 2, LONGEST);
      later(wait);
    } finally {
      busy = false;
      if (again) {
        again = false;
        later(0);
      }
    }
  }
  form.addEventListener("input", () => later(WAIT));
  window.addEventListener("online", () => later(0));
  return { save, stop: () => clearTimeout(timer) };
}

function swap(form, page) {
  const fresh = page.querySelector(`form[data-subject="${CSS.escape(form.dataset.subject)}"]`);
  if (!fresh) return false;
  for (const part of [".form-fields", ".form-rules", ".draft-note"]) {
    const [old, next] = [form.querySelector(part), fresh.querySelector(part)];
    if (old && next) old.replaceWith(next);
  }
  form.elements.draft.value = fresh.elements.draft.value;
  document.querySelector(".error-summary")?.remove();
  const summary = page.querySelector(".error-summary");
  const main = document.querySelector("main");
  if (summary) (main.querySelector(".narrow") ?? main).prepend(summary);
  const focus = form.querySelector(".form-fields")?.dataset.focus;
  const target = summary ?? (focus && document.getElementById(`field-${focus}`));
  if (target) (target.querySelector?.("input:not([type=hidden]), select, textarea") ?? target).focus();
  return true;
}

async function act(form, button, follow) {
  const body = new FormData(form, button);
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!swap(form, page)) throw new Error(String(answer.status));
    follow();
  } catch {
    remember(form);
    say(form, form.dataset.unkept);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  const { save, stop } = keeper(form);
  let following;
  let ready;
  const load = async () => {
    following ??= import("../forms/follow.js");
    ready = await following;
    return ready;
  };
  const follow = async () => {
    if (form.querySelector(".form-rules[data-follow]")) (await load()).follow(form);
    else if (form.querySelector(".form-rules")) load();
  };
  if (restore(form)) save();
  if (form.querySelector(".form-rules[data-follow]")) follow();
  form.addEventListener("input", follow);
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" || event.target.files.length === 0) return;
    const button = event.target.closest(".field")?.querySelector("button[name=act][value=hand-in]");
    if (button) act(form, button, follow);
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.name !== "act" && ready && !ready.judge(form)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    stop();
    if (button?.name === "act") {
      event.preventDefault();
      event.stopPropagation(); // the page's own guard against sending twice is not for these
      act(form, button, follow);
      return;
    }
    // Until the page that follows says that it arrived.
    remember(form);
    form.dataset.done = "yes";
    setTimeout(() => delete form.dataset.done, 5000);
  });
}
