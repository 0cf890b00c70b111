/**
 * States that watch the room on file systems; they change nothing.
 */
import { statSync } from "node:fs";
import type { Dict, Value } from "@salt/core";
import { Float, get, isDict, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import type { Room } from "./disk-functions/limits.js";
import { limitOf, roomFault } from "./disk-functions/limits.js";

export const disk = stateModule("disk", {
  doc: "States that watch the room on file systems; they change nothing.",
  functions: {
    status: stateFn({
      doc: "Fails when too much or too little of a file system is used.",
      params: {
        name: needed.str("Where it is mounted, or a directory."),
        maximum: maybe.any(null, "The most that may be used, in percent."),
        minimum: maybe.any(null, "The least that must be used, in percent."),
        absolute: maybe.bool(false, "Limits are kilobytes."),
        free: maybe.bool(false, "Limits are of what is free."),
      },
      run: async (args, context) => {
        const { name, absolute, free } = args;
        const told = (result: boolean, comment: string, data: Value = new Map()) => ({
          name,
          result,
          comment,
          changes: {},
          data,
        });
        const read = (key: "maximum" | "minimum") =>
          args[key] === null ? null : limitOf(key, args[key], absolute);
        const [maximum, minimum] = [read("maximum"), read("minimum")];
        const faults = [maximum, minimum].filter((one) => typeof one === "string");
        if (typeof minimum === "number" && typeof maximum === "number" && minimum >= maximum)
          faults.push("minimum must be less than maximum ");
        if (faults.length > 0 || typeof maximum === "string" || typeof minimum === "string")
          return told(false, faults.join(""));
        const usage = await context.call("disk.usage");
        const row = get(usage, name);
        const none = row === undefined ? `Disk mount ${name} not present. ` : "";
        if (row === undefined && statSync(name, { throwIfNoEntry: false })?.isDirectory() !== true)
          return told(false, `${none}Directory ${name} does not exist or is not a directory`);
        const data = isDict(row) ? row : await context.call("status.diskusage", [name]);
        const room = isDict(row) ? mountRoom(row, absolute) : pathRoom(get(data, name), absolute);
        const fault = roomFault(room, { minimum, maximum }, { free, unit: absolute ? "KB" : "%" });
        return told(fault === undefined, fault ?? "Disk used space in acceptable range", data);
      },
    }),
  },
});

function mountRoom(row: Dict, isAbsolute: boolean): Room {
  const number = (key: string): number => Number.parseInt(pythonStr(row.get(key) ?? "0"), 10);
  if (isAbsolute) return { used: number("used"), available: number("available") };
  return { used: number("capacity"), available: 100 - number("capacity") };
}

function pathRoom(facts: Value | undefined, isAbsolute: boolean): Room {
  const number = (key: string): number => Number(get(facts, key) ?? 0);
  const [total, available] = [number("total"), number("available")];
  if (isAbsolute) return { used: total - available, available };
  if (total === 0) return { used: 0, available: 0 };
  const share = (part: number) => new Float(Math.round((part / total) * 1000) / 10);
  return { used: share(total - available), available: share(available) };
}
