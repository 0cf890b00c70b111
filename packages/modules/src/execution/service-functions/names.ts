/**
 * Names of services.
 */
import type { Value } from "@salt/core";
import { matchGlob } from "@salt/core";
import { plainName } from "../program/run-program.js";

const TYPES = ["service", "socket", "device", "mount", "automount", "swap", "target", "path", "timer"];

/** A name for a program that runs services: no path, no option. Throws SaltInvocationError. */
export function serviceName(value: Value): string {
  const name = plainName(value, "service");
  return name.includes("/") ? plainName("", "service") : name;
}

/** The name of a unit of systemd, with its type. */
export function unitName(value: Value): string {
  const name = serviceName(value);
  return TYPES.some((type) => name.endsWith(type)) ? name : `${name}.service`;
}

/** A unit as the answer names it: services without their type; undefined for units of other types. */
export function shownUnit(unit: string): string | undefined {
  const at = unit.lastIndexOf(".");
  const type = unit.slice(at + 1);
  if (at === -1 || !TYPES.includes(type)) return undefined;
  return type === "service" ? unit.slice(0, at) : unit;
}

/** Whether a name is a pattern for several. */
export function isPattern(name: string): boolean {
  return /[*?]|\[.+\]/.test(name);
}

/** The names that fit a pattern. */
export function fitting(pattern: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => matchGlob(pattern, name));
}
