/**
 * Entries of systemd's journal.
 */
import type { BeaconConfig, BeaconEvent, Dict, ExecutionContext, Value } from "@salt/core";
import { beaconModule, beaconSettings, getDict, getString, isDict, parseJson, pythonStr } from "@salt/core";
import { findProgram } from "../execution/cmd/programs.js";
import { runProgram } from "../execution/program/run-program.js";
import { splitLines } from "../text/lines.js";
import { remembered } from "./parts/settings.js";

/** Entries of one look, the newest; older ones are passed over. */
const MAX_ENTRIES = "1000";
/** Fields that are numbers to Python's reader of the journal. */
const NUMBERS = /^(PRIORITY|ERRNO|CODE_LINE|SYSLOG_(FACILITY|PID)|_(PID|UID|GID)|_AUDIT_(SESSION|LOGINUID))$/;

export const journald = beaconModule("journald", {
  doc: "Tells of entries of the journal whose fields are as one of the `services` says; the beacon's tag ends with its name.",
  available: () => findProgram("journalctl") !== undefined || "the program journalctl is missing",
  fault: (config) => {
    const services = getDict(beaconSettings(config), "services") ?? new Map();
    return [...services.values()].every(isDict)
      ? undefined
      : "Services configuration for journald beacon must be a list of dictionaries.";
  },
  look: async (config, context) => {
    const services = getDict(beaconSettings(config), "services") ?? new Map<Value, Value>();
    const entries = await newEntries(config, context);
    return entries.flatMap((entry): readonly BeaconEvent[] =>
      [...services]
        .filter(([, fields]) => isDict(fields) && fits(entry, fields))
        .map(([name]) => new Map([...entry, ["tag", name]])),
    );
  },
});

/** The entries since the last look; the first look only notes where the journal ends. */
async function newEntries(config: BeaconConfig, context: ExecutionContext): Promise<readonly Dict[]> {
  const place = remembered(config, context, "place");
  const cursor = getString(place, "cursor");
  const which = cursor === undefined ? ["-n", "1"] : [`--after-cursor=${cursor}`, "-n", MAX_ENTRIES];
  const words = ["journalctl", "--quiet", "--no-pager", "--output=json", ...which];
  const { stdout } = await runProgram(words, context, { output_loglevel: "quiet" });
  const entries = splitLines(stdout).flatMap((line): readonly Dict[] => {
    const entry = line === "" ? null : parseJson(line);
    return isDict(entry) ? [entry] : [];
  });
  const last = entries.at(-1)?.get("__CURSOR");
  if (last !== undefined) place.set("cursor", last);
  return cursor === undefined ? [] : entries.map(withNumbers);
}

function withNumbers(entry: Dict): Dict {
  return new Map(
    [...entry].map(([key, value]): [Value, Value] => {
      const isNumber = NUMBERS.test(pythonStr(key)) && typeof value === "string" && /^\d+$/.test(value);
      return [key, isNumber ? Number(value) : value];
    }),
  );
}

function fits(entry: Dict, fields: Dict): boolean {
  return [...fields].every(
    ([name, wanted]) => entry.has(name) && pythonStr(entry.get(name) ?? null) === pythonStr(wanted),
  );
}
