/**
 * One configured beacon, read.
 */
import type { Dict, Value } from "@salt/core";
import { beaconSettings, Float, isDict, isList, isTruthy } from "@salt/core";

/** What a beacon is to do, and when. */
export interface BeaconPlan {
  /** Its name in the configuration, which is part of its events' tags. */
  readonly name: string;
  /** The plugin that looks: the name, unless `beacon_module` says another. */
  readonly module: string;
  /** What the plugin gets; a list, unless somebody wrote something else, which the plugin's check refuses. */
  readonly config: Value;
  readonly isEnabled: boolean;
  /** Milliseconds between two looks; 0 looks every time. */
  readonly intervalMs: number;
  readonly runsOnce: boolean;
  readonly sparesStateRuns: boolean;
}

/** The switch of all beacons, which stands between them. */
export const SWITCH = "enabled";
/** What only the minion reads. */
const OWN_SETTINGS = ["interval", "disable_during_state_run"];

/** Reads the configuration of one beacon. */
export function readPlan(name: string, given: Value): BeaconPlan {
  const settings = isList(given) ? beaconSettings(given) : isDict(given) ? given : new Map<Value, Value>();
  const module = settings.get("beacon_module");
  return {
    name,
    module: typeof module === "string" && module !== "" ? module : name,
    config: isList(given) ? [...given.filter(isForPlugin), new Map([["_beacon_name", name]])] : given,
    isEnabled: !settings.has(SWITCH) || isTruthy(settings.get(SWITCH)),
    intervalMs: seconds(settings.get("interval")) * 1000,
    runsOnce: isTruthy(settings.get("run_once")),
    sparesStateRuns: isTruthy(settings.get("disable_during_state_run")),
  };
}

/** Whether the beacons as a whole are on. */
export function areOn(beacons: Dict): boolean {
  return !beacons.has(SWITCH) || isTruthy(beacons.get(SWITCH));
}

function isForPlugin(item: Value): boolean {
  return !isDict(item) || ![...OWN_SETTINGS, SWITCH].some((name) => item.has(name) && item.size === 1);
}

function seconds(value: Value | undefined): number {
  const number = value instanceof Float ? value.value : Number(value ?? 0);
  return Number.isFinite(number) && number > 0 ? number : 0;
}
