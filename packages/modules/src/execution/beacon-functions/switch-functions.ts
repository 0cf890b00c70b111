/**
 * Functions that switch beacons on and off, all of them or one.
 */
import type { Dict, ExecutionContext } from "@salt/core";
import { beaconSettings, fn, getDict, getString, isDict, isList, isTruthy, needed } from "@salt/core";
import type { Keywords } from "./ask-beacons.js";
import { ask, configured, isTest, told, unanswered } from "./ask-beacons.js";

export const switchFunctions = {
  enable: switchAll(true),
  disable: switchAll(false),
  enable_beacon: switchOne(true),
  disable_beacon: switchOne(false),
};

function switchAll(isOn: boolean) {
  const word = isOn ? "enable" : "disable";
  const title = isOn ? "Enabled" : "Disabled";
  return fn({
    doc: isOn ? "Lets the beacons of the minion look again." : "Lets none of the minion's beacons look.",
    examples: [`salt '*' beacons.${word}`],
    varkw: "kwargs",
    run: async (_args, context, { kwargs }) => {
      if (isTest(kwargs)) return told(`Beacons would be ${word}d.`, true);
      const answer = await ask(context, { func: word });
      if (answer === undefined) return unanswered(`beacon ${word}d complete`);
      return getDict(answer, "beacons")?.get("enabled") === isOn
        ? told(`${title} beacons on minion.`, true)
        : told(`Failed to ${word} beacons on minion.`, false);
    },
  });
}

function switchOne(isOn: boolean) {
  const word = isOn ? "enable" : "disable";
  return fn({
    doc: isOn ? "Lets a beacon look again." : "Keeps a beacon from looking.",
    examples: [`salt '*' beacons.${word}_beacon ps`],
    params: { name: needed.str("The beacon's name.") },
    varkw: "kwargs",
    run: ({ name }, context, { kwargs }) => switchBeacon(name, isOn, context, kwargs),
  });
}

async function switchBeacon(
  name: string,
  isOn: boolean,
  context: ExecutionContext,
  kwargs: Keywords,
): Promise<Dict> {
  if (name === "") return told("Beacon name is required.", false);
  // What Salt says of a trial to switch one off speaks of all.
  if (isTest(kwargs))
    return told(isOn ? `Beacon ${name} would be enabled.` : "Beacons would be disabled.", true);
  if ((await configured(context, kwargs))?.has(name) !== true) {
    return told(`Beacon ${name} is not currently configured.`, false);
  }
  const word = isOn ? "enable" : "disable";
  const answer = await ask(context, { func: `${word}_beacon`, name });
  if (answer === undefined) return unanswered(`beacon ${word}d complete`);
  if (!isTruthy(answer.get("complete") ?? null)) return told(getString(answer, "comment") ?? "", false);
  const now = getDict(answer, "beacons")?.get(name);
  const settings = isList(now) ? beaconSettings(now) : isDict(now) ? now : new Map();
  const isDone = settings.has("enabled") && isTruthy(settings.get("enabled")) === isOn;
  if (isDone) return told(`${isOn ? "Enabled" : "Disabled"} beacon ${name} on minion.`, true);
  return told(
    isOn ? `Failed to enable beacon ${name} on minion.` : "Failed to disable beacon on minion.",
    false,
  );
}
