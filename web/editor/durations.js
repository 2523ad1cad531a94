// Lengths of time as the model writes them (PT20M, P3D, PT10M/PT20M/PT40M) and as people type them.
const PATTERN = /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

export function minutes(text) {
  const found = PATTERN.exec((text ?? "").trim());
  if (!found || !found.slice(1).some(Boolean)) return null;
  const [weeks, days, hours, mins, seconds] = found.slice(1).map((part) => Number(part ?? 0));
  return weeks * 10080 + days * 1440 + hours * 60 + mins + seconds / 60;
}

// Whole days stay days, because a day of working time is no 1440 minutes.
export const written = (amount, inDays) => (inDays ? `P${amount}D` : `PT${amount}M`);

// The three figures of a spread in minutes or days; one figure stands for all three.
export function spread(text, inDays) {
  if (!text) return ["", "", ""];
  const parts = text.split("/").map((part) => minutes(part));
  if (parts.some((part) => part === null)) return null;
  const shown = parts.map((part) => String(inDays ? part / 1440 : part));
  return shown.length === 3 ? shown : ["", shown[0], ""];
}

// `{text}` as the model writes it, or `{wrong: true}` when the figures do not rise or are no figures.
export function writeSpread([least, usual, most], inDays) {
  const given = [least, usual, most].map((part) => part.trim().replace(",", "."));
  if (given.every((part) => part === "")) return { text: "" };
  const numbers = given.map((part) => (part === "" ? null : Number(part)));
  if (numbers.some((part) => part !== null && !(part >= 0))) return { wrong: true };
  const middle = numbers[1] ?? numbers[0] ?? numbers[2];
  const all = [numbers[0] ?? middle, middle, numbers[2] ?? middle];
  if (all[0] > all[1] || all[1] > all[2]) return { wrong: true };
  if (all[0] === all[2]) return { text: written(middle, inDays) };
  return { text: all.map((part) => written(part, inDays)).join("/") };
}
