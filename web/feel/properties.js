// What a path reaches into: the entries of a context, the parts of a date, a time, a duration and a range.
//
// Source: DMN 1.5, table 65.
import { weekday } from "./builtins/temporal.js";
import { DAY, DayDuration, DateTime, MonthDuration, SECOND, Time, CalendarDate, offsetOf } from "./temporal.js";
import { Num, Range, entry, number } from "./values.js";

const whole = (value) => number(value);

const ofDate = {
  year: (date) => whole(date.year),
  month: (date) => whole(date.month),
  day: (date) => whole(date.day),
  weekday: (date) => whole(weekday(date) + 1),
};
const ofTime = {
  hour: (time) => whole(time.hour),
  minute: (time) => whole(time.minute),
  second: (time) => new Num(time.second).add(new Num(time.nano).div(1e9)),
};
const ofMonths = {
  years: ({ months }) => whole(Math.trunc(months / 12)),
  months: ({ months }) => whole(months % 12),
};
const ofDays = {
  days: ({ nanos }) => whole(Number(nanos / DAY)),
  hours: ({ nanos }) => whole(Number((nanos / (3600n * SECOND)) % 24n)),
  minutes: ({ nanos }) => whole(Number((nanos / (60n * SECOND)) % 60n)),
  seconds: ({ nanos }) => new Num(((nanos % (60n * SECOND))).toString()).div(1e9),
};
const ofRange = {
  start: (range) => range.start,
  end: (range) => range.end,
  "start included": (range) => range.startIncluded,
  "end included": (range) => range.endIncluded,
};
const ofZone = {
  "time offset": (value) => {
    const offset = offsetOf(value);
    return offset === null ? null : new DayDuration(BigInt(offset) * SECOND);
  },
  timezone: ({ zone }) => zone?.id ?? null,
};

// The value behind `name`, undefined when there is none.
export function property(value, name) {
  if (value instanceof Map) return entry(value, name);
  const read = (table, from) => (Object.hasOwn(table, name) ? table[name](from) : undefined);
  if (value instanceof CalendarDate) return read(ofDate, value);
  if (value instanceof Time) return read(ofTime, value) ?? read(ofZone, value);
  if (value instanceof DateTime) return read(ofDate, value.date) ?? read(ofTime, value.time) ?? read(ofZone, value);
  if (value instanceof MonthDuration) return read(ofMonths, value);
  if (value instanceof DayDuration) return read(ofDays, value);
  if (value instanceof Range) return read(ofRange, value);
  return undefined;
}
