/**
 * Which file system a path is on.
 */
import { realpathSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { get, needed } from "@salt/core";
import { fileFn } from "../file-functions/system-error.js";

const path = needed.str("The path.");

/** `get_mount_from_path` and `get_device_from_path`. */
export const pathFunctions = {
  get_mount_from_path: fileFn({
    doc: "Where the file system is mounted that a path is on.",
    examples: ["salt '*' mount.get_mount_from_path /opt/some/nested/path"],
    params: { path },
    run: (args) => mountOf(args.path),
  }),
  get_device_from_path: fileFn({
    doc: "The device of the file system that a path is on; null when it is not known.",
    examples: ["salt '*' mount.get_device_from_path /"],
    params: { path },
    run: async (args, context) => {
      const active = await context.call("mount.active");
      return get(get(active, mountOf(args.path)) ?? null, "device") ?? null;
    },
  }),
};

function mountOf(path: string): string {
  let place = resolve(path);
  for (; place !== "/"; place = dirname(place)) if (isMount(place)) break;
  return place;
}

/** A directory on another device than the one above it; as in Salt, a path that is missing is none. */
function isMount(path: string): boolean {
  const own = statSync(path, { throwIfNoEntry: false });
  if (own === undefined) return false;
  const real = realpathSync(path);
  const above = statSync(dirname(real));
  return real === path && (own.dev !== above.dev || own.ino === above.ino);
}
