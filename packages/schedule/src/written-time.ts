/**
 * Times as people write them: `5:00pm`, `Monday 5:00pm`, `2026-11-22 10:00`, `12/31/2026 5pm`, `Nov 22 2026`.
 *
 * What is left out is filled in as dateutil does it, which Salt reads such texts with: the date is today's, the time
 * midnight, and a day of the week is its next one, today included.
 */

/** A time of which anything may be left out. Numbers as people count them: months from 1. */
export interface WrittenTime {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  /** 0 is Sunday. */
  readonly weekday?: number | undefined;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Minutes that the zone is ahead of UTC; local time when absent. */
  readonly zone?: number | undefined;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTH = `(${MONTHS.join("|")})[a-z]*\\.?`;
const TIME = /(?<![\d:])(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(?:([ap])\.?m\b\.?)?/gi;
const ZONE = /^\s*(?:(z|utc|gmt)\b|([+-])(\d{2}):?(\d{2})\b)/i;
const FILLERS = /^(?:[\s,.]|t\b|at\b|on\b|of\b|and\b|st\b|nd\b|rd\b|th\b)*$/i;
const MAX_LENGTH = 100;
const DAY_MS = 86_400_000;

/** Reads a time; undefined for a text that is none. */
export function readTime(text: string): WrittenTime | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const date = takeDate(text);
  const day = takeWeekday(date.rest);
  const time = takeTime(day.rest);
  if (time === undefined || !FILLERS.test(time.rest)) return undefined;
  const isEmpty = date.month === undefined && day.weekday === undefined && time.isAbsent;
  const { year, month, day: dayOfMonth } = date;
  const { hour, minute, second, zone } = time;
  const read = { year, month, day: dayOfMonth, weekday: day.weekday, hour, minute, second, zone };
  return isEmpty || !isPossible(read) ? undefined : read;
}

/** The time that is meant at a moment (both in ms since 1970). */
export function resolveTime(time: WrittenTime, now: number): number {
  const today = new Date(now);
  const year = time.year ?? today.getFullYear();
  const month = (time.month ?? today.getMonth() + 1) - 1;
  const at = new Date(year, month, time.day ?? today.getDate(), time.hour, time.minute, time.second);
  if (time.weekday !== undefined && time.day === undefined) {
    at.setDate(at.getDate() + ((time.weekday - at.getDay() + 7) % 7));
  }
  if (time.zone === undefined) return at.getTime();
  const parts = [at.getFullYear(), at.getMonth(), at.getDate(), time.hour, time.minute, time.second] as const;
  return Date.UTC(...parts) - time.zone * 60_000;
}

/** The first such time that is not before a moment: without a date it comes back each day, or each week. */
export function nextTime(time: WrittenTime, from: number): number | undefined {
  const at = resolveTime(time, from);
  if (at >= from) return at;
  if (time.month !== undefined || time.year !== undefined) return undefined;
  const later = new Date(from);
  later.setDate(later.getDate() + 1);
  const next = resolveTime(time, Math.max(later.setHours(0, 0, 0, 0), from));
  return next >= from ? next : resolveTime(time, from + DAY_MS);
}

interface TakenDate {
  readonly rest: string;
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
}

/** The order of the numbers in each way of writing a date. */
const DATES: readonly (readonly [RegExp, readonly ("year" | "month" | "day")[]])[] = [
  [/(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/, ["year", "month", "day"]],
  [/(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?!\d)/, ["month", "day", "year"]],
  [/(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)/, ["year", "month", "day"]],
  [
    new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])(?:,?\\s+(\\d{4})\\b)?`, "i"),
    ["month", "day", "year"],
  ],
  [
    new RegExp(`\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+${MONTH}(?:,?\\s+(\\d{4})\\b)?`, "i"),
    ["day", "month", "year"],
  ],
];

function takeDate(text: string): TakenDate {
  for (const [pattern, order] of DATES) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const found: { year?: number; month?: number; day?: number } = {};
    for (const [at, part] of order.entries()) {
      const word = match[at + 1];
      if (word !== undefined) found[part] = part === "month" ? monthOf(word) : Number(word);
    }
    const { year, month = 0, day = 0 } = found;
    if (year !== undefined && year < 100) found.year = 2000 + year;
    // 31/12/2026 can only be meant the other way round.
    const isTurned = order[0] === "month" && month > 12 && day <= 12;
    return {
      ...found,
      ...(isTurned ? { month: day, day: month } : {}),
      rest: `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`,
    };
  }
  return { rest: text };
}

function monthOf(word: string): number {
  const named = MONTHS.indexOf(word.slice(0, 3).toLowerCase());
  return named >= 0 ? named + 1 : Number(word);
}

function takeWeekday(text: string): { readonly rest: string; readonly weekday: number | undefined } {
  const match = /\b(sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?\b\.?/i.exec(text);
  if (match === null) return { rest: text, weekday: undefined };
  const weekday = WEEKDAYS.indexOf(match[0].slice(0, 3).toLowerCase());
  return { rest: `${text.slice(0, match.index)} ${text.slice(match.index + match[0].length)}`, weekday };
}

interface TakenTime {
  readonly rest: string;
  readonly isAbsent: boolean;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly zone: number | undefined;
}

function takeTime(text: string): TakenTime | undefined {
  const matches = [...text.matchAll(TIME)].filter(([, , minute, , half]) => minute ?? half);
  if (matches.length > 1) return undefined;
  const [match] = matches;
  if (match === undefined)
    return { rest: text, isAbsent: true, hour: 0, minute: 0, second: 0, zone: undefined };
  const [whole, hours = "", minute = "0", second = "0", half] = match;
  const hour = Number(hours);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const shift = half === undefined ? hour : (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  const after = text.slice(match.index + whole.length);
  const zone = ZONE.exec(after);
  return {
    rest: `${text.slice(0, match.index)} ${after.slice(zone?.[0].length ?? 0)}`,
    isAbsent: false,
    hour: shift,
    minute: Number(minute),
    second: Number(second),
    zone: zone === null ? undefined : zoneOf(zone),
  };
}

function zoneOf([, universal, sign, hours = "0", minutes = "0"]: RegExpExecArray): number {
  if (universal !== undefined) return 0;
  const minute = Number(hours) * 60 + Number(minutes);
  return sign === "-" ? -minute : minute;
}

function isPossible({ year, month, day, hour, minute, second }: WrittenTime): boolean {
  if (hour > 23 || minute > 59 || second > 59) return false;
  if (month !== undefined && (month < 1 || month > 12)) return false;
  if (day === undefined) return true;
  // 2024 had a 29th of February: a date without a year may mean one.
  return day >= 1 && day <= new Date(year ?? 2024, month ?? 1, 0).getDate();
}
