// Which names a field can ask for. The page says it once, by a function of the field: {names, open}, where each name has
// `name`, `words`, `from` (where it comes from, in words), `kind`, `choices`, `example` and `here` (known at this place),
// and `open` says that a service or a message may bring more than the drawing tells.
let provider = () => ({ names: [], open: true });

export function knowing(given) {
  provider = given;
}

// What a field names besides, such as the `value` that a rule of a form judges: `data-also="value: words; other: words"`.
function also(field) {
  return (field.dataset.also ?? "")
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean)
    .map((one) => {
      const cut = one.indexOf(":");
      const name = cut < 0 ? one : one.slice(0, cut).trim();
      return { name, words: "", from: cut < 0 ? "" : one.slice(cut + 1).trim(), kind: "", choices: [], example: null, here: true };
    });
}

// The field of the help's window (`feelOf`) speaks of the place of the field that it was opened for.
export function knownAt(field) {
  const { names, open } = provider(field.feelOf ?? field);
  const own = also(field);
  return { names: [...own, ...names.filter((one) => !own.some((mine) => mine.name === one.name))], open };
}

// A name with its parts, such as those of an address, as far as its example shows them.
export function withParts(names) {
  return names.flatMap((one) => {
    const parts = one.example !== null && typeof one.example === "object" && !Array.isArray(one.example) ? Object.keys(one.example) : [];
    return [one, ...parts.map((part) => ({ ...one, name: `${one.name}.${part}`, words: one.words, kind: "", choices: [], example: one.example[part] }))];
  });
}
