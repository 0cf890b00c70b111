/**
 * Changes of files and directories.
 */
import type { BeaconEvent, ExecutionContext, Value } from "@salt/core";
import {
  beaconModule,
  beaconSettings,
  get,
  getDict,
  getList,
  isDict,
  isTruthy,
  PatternError,
  PythonRegex,
  pythonStr,
} from "@salt/core";
import type { Change } from "./parts/file-watch.js";
import { inotifyFault, SEEN_AS } from "./parts/inotify-config.js";
import { closeWatch, watchOf } from "./parts/watches.js";

const DEFAULT_MASK: readonly Value[] = ["create", "delete", "modify"];

export const inotify = beaconModule("inotify", {
  doc: "Tells of changes of `files` and of what lies in directories; `mask` says which changes, `recurse` and `auto_add` how deep it looks, `exclude` what it leaves out.",
  fault: inotifyFault,
  look: (config, context) => {
    const settings = beaconSettings(config);
    const files = new Map(
      [...(getDict(settings, "files") ?? [])].map(([path, how]) => [pythonStr(path), how]),
    );
    const watch = watchOf(config, context);
    const events = watch.taken().flatMap((change) => eventsOf(change, files, context));
    watch.wish(
      [...files].map(([path, how]) => ({
        path,
        recurses: isTruthy(get(how, "recurse") ?? false),
        follows: isTruthy(get(how, "auto_add") ?? false),
      })),
    );
    return settings.get("coalesce") === true ? unique(events) : events;
  },
  close: closeWatch,
});

function eventsOf(
  change: Change,
  files: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): readonly (BeaconEvent & { readonly path: string; readonly change: string })[] {
  const how = files.get(above(change.watched, files)) ?? null;
  const mask = getList(how, "mask") ?? DEFAULT_MASK;
  const name = SEEN_AS[change.kind].find((word) => mask.includes(word));
  if (name === undefined || isExcluded(change.path, how, context)) return [];
  const kind = `IN_${name.toUpperCase()}${change.isDirectory ? "|IN_ISDIR" : ""}`;
  return [{ tag: change.watched, path: change.path, change: kind }];
}

/** The configured path that a watched one belongs to. */
function above(path: string, files: ReadonlyMap<string, Value>): string {
  const found = [...files.keys()].filter(
    (one) => path === one || path.startsWith(`${one.replace(/\/$/, "")}/`),
  );
  return found.sort((one, other) => other.length - one.length)[0] ?? "";
}

function isExcluded(path: string, how: Value, context: ExecutionContext): boolean {
  return (getList(how, "exclude") ?? []).some((item) => {
    const [first] = isDict(item) ? [...item] : [[item, null] as const];
    const wanted = pythonStr(first?.[0] ?? "");
    if (isDict(item) && isTruthy(get(first?.[1], "regex") ?? false)) return fits(wanted, path, context);
    return wanted.includes("*") ? fits(globPattern(wanted), path, context) : path.startsWith(wanted);
  });
}

/** A shell pattern as an expression; `*` goes over slashes here. */
function globPattern(glob: string): string {
  const parts = [...glob].map((one) => (one === "*" ? ".*" : one === "?" ? "." : `\\x${hex(one)}`));
  return `^${parts.join("")}$`;
}

function hex(letter: string): string {
  return letter.codePointAt(0)?.toString(16).padStart(2, "0") ?? "";
}

function fits(pattern: string, path: string, context: ExecutionContext): boolean {
  try {
    return new PythonRegex(pattern).search(path);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    context.log.warn({ pattern }, "An expression that a beacon excludes is none");
    return false;
  }
}

function unique<T extends BeaconEvent & { readonly path: string; readonly change: string }>(
  events: readonly T[],
): readonly T[] {
  return [...new Map(events.map((event) => [`${event.change} ${event.path}`, event])).values()];
}
