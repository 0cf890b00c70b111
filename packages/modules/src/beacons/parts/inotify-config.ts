/**
 * The configuration of the beacon `inotify`: which masks there are, and which of them can be seen.
 */
import type { BeaconConfig, Value } from "@salt/core";
import { beaconSettings, isDict, isList, pythonStr } from "@salt/core";
import type { Change } from "./file-watch.js";

/** What a change is called: the first of these words that the mask has. Moves look like what they leave behind. */
export const SEEN_AS: Readonly<Record<Change["kind"], readonly string[]>> = {
  create: ["create", "moved_to"],
  delete: ["delete", "moved_from"],
  modify: ["modify", "close_write"],
  attrib: ["attrib"],
  moved_to: ["moved_to", "modify", "close_write"],
  delete_self: ["delete_self", "move_self"],
};
const SEEN: ReadonlySet<Value> = new Set(Object.values(SEEN_AS).flat());
/** Further words of Salt's. */
const UNSEEN: ReadonlySet<Value> = new Set([
  ...["access", "close_nowrite", "excl_unlink", "ignored", "oneshot", "onlydir", "open", "unmount"],
]);

const HEAD = "Configuration for inotify beacon";

/** What is wrong with a configuration; undefined for nothing. */
export function inotifyFault(config: BeaconConfig): string | undefined {
  const files = beaconSettings(config).get("files");
  if (files === undefined) return `${HEAD} must include files.`;
  if (!isDict(files)) return `${HEAD} invalid, files must be a dict.`;
  for (const how of files.values()) {
    const fault = pathFault(how);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function pathFault(how: Value): string | undefined {
  if (!isDict(how)) return `${HEAD} must be a list of dictionaries.`;
  if (!["mask", "recurse", "auto_add"].some((name) => how.has(name))) {
    return `${HEAD} must contain mask, recurse or auto_add items.`;
  }
  for (const name of ["auto_add", "recurse"]) {
    if (how.has(name) && typeof how.get(name) !== "boolean") return `${HEAD} ${name} must be boolean.`;
  }
  const mask = how.get("mask") ?? [];
  if (!isList(mask)) return `${HEAD} mask must be list.`;
  const wrong = mask.find((word) => !SEEN.has(word));
  if (wrong === undefined) return undefined;
  const word = pythonStr(wrong);
  return UNSEEN.has(wrong)
    ? `${HEAD} mask option ${word} cannot be seen here: only changes can.`
    : `${HEAD} invalid mask option ${word}.`;
}
