// Source: DMN 1.5, 10.3.4.11 (range functions, after Allen's interval algebra); range(from), 10.3.4.1.
import { parseTemporal } from "../temporal.js";
import { Num, Range, equal, number, order, typeOf } from "../values.js";
import { define } from "./define.js";

const POINT = "number|string|date|time|date and time|years and months duration|days and time duration";
// Three-valued: something that cannot be compared makes the answer null.
const all = (...parts) => (parts.includes(false) ? false : parts.includes(null) ? null : true);
const any = (...parts) => (parts.includes(true) ? true : parts.includes(null) ? null : false);
const than = (compare) => (a, b) => {
  const compared = order(a, b);
  return compared === null ? null : compare(compared);
};
const less = than((sign) => sign < 0);
const more = than((sign) => sign > 0);
const same = (a, b) => equal(a, b);

define(`before(point1: ${POINT}, point2: ${POINT})`, less);
define(`before(point: ${POINT}, range: range)`, (point, range) =>
  any(less(point, range.start), all(same(point, range.start), !range.startIncluded)),
);
define(`before(range: range, point: ${POINT})`, (range, point) =>
  any(less(range.end, point), all(same(range.end, point), !range.endIncluded)),
);
define("before(range1: range, range2: range)", (a, b) =>
  any(less(a.end, b.start), all(!a.endIncluded || !b.startIncluded, same(a.end, b.start))),
);
define(`after(point1: ${POINT}, point2: ${POINT})`, more);
define(`after(point: ${POINT}, range: range)`, (point, range) =>
  any(more(point, range.end), all(same(point, range.end), !range.endIncluded)),
);
define(`after(range: range, point: ${POINT})`, (range, point) =>
  any(more(range.start, point), all(same(range.start, point), !range.startIncluded)),
);
define("after(range1: range, range2: range)", (a, b) =>
  any(more(a.start, b.end), all(!a.startIncluded || !b.endIncluded, same(a.start, b.end))),
);
const meets = (a, b) => all(a.endIncluded && b.startIncluded, same(a.end, b.start));
define("meets(range1: range, range2: range)", meets);
define("met by(range1: range, range2: range)", (a, b) => meets(b, a));

const endsAfterStart = (a, b) => any(more(a.end, b.start), all(same(a.end, b.start), a.endIncluded && b.startIncluded));
define("overlaps(range1: range, range2: range)", (a, b) => all(endsAfterStart(a, b), endsAfterStart(b, a)));
const overlapsBefore = (a, b) =>
  all(
    any(less(a.start, b.start), all(same(a.start, b.start), a.startIncluded && !b.startIncluded)),
    endsAfterStart(a, b),
    any(less(a.end, b.end), all(same(a.end, b.end), !a.endIncluded || b.endIncluded)),
  );
define("overlaps before(range1: range, range2: range)", overlapsBefore);
define("overlaps after(range1: range, range2: range)", (a, b) =>
  all(
    any(less(b.start, a.start), all(same(b.start, a.start), b.startIncluded && !a.startIncluded)),
    endsAfterStart(b, a),
    any(less(b.end, a.end), all(same(b.end, a.end), !b.endIncluded || a.endIncluded)),
  ),
);
const startsInside = (a, b) => any(more(a.start, b.start), all(same(a.start, b.start), !a.startIncluded || b.startIncluded));
const endsInside = (a, b) => any(less(a.end, b.end), all(same(a.end, b.end), !a.endIncluded || b.endIncluded));

define(`finishes(point: ${POINT}, range: range)`, (point, range) => all(range.endIncluded, same(point, range.end)));
define("finishes(range1: range, range2: range)", (a, b) => finishes(a, b));
define(`finished by(range: range, point: ${POINT})`, (range, point) => all(range.endIncluded, same(range.end, point)));
define("finished by(range1: range, range2: range)", (a, b) => finishes(b, a));
const finishes = (a, b) => all(a.endIncluded === b.endIncluded, same(a.end, b.end), startsInside(a, b));

define(`includes(range: range, point: ${POINT})`, (range, point) => includesPoint(range, point));
define("includes(range1: range, range2: range)", (a, b) => all(startsInside(b, a), endsInside(b, a)));
define(`during(point: ${POINT}, range: range)`, (point, range) => includesPoint(range, point));
define("during(range1: range, range2: range)", (a, b) => all(startsInside(a, b), endsInside(a, b)));
const includesPoint = (range, point) =>
  all(
    any(more(point, range.start), all(same(point, range.start), range.startIncluded)),
    any(less(point, range.end), all(same(point, range.end), range.endIncluded)),
  );

define(`starts(point: ${POINT}, range: range)`, (point, range) => all(range.startIncluded, same(point, range.start)));
define("starts(range1: range, range2: range)", (a, b) => starts(a, b));
define(`started by(range: range, point: ${POINT})`, (range, point) => all(range.startIncluded, same(range.start, point)));
define("started by(range1: range, range2: range)", (a, b) => starts(b, a));
const starts = (a, b) => all(a.startIncluded === b.startIncluded, same(a.start, b.start), endsInside(a, b));

define(`coincides(point1: ${POINT}, point2: ${POINT})`, same);
define("coincides(range1: range, range2: range)", (a, b) =>
  all(a.startIncluded === b.startIncluded, a.endIncluded === b.endIncluded, same(a.start, b.start), same(a.end, b.end)),
);

// range("[1..10)"): its ends are literals, and at least one of them is there.
define("range(from: string)", (from) => {
  const found = /^\s*([[(\]])(.*?)\.\.(.*?)([)\][])\s*$/s.exec(from);
  if (!found) return null;
  const [start, end] = [endpoint(found[2]), endpoint(found[3])];
  if (start === undefined || end === undefined || (start === null && end === null)) return null;
  if ((start === null && found[1] === "[") || (end === null && found[4] === "]")) return null;
  if (start !== null && end !== null) {
    if (typeOf(start) !== typeOf(end) || order(start, end) > 0) return null;
  }
  return new Range(start, end, found[1] === "[", found[4] === "]");
});

function endpoint(written) {
  const text = written.trim();
  if (text === "") return null;
  if (/^-?(\d+(\.\d*)?|\.\d+)$/.test(text)) return number(new Num(text));
  let found = /^"((?:[^"\\]|\\.)*)"$/.exec(text);
  if (found) return found[1].replace(/\\(["\\])/g, "$1");
  found = /^(?:@|(?:date and time|date|time|duration)\s*\(\s*)"([^"]*)"\s*\)?$/.exec(text);
  return (found && parseTemporal(found[1])) ?? undefined;
}
