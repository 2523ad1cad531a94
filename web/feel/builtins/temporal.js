// Source: DMN 1.5, 10.3.4.1 (conversion), 10.3.4.6 (date and time), 10.3.4.8 (temporal).
import {
  CalendarDate,
  DateTime,
  DayDuration,
  MIDNIGHT,
  MonthDuration,
  SECOND,
  Time,
  UTC,
  dayNumber,
  makeDate,
  makeTime,
  monthsBetween,
  offsetOf,
  parseDate,
  parseDateTime,
  parseDuration,
  parseTime,
} from "../temporal.js";
import { equal, number, typeOf } from "../values.js";
import { define } from "./define.js";

define("date(from: string)", parseDate);
define("date(from: date and time)", (from) => from.date);
define("date(from: date)", (from) => from);
define("date(year: number, month: number, day: number)", (year, month, day) =>
  makeDate(year.toNumber(), month.toNumber(), day.toNumber()),
);
define("time(from: string)", parseTime);
define("time(from: time)", (from) => from);
define("time(from: date and time)", (from) => from.time);
define("time(from: date)", () => new Time(0, 0, 0, 0, UTC));
define(
  "time(hour: number, minute: number, second: number, offset?: days and time duration|null)",
  (hour, minute, second, offset) => clock(hour, minute, second, offset ?? null),
);
define("date and time(from: string)", (from) => {
  const date = parseDate(from);
  return date ? new DateTime(date, MIDNIGHT) : parseDateTime(from);
});
define("date and time(from: date and time)", (from) => from);
define("date and time(date: date, time: time)", (date, time) => new DateTime(date, time));
define("date and time(date: date and time, time: time)", (date, time) => new DateTime(date.date, time));
define(
  "date and time(year: number, month: number, day: number, hour: number, minute: number, second: number, offset?: days and time duration|null)",
  (year, month, day, hour, minute, second, offset) => {
    const date = makeDate(year.toNumber(), month.toNumber(), day.toNumber());
    const time = clock(hour, minute, second, offset ?? null);
    return date && time && new DateTime(date, time);
  },
);

function clock(hour, minute, second, offset) {
  const whole = second.floor();
  const nano = second.sub(whole).mul(1e9).round().toNumber();
  const zone = offset === null ? null : { offset: Number(offset.nanos / SECOND) };
  return makeTime(hour.toNumber(), minute.toNumber(), whole.toNumber(), nano, zone);
}

define("duration(from: string)", parseDuration);
define("duration(from: days and time duration|years and months duration)", (from) => from);
define("years and months duration(from: date|date and time, to: date|date and time)", (from, to) =>
  new MonthDuration(monthsBetween(from, to)),
);
define("now()", function () {
  return this.now();
});
define("today()", function () {
  return this.now().date;
});
define("abs(n: number)", (n) => n.abs());
define("abs(n: years and months duration)", (n) => new MonthDuration(Math.abs(n.months)));
define("abs(n: days and time duration)", (n) => new DayDuration(n.nanos < 0n ? -n.nanos : n.nanos));
define("is(value1?: any, value2?: any)", (one, other) => {
  if (one === undefined || other === undefined) return false;
  if (typeOf(one) !== typeOf(other)) return false;
  if (one instanceof Time || one instanceof DateTime) {
    if (offsetOf(one) !== offsetOf(other)) return false;
    if ((one.zone?.id ?? null) !== (other.zone?.id ?? null)) return false;
  }
  return equal(one, other) === true;
});

const dateOf = (value) => (value instanceof CalendarDate ? value : value.date);
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
// Monday is 0; the first of January 1970 was a Thursday.
export const weekday = (date) => (((dayNumber(date) + 3) % 7) + 7) % 7;

define("day of year(date: date|date and time)", (value) => {
  const date = dateOf(value);
  return number(dayNumber(date) - dayNumber({ year: date.year, month: 1, day: 1 }) + 1);
});
define("day of week(date: date|date and time)", (value) => DAYS[weekday(dateOf(value))]);
define("month of year(date: date|date and time)", (value) => MONTHS[dateOf(value).month - 1]);
define("week of year(date: date|date and time)", (value) => {
  // ISO 8601: the week belongs to the year its Thursday is in.
  const date = dateOf(value);
  const thursday = dayNumber(date) - weekday(date) + 3;
  const yearOf = (start) => dayNumber({ year: start, month: 1, day: 1 });
  const year = [date.year + 1, date.year, date.year - 1].find((each) => yearOf(each) <= thursday);
  return number(Math.floor((thursday - yearOf(year)) / 7) + 1);
});
