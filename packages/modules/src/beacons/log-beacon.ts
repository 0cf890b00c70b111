/**
 * Lines of a log file.
 */
import type { BeaconEvent, Dict } from "@salt/core";
import {
  beaconModule,
  beaconSettings,
  get,
  getDict,
  getString,
  isTruthy,
  PatternError,
  PythonRegex,
  pythonStr,
} from "@salt/core";
import { splitLines } from "../text/lines.js";
import { newBytes } from "./parts/growing-file.js";
import { remembered } from "./parts/settings.js";

export const logBeacon = beaconModule("log_beacon", {
  doc: "Tells of new lines of a file that one of the expressions in `tags` fits from their start on.",
  virtualName: "log",
  fault: (config) =>
    beaconSettings(config).has("file") ? undefined : "Configuration for log beacon must contain file option.",
  look: (config, context) => {
    const settings = beaconSettings(config);
    const text = newBytes(getString(settings, "file") ?? "", remembered(config, context, "place"));
    if (text === undefined || text.length === 0) return [];
    const { patterns, events } = patternsOf(getDict(settings, "tags") ?? new Map());
    for (const line of splitLines(text.toString("utf8"))) {
      for (const [tag, pattern] of patterns) {
        if (pattern.match(line)) events.push({ tag, match: "yes", raw: line, error: "" });
      }
    }
    return events;
  },
});

/** The expressions by tag, and an event for each that is none. */
function patternsOf(tags: Dict): {
  readonly patterns: ReadonlyMap<string, PythonRegex>;
  readonly events: BeaconEvent[];
} {
  const patterns = new Map<string, PythonRegex>();
  const events: BeaconEvent[] = [];
  for (const [name, given] of tags) {
    const [tag, regex] = [pythonStr(name), get(given, "regex")];
    if (!isTruthy(regex ?? null)) continue;
    try {
      patterns.set(tag, new PythonRegex(pythonStr(regex ?? "")));
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      events.push({ tag, match: "no", raw: "", error: "bad regex" });
    }
  }
  return { patterns, events };
}
