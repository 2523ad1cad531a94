// What the page says: the drawing program's words from the server's dictionary, our own from the page's data tags.
export const translator = (words) => ({
  translate: [
    "value",
    (template, values = {}) => (words[template] ?? template).replace(/\{([^}]+)\}/g, (whole, name) => values[name.trim()] ?? whole),
  ],
});

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "value") made.value = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
