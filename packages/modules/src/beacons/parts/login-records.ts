/**
 * Beacons that read the files in which logins are noted, entry by entry.
 */
import { existsSync } from "node:fs";
import type { BeaconConfig, BeaconDefinition, Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { beaconSettings, dict, getDict, getList, getString, isDict, isTruthy } from "@salt/core";
import { readTime, resolveTime } from "@salt/schedule";
import { newBytes } from "./growing-file.js";
import { remembered } from "./settings.js";

/** The bytes of an entry, as the C library of machines with 64 bits writes it. */
const ENTRY = 384;

/** A beacon for one of the files; `note` may add to an entry. */
export function loginBeacon(
  name: string,
  about: {
    readonly doc: string;
    readonly path: string;
    readonly note?: (entry: MutableDict, memory: MutableDict) => unknown;
  },
): BeaconDefinition {
  const { doc, path, note } = about;
  return {
    doc,
    available: () => existsSync(path) || `${path} does not exist.`,
    fault: (config) => fault(name, config),
    look: async (config, context) => {
      const memory = remembered(config, context, "logins");
      const bytes = newBytes(path, remembered(config, context, "place")) ?? Buffer.alloc(0);
      const entries = Array.from({ length: Math.floor(bytes.length / ENTRY) }, (_none, at) =>
        entryOf(bytes.subarray(at * ENTRY, (at + 1) * ENTRY)),
      );
      for (const entry of entries) note?.(entry, memory);
      const users =
        entries.length === 0 ? new Map<Value, Value>() : await usersOf(beaconSettings(config), context);
      const defaults = getDict(beaconSettings(config), "defaults");
      return entries.filter((entry) => isWanted(entry, users, defaults, Date.now()));
    },
  };
}

function entryOf(entry: Buffer): MutableDict {
  const text = (start: number, size: number): string =>
    entry
      .subarray(start, start + size)
      .toString("utf8")
      .replace(/^\0+|\0+$/g, "");
  return dict({
    type: entry.readInt16LE(0),
    PID: entry.readInt32LE(4),
    line: text(8, 32),
    inittab: text(40, 4),
    user: text(44, 32),
    hostname: text(76, 256),
    exit_status: entry.readInt16LE(332),
    session: entry.readInt32LE(336),
    time: entry.readInt32LE(340),
    addr: entry.readInt32LE(344),
  });
}

/** The users with their settings, those of groups too. */
async function usersOf(settings: Dict, context: ExecutionContext): Promise<Dict> {
  const users: MutableDict = new Map(getDict(settings, "users") ?? []);
  for (const [group, how] of getDict(settings, "groups") ?? []) {
    const info = await context.call("group.info", [group]);
    for (const member of (isDict(info) ? getList(info, "members") : undefined) ?? []) {
      if (!users.has(member)) users.set(member, how);
    }
  }
  return users;
}

function isWanted(entry: Dict, users: Dict, defaults: Dict | undefined, now: number): boolean {
  const user = entry.get("user") ?? "";
  if (users.size > 0 && !users.has(user)) return false;
  const range = getDict(users.get(user), "time_range") ?? getDict(defaults, "time_range");
  return range === undefined || isWithin(range, now);
}

function isWithin(range: Dict, now: number): boolean {
  const [start, end] = [getString(range, "start"), getString(range, "end")];
  const [from, to] = [readTime(start ?? ""), readTime(end ?? "")];
  if (from === undefined || to === undefined) return false;
  return resolveTime(from, now) <= now && now <= resolveTime(to, now);
}

function fault(name: string, config: BeaconConfig): string | undefined {
  const settings = beaconSettings(config);
  for (const [key, title] of [
    ["users", "User"],
    ["groups", "Group"],
  ] as const) {
    const all = settings.get(key);
    if (all === undefined) continue;
    if (!isDict(all)) return `${title} configuration for ${name} beacon must be a dictionary.`;
    const wrong = [...all.values()].map((one) => rangeFault(name, one)).find((found) => found !== undefined);
    if (wrong !== undefined) return wrong;
  }
  const defaults = settings.get("defaults");
  if (defaults === undefined) return undefined;
  return isDict(defaults)
    ? rangeFault(name, defaults)
    : `Defaults configuration for ${name} beacon must be a dictionary.`;
}

function rangeFault(name: string, how: Value): string | undefined {
  const range = isDict(how) ? how.get("time_range") : undefined;
  if (!isTruthy(range ?? null)) return undefined;
  return isDict(range) && range.has("start") && range.has("end")
    ? undefined
    : `The time_range parameter for ${name} beacon must contain start & end options.`;
}
