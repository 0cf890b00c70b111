/**
 * The attributes and methods of times and dates.
 */
import { float, strftime } from "@salt/core";
import { PyDate } from "../value/date.js";
import { bind, signature } from "../value/signature.js";
import { ABSENT, type Kwargs, PyFunction, type Val } from "../value/types.js";
import { int, text } from "./arguments.js";

const FIELDS: Readonly<Record<string, (date: Date) => number>> = {
  year: (date) => date.getUTCFullYear(),
  month: (date) => date.getUTCMonth() + 1,
  day: (date) => date.getUTCDate(),
  hour: (date) => date.getUTCHours(),
  minute: (date) => date.getUTCMinutes(),
  second: (date) => date.getUTCSeconds(),
  microsecond: (date) => date.getUTCMilliseconds() * 1000,
};
const REPLACE = signature(
  "replace(year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None)",
);

function replaced(date: Date, args: readonly Val[], kwargs: Kwargs): Date {
  const wanted = bind(REPLACE, args, kwargs);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, micro = 0] = Object.values(
    FIELDS,
  ).map((field, index) => {
    const value = wanted[index];
    return value === null || value === undefined ? field(date) : int(value);
  });
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second, micro / 1000));
}

function isoFormat(date: Date, separator = "T"): string {
  const fraction = date.getUTCMilliseconds() === 0 ? "" : `.${strftime(date, "%f")}`;
  return strftime(date, `%Y-%m-%d${separator}%H:%M:%S`) + fraction;
}

/** An attribute of a time, or ABSENT. */
export function dateAttribute(date: Date, name: string): Val {
  const field = FIELDS[name];
  if (field !== undefined) return field(date);
  const call = (run: (args: readonly Val[], kwargs: Kwargs) => Val): PyFunction => new PyFunction(name, run);
  switch (name) {
    case "strftime":
      return call((args) => strftime(date, text(args[0])));
    case "isoformat":
      return call((args) => isoFormat(date, args.length > 0 ? text(args[0]) : "T"));
    case "timestamp":
      return call(() => float(date.getTime() / 1000));
    case "weekday":
      return call(() => (date.getUTCDay() + 6) % 7);
    case "isoweekday":
      return call(() => date.getUTCDay() || 7);
    case "date":
      return call(() => new PyDate(date));
    case "replace":
      return call((args, kwargs) => replaced(date, args, kwargs));
    case "tzinfo":
      return null;
    default:
      return ABSENT;
  }
}

/** An attribute of a date without a time, or ABSENT. */
export function dayAttribute(date: Date, name: string): Val {
  const time = new Set(["hour", "minute", "second", "microsecond", "timestamp", "tzinfo", "date"]);
  if (time.has(name)) return ABSENT;
  if (name === "isoformat") return new PyFunction(name, () => strftime(date, "%Y-%m-%d"));
  if (name === "replace")
    return new PyFunction(name, (args, kwargs) => new PyDate(replaced(date, args, kwargs)));
  return dateAttribute(date, name);
}
