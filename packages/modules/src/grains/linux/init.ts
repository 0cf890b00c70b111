/**
 * Which program runs services.
 */
import type { Machine } from "../portable/machine.js";

/** Inits that are told apart by a word inside `/sbin/init`. */
const NAMED_INSIDE = ["upstart", "sysvinit", "systemd"];

/** Small inits of containers. */
const SMALL = ["supervisord", "dumb-init", "tini"];

/** The init that names itself first inside a program file. */
function namedInside(program: string | undefined): string | undefined {
  const text = program?.toLowerCase() ?? "";
  const found = NAMED_INSIDE.filter((name) => text.includes(name));
  return found.toSorted((a, b) => text.indexOf(a) - text.indexOf(b))[0];
}

/** The grain `init`. */
export function initSystem(machine: Machine): string {
  if (machine.exists("/run/systemd/system")) return "systemd";
  const words = (machine.text("/proc/1/cmdline") ?? "").split(/[\0\s]+/).filter((word) => word !== "");
  const program = words[0] === undefined ? undefined : machine.which(words[0]);
  if (program?.endsWith("bin/init")) return namedInside(machine.text(program)) ?? "unknown";
  const small = SMALL.find((name) => {
    const path = machine.which(name);
    return path !== undefined && words.includes(path);
  });
  if (small !== undefined) return small;
  const isRunit = (words.length === 1 && words[0] === "runit") || words.includes("/sbin/my_init");
  return isRunit ? "runit" : "unknown";
}
