/**
 * Changes in directories, with the settings of Python's watchdog.
 */
import type { BeaconConfig, BeaconEvent, Value } from "@salt/core";
import { beaconModule, beaconSettings, get, getDict, getList, isDict, isList, pythonStr } from "@salt/core";
import type { Change } from "./parts/file-watch.js";
import { closeWatch, watchOf } from "./parts/watches.js";

const MASKS: readonly Value[] = ["create", "delete", "modify", "move"];
/** What changes are called in masks, and in events. */
const CALLED: Readonly<Record<Change["kind"], readonly [mask: string, change: string]>> = {
  create: ["create", "created"],
  delete: ["delete", "deleted"],
  modify: ["modify", "modified"],
  attrib: ["modify", "modified"],
  moved_to: ["move", "moved"],
  delete_self: ["delete", "deleted"],
};
const HEAD = "Configuration for watchdog beacon";

export const watchdog = beaconModule("watchdog", {
  doc: "Tells of changes in `directories`; `mask` says which: create, delete, modify, move.",
  fault,
  look: (config, context) => {
    const wanted = getDict(beaconSettings(config), "directories") ?? new Map<Value, Value>();
    const paths = [...wanted.keys()].map(pythonStr);
    const watch = watchOf(config, context);
    // It begins to watch at its first look, which finds nothing.
    watch.wish(paths.map((path) => ({ path, recurses: false, follows: false })));
    return watch.taken().flatMap((change): readonly BeaconEvent[] => {
      const [mask, called] = CALLED[change.kind];
      const masks = getList(wanted.get(change.watched), "mask") ?? MASKS;
      return masks.includes(mask) ? [{ tag: "watchdog", path: change.path, change: called }] : [];
    });
  },
  close: closeWatch,
});

function fault(config: BeaconConfig): string | undefined {
  const directories = beaconSettings(config).get("directories");
  if (directories === undefined) return `${HEAD} must include directories.`;
  if (!isDict(directories)) return `${HEAD} directories must be a dictionary.`;
  for (const how of directories.values()) {
    if (!isDict(how)) return `${HEAD} directory path must be a dictionary.`;
    const mask = get(how, "mask") ?? [];
    if (!isList(mask)) return `${HEAD} mask must be list.`;
    if (mask.some((word) => !MASKS.includes(word))) return `${HEAD} contains invalid mask`;
  }
  return undefined;
}
