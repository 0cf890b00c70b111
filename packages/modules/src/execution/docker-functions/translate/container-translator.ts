/**
 * Containers' arguments that depend on each other.
 */
import type { MutableDict, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { CONTAINER_ALIASES, CONTAINER_ARGUMENTS } from "./container-arguments.js";
import { portDefinition } from "./ports.js";
import type { Translator } from "./translate-input.js";
import { split } from "./words.js";

/** How the arguments of a container are read. */
export const containerTranslator: Translator = {
  aliases: CONTAINER_ALIASES,
  translations: CONTAINER_ARGUMENTS,
  merge: mergeLogging,
  finish: (given, skipped, invalid) => {
    refusePairs(given, invalid);
    const skips = (...names: readonly string[]): boolean => names.some((name) => skipped.has(name));
    if (!skips("binds", "volume", "volumes")) addVolumes(given);
    if (!skips("port_bindings", "expose", "ports")) openPorts(given);
  },
};

/** `log_driver` and `log_opt` are parts of `log_config`, unless that is given. */
function mergeLogging(given: MutableDict): void {
  const [driver, options] = [given.get("log_driver"), given.get("log_opt")];
  given.delete("log_driver");
  given.delete("log_opt");
  if (given.has("log_config") || (driver === undefined && options === undefined)) return;
  given.set(
    "log_config",
    new Map<Value, Value>([
      ["Type", driver ?? "none"],
      ["Config", options ?? new Map()],
    ]),
  );
}

function refusePairs(given: MutableDict, invalid: MutableDict): void {
  if (isGiven(given, "port_bindings") && isTruthy(given.get("publish_all_ports"))) {
    given.delete("port_bindings");
    invalid.set("port_bindings", "Cannot be used when publish_all_ports=True");
  }
  if (isGiven(given, "hostname") && given.get("network_mode") === "host") {
    given.delete("hostname");
    invalid.set("hostname", "Cannot be used when network_mode=True");
  }
}

function isGiven(given: MutableDict, name: string): boolean {
  return (given.get(name) ?? null) !== null;
}

/** What is bound into a container is a volume of it. */
function addVolumes(given: MutableDict): void {
  const binds = given.get("binds") ?? null;
  if (binds === null) return;
  const inside = isDict(binds)
    ? [...binds.values()].flatMap((bind) =>
        isDict(bind) && bind.has("bind") ? [bind.get("bind") ?? null] : [],
      )
    : (isList(binds) ? binds : []).flatMap((bind) => split(pythonStr(bind), ":").slice(1, 2));
  if (inside.length === 0) return;
  const before = given.get("volumes") ?? [];
  const volumes = new Set([...(isList(before) ? before : []), ...inside].map((path) => pythonStr(path)));
  given.set("volumes", [...volumes].sort());
}

/** Ports that are bound are opened, too. */
function openPorts(given: MutableDict): void {
  const bindings = given.get("port_bindings");
  if (!isDict(bindings) || bindings.size === 0) return;
  const before = given.get("ports") ?? [];
  const all = [
    ...(isList(before) ? before : []),
    ...[...bindings.keys()].map((port) => portDefinition(port)),
  ];
  given.set("ports", [...new Map(all.map((port) => [pythonStr(port), port])).values()]);
}
