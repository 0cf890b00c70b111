/**
 * Jobs of the schedule made of keyword arguments.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, isDict, isList, pythonStr } from "@salt/core";
import { readTime } from "@salt/schedule";
import { PythonError } from "../../values/python-error.js";

/** Keyword arguments of a function. */
export type Keywords = ReadonlyMap<string, Value>;

/** A job, or what is wrong with its arguments. */
export type BuiltItem = { readonly job: Dict } | { readonly fault: string };

const UNITS = ["seconds", "minutes", "hours", "days"] as const;
const PLAIN = [
  ...[
    "range",
    "when",
    "once",
    "once_fmt",
    "cron",
    "returner",
    "after",
    "return_config",
    "return_kwargs",
    "until",
  ],
  ...["run_on_start", "skip_during_range", "run_after_skip_range"],
];

/** What is wrong with the combination of times; undefined when nothing is. */
export function timeConflict(kwargs: Keywords): "units" | "both" | undefined {
  const hasFixed = kwargs.has("when") || kwargs.has("cron");
  if (hasFixed && UNITS.some((unit) => kwargs.has(unit))) return "units";
  return kwargs.has("when") && kwargs.has("cron") ? "both" : undefined;
}

/** Makes a job of keyword arguments, with its fields in Salt's order. Throws PythonError (KeyError) without a function. */
export function buildItem(name: string, kwargs: Keywords): BuiltItem {
  const fun = kwargs.get("function");
  if (fun === undefined) throw new PythonError("KeyError", "'function'");
  const conflict = timeConflict(kwargs);
  if (conflict === "units") {
    return { fault: 'Unable to use "seconds", "minutes", "hours", or "days" with "when" or "cron" options.' };
  }
  if (conflict === "both") return { fault: 'Unable to use "when" and "cron" options together.  Ignoring.' };
  const { job_args: args, job_kwargs: named } = Object.fromEntries(kwargs);
  if (args !== undefined && !isList(args))
    return { fault: "job_args is not a list. please correct and try again." };
  if (named !== undefined && !isDict(named)) {
    return { fault: "job_kwargs is not a dict. please correct and try again." };
  }
  const when = kwargs.get("when");
  const odd = (isList(when) ? when : when === undefined ? [] : [when]).find(
    (time) => readTime(pythonStr(time)) === undefined,
  );
  if (odd !== undefined) return { fault: `Schedule item ${pythonStr(odd)} for "when" in invalid.` };
  return { job: assembled(name, fun, kwargs) };
}

function assembled(name: string, fun: Value, kwargs: Keywords): Dict {
  const job: MutableDict = new Map([["function", fun]]);
  const take = (...fields: readonly string[]): void => {
    for (const field of fields) {
      const value = kwargs.get(field);
      if (value !== undefined) job.set(field.replace(/^job_(args|kwargs)$/, "$1"), value);
    }
  };
  take(...UNITS, "return_job", "metadata", "job_args", "job_kwargs");
  job.set("maxrunning", kwargs.get("maxrunning") ?? 1);
  job.set("name", kwargs.get("name") ?? name);
  job.set("enabled", kwargs.get("enabled") ?? true);
  job.set("jid_include", kwargs.get("jid_include") ?? true);
  const splay = kwargs.get("splay");
  if (splay !== undefined) {
    job.set("splay", isDict(splay) ? dict({ start: splay.get("start"), end: splay.get("end") }) : splay);
  }
  take(...PLAIN);
  return job;
}
