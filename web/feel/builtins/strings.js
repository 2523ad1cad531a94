// Source: DMN 1.5, 10.3.4.3 (string functions).  Positions count characters, not UTF-16 units.
import { translate, xpath } from "../regexp.js";
import { Num, number, text } from "../values.js";
import { define } from "./define.js";

const letters = (string) => Array.from(string);

define("substring(string: string, start position: number, length?: number)", (string, start, length) => {
  const all = letters(string);
  const at = start.trunc().toNumber();
  if (at === 0 || Math.abs(at) > all.length) return null;
  if (length !== undefined && length.lt(1)) return null;
  const from = at < 0 ? all.length + at : at - 1;
  return all.slice(from, length === undefined ? undefined : from + length.trunc().toNumber()).join("");
});
define("string length(string: string)", (string) => number(letters(string).length));
define("upper case(string: string)", (string) => string.toUpperCase());
define("lower case(string: string)", (string) => string.toLowerCase());
define("substring before(string: string, match: string)", (string, match) => {
  const at = string.indexOf(match);
  return at < 0 ? "" : string.slice(0, at);
});
define("substring after(string: string, match: string)", (string, match) => {
  const at = string.indexOf(match);
  return at < 0 ? "" : string.slice(at + match.length);
});
define("contains(string: string, match: string)", (string, match) => string.includes(match));
define("starts with(string: string, match: string)", (string, match) => string.startsWith(match));
define("ends with(string: string, match: string)", (string, match) => string.endsWith(match));
define("matches(input: string, pattern: string, flags?: string|null)", (input, pattern, flags) => {
  const found = xpath(pattern, flags ?? "");
  return found && found.test(input);
});
define("replace(input: string, pattern: string, replacement: string, flags?: string|null)", (input, pattern, replacement, flags) => {
  const found = xpath(pattern, flags ?? "", "g");
  const put = found && translate(replacement, flags ?? "", found);
  if (put === null || found === null) return null;
  // A pattern that matches nothing at all would be replaced everywhere: XPath calls that an error.
  return xpath(pattern, flags ?? "").test("") ? null : input.replace(found, put);
});
define("split(string: string, delimiter: string)", (string, delimiter) => {
  const found = xpath(delimiter, "");
  return found && string.split(found).filter((part) => part !== undefined);
});
const join = (list, delimiter) => {
  if (list.some((each) => each !== null && typeof each !== "string")) return null;
  return list.filter((each) => each !== null).join(delimiter ?? "");
};
define("string join(list: list)", (list) => join(list));
define("string join(list: list, delimiter: string|null)", join);
define("string(from: any)", (from) => (from === null ? null : text(from)));
define("number(from: string)", (from) => toNumber(from));
define("number(from: string, grouping separator: string|null)", (from, grouping) => toNumber(from, grouping));
define(
  "number(from: string, grouping separator: string|null, decimal separator: string|null)",
  (from, grouping, decimal) => toNumber(from, grouping, decimal),
);

function toNumber(from, grouping = null, decimal = null) {
  if (grouping !== null && ![" ", ",", "."].includes(grouping)) return null;
  if (decimal !== null && ![",", "."].includes(decimal)) return null;
  if (grouping !== null && grouping === decimal) return null;
  let written = grouping === null ? from : from.replaceAll(grouping, "");
  if (decimal === ",") {
    if (written.includes(".")) return null;
    written = written.replace(",", ".");
  }
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(written) ? number(new Num(written)) : null;
}
