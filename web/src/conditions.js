// Fields that come and go: a field's condition is FEEL, evaluated here while one types and by the engine when the form
// is sent. Without this file every field is shown and the engine ignores those that do not apply.
import { evaluate } from "../feel/index.js";

const PREFIX = "f.";

function values(form) {
  const found = {};
  for (const control of form.elements) {
    if (!control.name?.startsWith(PREFIX)) continue;
    const key = control.name.slice(PREFIX.length);
    if (control.type === "checkbox") found[key] = control.value === "true" ? control.checked : found[key];
    else if (control.type === "radio") found[key] = control.checked ? control.value : (found[key] ?? null);
    else if (control.inputMode === "decimal") found[key] = control.value === "" ? null : Number(control.value.replace(/\s/g, "").replace(",", "."));
    else found[key] = control.value === "" ? null : control.value;
  }
  return found;
}

function follow(form) {
  const known = values(form);
  for (const field of form.querySelectorAll("[data-hide]")) {
    let hide = false;
    try {
      const answer = evaluate(field.dataset.hide, known);
      hide = answer.value === true;
    } catch (error) {
      console.warn(error);
    }
    field.hidden = hide;
  }
}

for (const form of document.querySelectorAll("form.work-form")) {
  follow(form);
  form.addEventListener("input", () => follow(form));
}
