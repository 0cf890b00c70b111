/**
 * Which services run.
 */
import { existsSync } from "node:fs";
import type { BeaconEvent, Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { beaconModule, beaconSettings, getDict, getString, isDict, isTruthy, pythonStr } from "@salt/core";
import { plainNumber, remembered } from "./parts/settings.js";

export const service = beaconModule("service", {
  doc: "Tells whether services run: at every look, or with `onchangeonly` when that has changed, `delay` seconds later.",
  fault: (config) => {
    const services = beaconSettings(config).get("services");
    if (services === undefined) return "Configuration for service beacon requires services.";
    if (!isDict(services)) return "Services configuration item for service beacon must be a dictionary.";
    return [...services.values()].every(isDict)
      ? undefined
      : "Configuration for service beacon must be a list of dictionaries.";
  },
  look: async (config, context) => {
    const events: BeaconEvent[] = [];
    const last = remembered(config, context, "last");
    for (const [name, given] of getDict(beaconSettings(config), "services") ?? []) {
      const settings = isDict(given) ? given : new Map<Value, Value>();
      const state = await stateOf(pythonStr(name), settings, context);
      if (isToTell(last, name, state, settings)) {
        events.push(
          new Map<Value, Value>([
            [name, state],
            ["service_name", name],
            ["tag", name],
          ]),
        );
      }
    }
    return events;
  },
});

async function stateOf(name: string, settings: Dict, context: ExecutionContext): Promise<Dict> {
  const running = await context.call("service.status", [name]);
  const state: MutableDict = new Map([["running", running]]);
  const pidFile = getString(settings, "uncleanshutdown");
  if (pidFile !== undefined && !isTruthy(running)) state.set("uncleanshutdown", existsSync(pidFile));
  return state;
}

/** What is remembered of a service: whether it ran, and since when that waits to be told, in milliseconds. */
function isToTell(last: MutableDict, name: Value, state: Dict, settings: Dict): boolean {
  if (settings.get("onchangeonly") !== true) return true;
  const running = state.get("running") ?? null;
  const before = last.get(name);
  const delay = plainNumber(settings.get("delay") ?? 0);
  const remember = (since: number | null): unknown =>
    last.set(
      name,
      new Map<Value, Value>([
        ["running", running],
        ["since", since],
      ]),
    );
  if (!isDict(before) || before.get("running") !== running) {
    const isQuiet = before === undefined && !isTruthy(settings.get("emitatstartup") ?? true);
    remember(!isQuiet && delay > 0 ? Date.now() : null);
    return !isQuiet && !(delay > 0);
  }
  const since = before.get("since");
  if (typeof since !== "number" || Math.round((Date.now() - since) / 1000) <= delay) return false;
  remember(null);
  return true;
}
