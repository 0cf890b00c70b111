/**
 * `file.retention_schedule`: keeps some of many backups.
 */
import { lstatSync, readdirSync } from "node:fs";
import type { Value } from "@salt/core";
import { isInt, isTrial, maybe, needed, pythonStr, SaltInvocationError, strptime } from "@salt/core";
import { isDirectory, joinPaths } from "../../execution/file-functions/paths.js";
import { done, failed, fileState, pathOf, planned } from "./answer.js";

export const retentionStates = {
  retention_schedule: fileState({
    doc: "Removes the files of a directory that a schedule does not keep.",
    params: {
      name: needed.str("The directory."),
      retain: needed.dict(
        "How many to keep, or `all`, by rule: most_recent, first_of_hour, first_of_day, first_of_week, first_of_month, first_of_year.",
      ),
      strptime_format: maybe.str(
        null,
        "How names tell the time; the time of the last change where not given.",
      ),
      timezone: maybe.any(null, "Not taken: times are those of the machine."),
    },
    run: async (args, context) => {
      const name = pathOf(args.name, "retention_schedule");
      if (args.timezone !== null)
        throw new SaltInvocationError("Times are those of the machine: 'timezone' cannot be given");
      if (!isDirectory(name)) return failed(name, "Name provided to file.retention must be a directory");
      const all = ["..", ".", ...readdirSync(name)];
      const timed = all.flatMap((file) => {
        const time = timeOf(name, file, args.strptime_format);
        return time === undefined ? [] : [{ file, time }];
      });
      const kept = new Set(
        [...args.retain].flatMap(([rule, count]) => keptBy(pythonStr(rule), count, timed)),
      );
      const files = timed.map(({ file }) => file);
      const deleted = descending(files.filter((file) => !kept.has(file)));
      const ignored = descending(all.filter((file) => !files.includes(file)));
      const changes = deleted.length > 0 ? { retained: descending([...kept]), deleted, ignored } : {};
      if (isTrial(context)) {
        const comment = `${deleted.length} backups would have been removed from ${name}.\n`;
        return deleted.length > 0 ? planned(name, comment, changes) : done(name, comment);
      }
      for (const file of deleted) await context.call("file.remove", [joinPaths(name, file)]);
      return done(name, `${deleted.length} backups were removed from ${name}.\n`, changes);
    },
  }),
};

/** A file and when it is from. */
interface TimedFile {
  readonly file: string;
  readonly time: Date;
}

function timeOf(directory: string, file: string, format: string | null): Date | undefined {
  if (format !== null && format !== "") return strptime(file, format);
  if (file === "." || file === "..") return undefined;
  return lstatSync(joinPaths(directory, file), { throwIfNoEntry: false })?.mtime;
}

function descending(names: readonly string[]): readonly string[] {
  return [...names].sort((left, right) => (left < right ? 1 : -1));
}

const MS_PER_DAY = 86_400_000;

/** The week of a year as ISO counts them. */
function weekOf(time: Date): number {
  const thursday = new Date(
    time.getFullYear(),
    time.getMonth(),
    time.getDate() + 3 - ((time.getDay() + 6) % 7),
  );
  const first = new Date(thursday.getFullYear(), 0, 4);
  return (
    1 +
    Math.round(
      (thursday.getTime() - first.getTime()) / MS_PER_DAY / 7 - 3 / 7 + ((first.getDay() + 6) % 7) / 7,
    )
  );
}

/** What the files of one group have in common, by rule. */
const GROUPS: ReadonlyMap<string, (time: Date) => readonly number[]> = new Map([
  ["first_of_year", (time) => [time.getFullYear()]],
  ["first_of_month", (time) => [time.getFullYear(), time.getMonth()]],
  ["first_of_week", (time) => [time.getFullYear(), weekOf(time)]],
  ["first_of_day", (time) => [time.getFullYear(), time.getMonth(), time.getDate()]],
  ["first_of_hour", (time) => [time.getFullYear(), time.getMonth(), time.getDate(), time.getHours()]],
  ["most_recent", (time) => [time.getTime()]],
]);

/** The first file of each of the latest groups. */
function keptBy(rule: string, given: Value, files: readonly TimedFile[]): readonly string[] {
  const groupOf = GROUPS.get(rule);
  if (groupOf === undefined) throw new SaltInvocationError(`There is no rule '${rule}' to keep files by`);
  const count = given === "all" ? files.length + 1 : Number(isInt(given) ? given : pythonStr(given));
  const groups = new Map<string, { readonly key: readonly number[]; first: TimedFile }>();
  for (const one of files) {
    const key = groupOf(one.time);
    const found = groups.get(key.join());
    if (found === undefined || one.time < found.first.time) groups.set(key.join(), { key, first: one });
  }
  const latest = [...groups.values()].sort((left, right) => compare(right.key, left.key));
  // Salt keeps one week more than it is asked for.
  return latest.slice(0, rule === "first_of_week" ? count + 1 : count).map(({ first }) => first.file);
}

function compare(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((number, index) => number !== right[index]);
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}
