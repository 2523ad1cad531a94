// A form that is only looked at follows what is typed, as it will in a case; nothing of it is kept.
const form = document.querySelector("form[data-preview]");
if (form?.querySelector(".form-rules[data-follow]")) {
  const { follow } = await import("../forms/follow.js");
  follow(form);
  form.addEventListener("input", () => follow(form));
}
