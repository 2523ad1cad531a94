// Source: DMN 1.5, 10.3.4.4 (list functions), 10.3.4.9 (sort).
import { MonthDuration, DayDuration } from "../temporal.js";
import { MISMATCH, Num, equal, number, order, typeOf } from "../values.js";
import { define } from "./define.js";

const same = (a, b) => equal(a, b) === true;
const has = (list, value) => list.some((each) => same(each, value));

// A function that takes one list, or its items one by one.
function over(name, body, extra = "") {
  define(`${name}(list: list${extra})`, body);
  define(`${name}(...list: any)`, (...list) => body(list));
}

function best(list, sign) {
  let found = null;
  for (const each of list) {
    if (found === null) {
      if (order(each, each) === null) return null;
      found = each;
    } else {
      const compared = order(each, found);
      if (compared === null) return null;
      if (compared * sign > 0) found = each;
    }
  }
  return found;
}

const numbers = (list) => (list.length > 0 && list.every((each) => each instanceof Num) ? list : null);

function total(list) {
  if (list.length === 0) return null;
  if (numbers(list)) return number(list.reduce((sum, each) => sum.add(each)));
  if (list.every((each) => each instanceof MonthDuration)) return new MonthDuration(list.reduce((sum, each) => sum + each.months, 0));
  if (list.every((each) => each instanceof DayDuration)) return new DayDuration(list.reduce((sum, each) => sum + each.nanos, 0n));
  return null;
}

over("min", (list) => best(list, -1));
over("max", (list) => best(list, 1));
over("sum", total);
over("mean", (list) => {
  const sum = total(list);
  if (sum instanceof Num) return number(sum.div(list.length));
  if (sum instanceof DayDuration) return new DayDuration(sum.nanos / BigInt(list.length));
  if (sum instanceof MonthDuration) return new MonthDuration(Math.trunc(sum.months / list.length));
  return null;
});
over("product", (list) => numbers(list) && number(list.reduce((made, each) => made.mul(each))));
over("median", (list) => {
  if (!numbers(list)) return null;
  const sorted = [...list].sort((a, b) => a.cmp(b));
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : number(sorted[middle - 1].add(sorted[middle]).div(2));
});
over("stddev", (list) => {
  if (!numbers(list) || list.length < 2) return null;
  const mean = total(list).div(list.length);
  return number(total(list.map((each) => each.sub(mean).pow(2))).div(list.length - 1).sqrt());
});
over("mode", (list) => {
  if (list.length === 0) return [];
  if (!numbers(list)) return null;
  const counts = new Map();
  for (const each of list) counts.set(each.toString(), (counts.get(each.toString()) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts]
    .filter(([, count]) => count === most)
    .map(([written]) => new Num(written))
    .sort((a, b) => a.cmp(b));
});
over("all", (list) => {
  if (list.includes(false)) return false;
  return list.every((each) => each === true) ? true : null;
});
over("any", (list) => {
  if (list.includes(true)) return true;
  return list.every((each) => each === false) ? false : null;
});
define("count(list: list)", (list) => number(list.length));
define("list contains(list: list, element: any)", (list, element) => has(list, element));
define("append(list: list|null, ...item: any)", (list, ...items) => (list === null ? null : [...list, ...items]));
define("concatenate(...list: list)", (...lists) => lists.flat(1));
define("union(...list: list)", (...lists) => distinct(lists.flat(1)));
define("distinct values(list: list)", (list) => distinct(list));
define("flatten(list: list)", (list) => list.flat(Infinity));
define("reverse(list: list)", (list) => [...list].reverse());
define("index of(list: list, match: any)", (list, match) =>
  list.flatMap((each, index) => (same(each, match) ? [number(index + 1)] : [])),
);

function distinct(list) {
  const found = [];
  for (const each of list) if (!has(found, each)) found.push(each);
  return found;
}

// A position from 1, or from the end when it is negative; null outside of the list.
function place(list, position) {
  const at = position.toNumber();
  if (!Number.isInteger(at) || at === 0 || Math.abs(at) > list.length) return null;
  return at < 0 ? list.length + at : at - 1;
}

define("sublist(list: list, start position: number, length?: number)", (list, start, length) => {
  const from = place(list, start);
  if (from === null) return null;
  if (length === undefined) return list.slice(from);
  const count = length.toNumber();
  return count < 0 || from + count > list.length ? null : list.slice(from, from + count);
});
define("insert before(list: list, position: number, newItem: any)", (list, position, item) => {
  const at = place(list, position);
  return at === null ? null : [...list.slice(0, at), item, ...list.slice(at)];
});
define("remove(list: list, position: number)", (list, position) => {
  const at = place(list, position);
  return at === null ? null : [...list.slice(0, at), ...list.slice(at + 1)];
});
define("list replace(list: list, position: number, newItem: any)", (list, position, item) => {
  const at = place(list, position.trunc());
  return at === null ? null : [...list.slice(0, at), item, ...list.slice(at + 1)];
});
define("list replace(list: list, match: function, newItem: any)", (list, match, item) => {
  const replaced = [];
  for (const each of list) {
    const verdict = match.invoke([each, item]);
    if (typeof verdict !== "boolean") return null;
    replaced.push(verdict ? item : each);
  }
  return replaced;
});

// A merge sort: stable, and no comparison the model gets wrong can keep it from ending.
define("sort(list: list, precedes: function)", (list, precedes) => {
  let failed = false;
  const before = (a, b) => {
    const verdict = precedes.invoke([a, b]);
    if (verdict === MISMATCH || typeOf(verdict) !== "boolean") failed = true;
    return verdict === true;
  };
  const sorted = mergeSort(list, before);
  return failed ? null : sorted;
});
define("sort(list: list)", (list) => {
  let failed = false;
  const sorted = mergeSort(list, (a, b) => {
    const compared = order(a, b);
    if (compared === null) failed = true;
    return compared < 0;
  });
  return failed ? null : sorted;
});

function mergeSort(list, before) {
  if (list.length < 2) return [...list];
  const middle = Math.floor(list.length / 2);
  const [left, right] = [mergeSort(list.slice(0, middle), before), mergeSort(list.slice(middle), before)];
  const merged = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) merged.push(before(right[r], left[l]) ? right[r++] : left[l++]);
  return [...merged, ...left.slice(l), ...right.slice(r)];
}
