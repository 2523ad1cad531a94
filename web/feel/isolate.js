// What the engine calls in its isolate: texts of JSON in, texts of JSON out.
import { Model, decide, problems } from "./decisions/decide.js";
import { evaluate, syntaxError, unaryTest } from "./index.js";
import { parseDateTime } from "./temporal.js";

function answer([expression, variables, unary], at) {
  try {
    const { value, warnings } = (unary ? unaryTest : evaluate)(expression, variables, at);
    // A function nobody knows is a slip of the model, not a value that is missing.
    const missing = warnings.find((warning) => warning.kind === "NO_FUNCTION_FOUND");
    if (missing) return { error: missing.message };
    const said = (kind) => warnings.filter((warning) => warning.kind === kind).map((warning) => warning.message);
    return {
      value,
      warnings: warnings.map((warning) => warning.message),
      unknown: said("NO_VARIABLE_FOUND"),
      unfit: said("INVALID_TYPE"),
    };
  } catch (error) {
    return { error: String(error.message).split("\n")[0] };
  }
}

globalThis.kyzmat_evaluate = (given) => {
  const [questions, at] = JSON.parse(given);
  return JSON.stringify(questions.map((question) => answer(question, at)));
};
globalThis.kyzmat_parse = (texts) => JSON.stringify(
  JSON.parse(texts).map((text) => {
    const wrong = syntaxError(text);
    return wrong && (wrong.near || wrong.message);
  }),
);

// Decision models stay with the isolate, by their digest: only what is asked of them travels.
const models = new Map();
const KEPT = 64;

globalThis.kyzmat_keep = (digest, given) => {
  const files = JSON.parse(given);
  const byNamespace = new Map();
  // A file comes after those it imports.
  for (const written of files) byNamespace.set(written.namespace, new Model(written, byNamespace));
  if (models.size >= KEPT) models.delete(models.keys().next().value);
  models.set(digest, byNamespace.get(files.at(-1).namespace));
  return true;
};
globalThis.kyzmat_decide = (digest, name, given) => {
  const model = models.get(digest);
  if (!model) return "null";
  const [variables, at] = JSON.parse(given);
  return JSON.stringify(decide(model, name, variables, at ? parseDateTime(at) : null));
};
globalThis.kyzmat_decision_problems = (given) => JSON.stringify(problems(JSON.parse(given)));
