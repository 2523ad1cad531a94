// What + - * / ** mean for which two types; undefined where they mean nothing.
//
// Source: DMN 1.5, tables 55-57.
import {
  CalendarDate,
  DateTime,
  DayDuration,
  MIDNIGHT,
  MonthDuration,
  Time,
  UTC,
  addMonths,
  addNanos,
  instant,
  offsetOf,
} from "./temporal.js";
import { Num, number, typeOf } from "./values.js";

const isMoment = (value) => value instanceof CalendarDate || value instanceof DateTime || value instanceof Time;
const isDuration = (value) => value instanceof MonthDuration || value instanceof DayDuration;

export function arithmetic(operator, a, b) {
  switch (operator) {
    case "+":
      return plus(a, b);
    case "-":
      return minus(a, b);
    case "*":
      return times(a, b);
    case "/":
      return divided(a, b);
    default:
      return a instanceof Num && b instanceof Num ? number(a.pow(b)) : undefined;
  }
}

export function negate(value) {
  if (value instanceof Num) return value.neg();
  if (value instanceof MonthDuration) return new MonthDuration(0 - value.months);
  if (value instanceof DayDuration) return new DayDuration(-value.nanos);
  return undefined;
}

function shifted(moment, duration) {
  if (duration instanceof DayDuration) return addNanos(moment, duration.nanos);
  return moment instanceof Time ? undefined : addMonths(moment, duration.months);
}

function plus(a, b) {
  if (a instanceof Num && b instanceof Num) return number(a.add(b));
  if (typeof a === "string" && typeof b === "string") return a + b;
  if (isMoment(a) && isDuration(b)) return shifted(a, b);
  if (isDuration(a) && isMoment(b)) return shifted(b, a);
  if (a instanceof MonthDuration && b instanceof MonthDuration) return new MonthDuration(a.months + b.months);
  if (a instanceof DayDuration && b instanceof DayDuration) return new DayDuration(a.nanos + b.nanos);
  return undefined;
}

function minus(a, b) {
  if (a instanceof Num && b instanceof Num) return number(a.sub(b));
  if (isDuration(b)) {
    if (isMoment(a)) return shifted(a, negate(b));
    if (typeOf(a) === typeOf(b)) return plus(a, negate(b));
    return undefined;
  }
  if (!isMoment(a) || !isMoment(b) || a instanceof Time !== b instanceof Time) return undefined;
  const [left, right] = [a, b].map((value, index) => {
    const other = index === 0 ? b : a;
    // Between a date and a moment, the date is its midnight, in UTC.
    const lifts = value instanceof CalendarDate && other instanceof DateTime;
    return lifts ? new DateTime(value, new Time(MIDNIGHT.hour, 0, 0, 0, UTC)) : value;
  });
  const zoned = (value) => !(value instanceof CalendarDate) && offsetOf(value) !== null;
  if (zoned(left) !== zoned(right)) return undefined;
  return new DayDuration(instant(left) - instant(right));
}

function times(a, b) {
  if (a instanceof Num && b instanceof Num) return number(a.mul(b));
  if (a instanceof Num && isDuration(b)) return times(b, a);
  if (!(b instanceof Num)) return undefined;
  if (a instanceof MonthDuration) return new MonthDuration(b.mul(a.months).trunc().toNumber());
  if (a instanceof DayDuration) return new DayDuration(BigInt(b.mul(new Num(a.nanos.toString())).trunc().toFixed()));
  return undefined;
}

function divided(a, b) {
  if (a instanceof Num && b instanceof Num) return b.isZero() ? undefined : number(a.div(b));
  if (b instanceof Num) {
    if (b.isZero()) return undefined;
    if (a instanceof MonthDuration) return new MonthDuration(new Num(a.months).div(b).trunc().toNumber());
    if (a instanceof DayDuration) return new DayDuration(BigInt(new Num(a.nanos.toString()).div(b).trunc().toFixed()));
  }
  if (a instanceof MonthDuration && b instanceof MonthDuration) return b.months ? number(new Num(a.months).div(b.months)) : undefined;
  if (a instanceof DayDuration && b instanceof DayDuration) {
    return b.nanos ? number(new Num(a.nanos.toString()).div(b.nanos.toString())) : undefined;
  }
  return undefined;
}
