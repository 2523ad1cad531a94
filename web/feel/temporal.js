// Dates, times and durations as FEEL has them: proleptic Gregorian, years up to nine digits, nanoseconds, an offset or
// a named zone that is kept. JavaScript's own Date knows none of these.
//
// Source: DMN 1.5, 10.3.2.3; XML Schema Part 2, 3.2.6-3.2.9.
export class CalendarDate {
  constructor(year, month, day) {
    Object.assign(this, { year, month, day });
    Object.freeze(this);
  }
}

export class Time {
  constructor(hour, minute, second, nano = 0, zone = null) {
    Object.assign(this, { hour, minute, second, nano, zone });
    Object.freeze(this);
  }
}

export class DateTime {
  constructor(date, time) {
    Object.assign(this, { date, time });
    Object.freeze(this);
  }
  get zone() {
    return this.time.zone;
  }
}

export class MonthDuration {
  constructor(months) {
    this.months = months;
    Object.freeze(this);
  }
}

export class DayDuration {
  constructor(nanos) {
    this.nanos = nanos; // a BigInt
    Object.freeze(this);
  }
}

export const SECOND = 1_000_000_000n;
export const DAY = 86_400n * SECOND;
const MAX_YEAR = 999_999_999;
export const MIDNIGHT = new Time(0, 0, 0);
export const UTC = Object.freeze({ offset: 0 });

// Howard Hinnant's days_from_civil and its inverse; exact in doubles for nine-digit years.
export function dayNumber({ year, month, day }) {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

export function dateOfNumber(number) {
  const z = number + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return makeDate(year, month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1);
}

export function daysInMonth(year, month) {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function makeDate(year, month, day) {
  const whole = [year, month, day].every(Number.isInteger);
  if (!whole || Math.abs(year) > MAX_YEAR || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return new CalendarDate(year, month, day);
}

export function makeTime(hour, minute, second, nano = 0, zone = null) {
  const whole = [hour, minute, second, nano].every(Number.isInteger);
  if (!whole || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  if (zone && zone.offset !== undefined && Math.abs(zone.offset) > 18 * 3600) return null;
  return new Time(hour, minute, second, nano, zone);
}

const DATE = /^(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+\-/]+)?$/;

export function parseDate(text) {
  const found = DATE.exec(text);
  if (!found) return null;
  return makeDate(Number(found[1] + found[2]), Number(found[3]), Number(found[4]));
}

function parseZone(text) {
  if (!text) return null;
  if (text === "Z") return UTC;
  if (text.startsWith("@")) {
    const id = text.slice(1);
    return isZone(id) ? { id } : undefined;
  }
  const [hours, minutes, seconds = 0] = text.slice(1).split(":").map(Number);
  if (minutes > 59 || seconds > 59) return undefined;
  return { offset: (text[0] === "-" ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds) };
}

export function parseTime(text) {
  const found = TIME.exec(text);
  if (!found) return null;
  const zone = parseZone(found[5]);
  if (zone === undefined) return null;
  const nano = found[4] ? Number(found[4].slice(0, 9).padEnd(9, "0")) : 0;
  return makeTime(Number(found[1]), Number(found[2]), Number(found[3]), nano, zone);
}

export function parseDateTime(text) {
  const at = text.indexOf("T");
  if (at < 0) return null;
  const date = parseDate(text.slice(0, at));
  let clock = text.slice(at + 1);
  // The end of a day is the beginning of the next one.
  const isMidnight = /^24:00:00(\.0+)?(?=$|[Z+\-@])/.test(clock);
  if (isMidnight) clock = clock.replace(/^24/, "00");
  const time = parseTime(clock);
  if (!date || !time) return null;
  return new DateTime(isMidnight ? dateOfNumber(dayNumber(date) + 1) : date, time);
}

const MONTHS = /^(-?)P(?:(\d+)Y)?(?:(\d+)M)?$/;
const DAYS = /^(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?$/;

export function parseDuration(text) {
  if (/[PT]$/.test(text)) return null;
  let found = MONTHS.exec(text);
  if (found) {
    const months = Number(found[2] ?? 0) * 12 + Number(found[3] ?? 0);
    return Number.isSafeInteger(months) ? new MonthDuration(found[1] ? 0 - months : months) : null;
  }
  found = DAYS.exec(text);
  if (!found) return null;
  const [days, hours, minutes, seconds] = found.slice(2, 6).map((part) => BigInt(part ?? 0));
  const nanos = BigInt((found[6] ?? "").slice(0, 9).padEnd(9, "0"));
  const total = days * DAY + (hours * 3600n + minutes * 60n + seconds) * SECOND + nanos;
  return new DayDuration(found[1] ? -total : total);
}

// What `@"…"` means: the first reading that fits.
export function parseTemporal(text) {
  return parseDate(text) ?? parseTime(text) ?? parseDateTime(text) ?? parseDuration(text);
}

const formats = new Map();

function format(id) {
  if (!formats.has(id)) {
    formats.set(
      id,
      new Intl.DateTimeFormat("en-US", {
        timeZone: id,
        hourCycle: "h23",
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
        second: "numeric",
        era: "short",
      }),
    );
  }
  return formats.get(id);
}

function isZone(id) {
  try {
    format(id);
    return true;
  } catch {
    return false;
  }
}

function zoneOffset(id, localSeconds) {
  const offsetAt = (seconds) => {
    const parts = {};
    for (const { type, value } of format(id).formatToParts(new Date(seconds * 1000))) parts[type] = value;
    const year = parts.era === "BC" ? 1 - Number(parts.year) : Number(parts.year);
    const date = { year, month: Number(parts.month), day: Number(parts.day) };
    const shown = dayNumber(date) * 86400 + Number(parts.hour) * 3600 + Number(parts.minute) * 60 + Number(parts.second);
    return shown - seconds;
  };
  const bounded = Math.max(-8e12, Math.min(8e12, localSeconds));
  return offsetAt(bounded - offsetAt(bounded));
}

// Seconds east of UTC, or null when the value says nothing about its zone.
export function offsetOf(value) {
  const { zone } = value;
  if (!zone) return null;
  if (zone.offset !== undefined) return zone.offset;
  const date = value instanceof DateTime ? value.date : { year: 1970, month: 1, day: 1 };
  const time = value instanceof DateTime ? value.time : value;
  return zoneOffset(zone.id, dayNumber(date) * 86400 + time.hour * 3600 + time.minute * 60 + time.second);
}

export function nanosOfDay(time) {
  return BigInt(time.hour * 3600 + time.minute * 60 + time.second) * SECOND + BigInt(time.nano);
}

// A position on one line: nanoseconds since 1970, in UTC where the zone is known, else as the clock shows.
export function instant(value) {
  if (value instanceof CalendarDate) return BigInt(dayNumber(value)) * DAY;
  if (value instanceof Time) return nanosOfDay(value) - BigInt(offsetOf(value) ?? 0) * SECOND;
  return BigInt(dayNumber(value.date)) * DAY + nanosOfDay(value.time) - BigInt(offsetOf(value) ?? 0) * SECOND;
}

export function floorDivide(a, b) {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

export function timeOfNanos(nanos, zone) {
  const within = ((nanos % DAY) + DAY) % DAY;
  const seconds = Number(within / SECOND);
  return new Time(Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, Number(within % SECOND), zone);
}

export function addMonths(value, months) {
  const date = value instanceof DateTime ? value.date : value;
  const count = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  const moved = makeDate(year, month, Math.min(date.day, daysInMonth(year, month)));
  return moved && (value instanceof DateTime ? new DateTime(moved, value.time) : moved);
}

export function addNanos(value, nanos) {
  if (value instanceof Time) return timeOfNanos(nanosOfDay(value) + nanos, value.zone);
  if (value instanceof CalendarDate) {
    return dateOfNumber(Number(floorDivide(BigInt(dayNumber(value)) * DAY + nanos, DAY)));
  }
  const total = BigInt(dayNumber(value.date)) * DAY + nanosOfDay(value.time) + nanos;
  const date = dateOfNumber(Number(floorDivide(total, DAY)));
  return date && new DateTime(date, timeOfNanos(total, value.zone));
}

// Whole months from one date to another, towards zero.
export function monthsBetween(from, to) {
  const [a, b] = [from, to].map((value) => (value instanceof DateTime ? value.date : value));
  let months = (b.year - a.year) * 12 + b.month - a.month;
  if (months > 0 && b.day < a.day) months -= 1;
  if (months < 0 && b.day > a.day) months += 1;
  return months;
}

const two = (number) => String(number).padStart(2, "0");

function writeDate({ year, month, day }) {
  return `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

function fraction(nano) {
  return nano ? `.${String(nano).padStart(9, "0").replace(/0+$/, "")}` : "";
}

function writeTime({ hour, minute, second, nano, zone }) {
  const clock = `${two(hour)}:${two(minute)}:${two(second)}${fraction(nano)}`;
  if (!zone) return clock;
  if (zone.id) return `${clock}@${zone.id}`;
  if (zone.offset === 0) return `${clock}Z`;
  const off = Math.abs(zone.offset);
  const seconds = off % 60 ? `:${two(off % 60)}` : "";
  return `${clock}${zone.offset < 0 ? "-" : "+"}${two(Math.floor(off / 3600))}:${two(Math.floor(off / 60) % 60)}${seconds}`;
}

function writeMonths({ months }) {
  const count = Math.abs(months);
  if (!count) return "P0M";
  const [years, rest] = [Math.floor(count / 12), count % 12];
  return `${months < 0 ? "-" : ""}P${years ? `${years}Y` : ""}${rest ? `${rest}M` : ""}`;
}

function writeDays({ nanos }) {
  if (nanos === 0n) return "PT0S";
  const count = nanos < 0n ? -nanos : nanos;
  const seconds = (count / SECOND) % 60n;
  const nano = Number(count % SECOND);
  const [days, hours, minutes] = [count / DAY, (count / (3600n * SECOND)) % 24n, (count / (60n * SECOND)) % 60n];
  const clock = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${seconds || nano ? `${seconds}${fraction(nano)}S` : ""}`;
  return `${nanos < 0n ? "-" : ""}P${days ? `${days}D` : ""}${clock ? `T${clock}` : ""}`;
}

export function write(value) {
  if (value instanceof CalendarDate) return writeDate(value);
  if (value instanceof Time) return writeTime(value);
  if (value instanceof DateTime) return `${writeDate(value.date)}T${writeTime(value.time)}`;
  if (value instanceof MonthDuration) return writeMonths(value);
  return writeDays(value);
}
