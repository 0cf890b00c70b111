/**
 * The watches that beacons hold from look to look.
 */
import type { BeaconConfig, ExecutionContext } from "@salt/core";
import { beaconSettings, getString } from "@salt/core";
import { FileWatch } from "./file-watch.js";

/** The watch of a beacon, made at its first look. */
export function watchOf(config: BeaconConfig, { memory }: ExecutionContext): FileWatch {
  const key = keyOf(config);
  const known = memory.get(key);
  if (known instanceof FileWatch) return known;
  const fresh = new FileWatch();
  memory.set(key, fresh);
  return fresh;
}

/** Ends the watch of a beacon. */
export function closeWatch(config: BeaconConfig, { memory }: ExecutionContext): void {
  const known = memory.get(keyOf(config));
  if (known instanceof FileWatch) known.close();
  memory.delete(keyOf(config));
}

function keyOf(config: BeaconConfig): string {
  return `watch of beacon ${getString(beaconSettings(config), "_beacon_name") ?? ""}`;
}
