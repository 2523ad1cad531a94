// The notes of a table's rules. The drawing program shows and edits only a rule's `description`; the standard has
// `annotationEntry` for them, which is what the plain tables write. While the table is open a note stands in the
// description; when the file is written it stands where it belongs, and what nobody touched stays byte for byte.
const notes = new Map();

function* rulesOf(definitions) {
  for (const element of definitions?.drgElement ?? []) yield* element.decisionLogic?.rule ?? [];
}

const written = (rule) => (rule.annotationEntry ?? []).map((entry) => entry.text).filter(Boolean).join("; ");

export function showNotes(definitions) {
  notes.clear();
  for (const rule of rulesOf(definitions)) {
    const [own, note] = [rule.description, written(rule)];
    const shown = own ?? (note || undefined);
    notes.set(rule, { own, shown });
    if (shown !== own) rule.description = shown;
  }
}

// Runs `save` while each note stands where the standard has it.
export async function withNotes(definitions, save) {
  const now = [...rulesOf(definitions)].map((rule) => [rule, rule.description]);
  for (const [rule, said] of now) {
    const before = notes.get(rule) ?? {};
    if ((said ?? "") === (before.shown ?? "")) rule.description = before.own;
    else {
      rule.description = undefined;
      const entry = said ? definitions.$model.create("dmn:RuleAnnotation", { text: said }) : null;
      if (entry) entry.$parent = rule;
      rule.annotationEntry = entry ? [entry] : [];
      notes.set(rule, { own: undefined, shown: said });
    }
  }
  try {
    return await save();
  } finally {
    for (const [rule, said] of now) if (rule.description !== said) rule.description = said;
  }
}
