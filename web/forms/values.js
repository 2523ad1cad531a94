// What was typed into a form, as values: the browser's reading of what `modeler_api.widgets` and `engine.forms.kinds` read
// on the server. `typed` maps each field's name to the texts that stand in it.
const ADDRESS = ["oblast", "raion", "aiyl", "settlement", "street", "house", "flat", "index"];

const number = (text) => {
  const plain = text.replace(/\s/g, "").replace("\u2212", "-").replace(",", ".");
  return plain !== "" && /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(plain) ? Number(plain) : undefined;
};

const choice = (component, text) => {
  const offered = component.values ?? [];
  const found = offered.map((each) => (each !== null && typeof each === "object" ? each.value : each)).find((each) => String(each) === text);
  return found === undefined ? text : found;
};

const date = (text) => {
  const found = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text);
  return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : text;
};

// Each returns the value, null where nothing was typed, undefined where it cannot be read.
const KINDS = {
  textfield: (_component, [text = ""]) => text.trim() || null,
  textarea: (_component, [text = ""]) => text.trim() || null,
  number: (component, [text = ""]) => (text.trim() === "" ? null : component.serializeToString ? number(text) && text.trim() : number(text)),
  checkbox: (_component, [text]) => text !== undefined && text !== "" && text !== "false",
  checklist: (component, texts) => texts.filter(Boolean).map((text) => choice(component, text)),
  taglist: (component, texts) => texts.filter(Boolean).map((text) => choice(component, text)),
  radio: (component, [text = ""]) => (text === "" ? null : choice(component, text)),
  select: (component, [text = ""]) => (text === "" ? null : choice(component, text)),
  datetime: (component, [text = ""]) => (text.trim() === "" ? null : (component.subtype ?? "date") === "date" ? date(text.trim()) : text.trim()),
  pin: (_component, [text = ""]) => {
    const digits = text.replace(/[\s-]/g, "");
    return digits === "" ? null : /^\d{14}$/.test(digits) ? digits : undefined;
  },
  filepicker: (_component, texts, held) => texts.filter(Boolean).map((id) => held[id] ?? { id }),
  lookup: (_component, [id = ""], held) => (id === "" ? null : (held[id] ?? undefined)),
};

const PARTS = {
  money: (component, part) => {
    const digits = component.decimalDigits ?? 2;
    const text = part("amount").trim();
    if (text === "") return null;
    const amount = number(text);
    if (amount === undefined) return undefined;
    return { amount: amount.toFixed(digits), currency: part("currency") || (component.currencies ?? [component.currency ?? "KGS"])[0] };
  },
  address: (_component, part) => {
    const given = ADDRESS.map((name) => [name, part(name).trim()]).filter(([, text]) => text !== "");
    return given.length === 0 ? null : Object.fromEntries(given);
  },
};

export const isField = (component) => Boolean(component.key) && (component.type in KINDS || component.type in PARTS);

export function valueOf(component, name, typed, held = {}) {
  if (component.type in PARTS) return PARTS[component.type](component, (part) => typed[`${name}.${part}`]?.[0] ?? "");
  return KINDS[component.type](component, typed[name] ?? [], held);
}
