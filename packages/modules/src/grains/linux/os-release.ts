/**
 * Reading `/etc/os-release` and `/etc/lsb-release`.
 */
import type { Machine } from "../portable/machine.js";
import { shellWords } from "./shell-words.js";

/** The fields of `/etc/os-release`. */
export type OsRelease = { readonly [name: string]: string | undefined };

/** Reads the text of `/etc/os-release`: shell assignments, one a line. */
function parseOsRelease(text: string): OsRelease {
  const fields: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [, name, value] = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) fields[name] = shellWords(value).join(" ");
  }
  return fields;
}

/** The file of the machine; undefined when there is none. */
export function readOsRelease(machine: Machine): OsRelease | undefined {
  const text = machine.text("/etc/os-release") ?? machine.text("/usr/lib/os-release");
  return text === undefined
    ? undefined
    : { NAME: "Linux", ID: "linux", PRETTY_NAME: "Linux", ...parseOsRelease(text) };
}

/** The `lsb_distrib_*` grains in the text of `/etc/lsb-release`. */
export function parseLsbRelease(text: string): { [grain: string]: string } {
  const grains: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [, name, value] =
      /^(DISTRIB_(?:ID|RELEASE|CODENAME|DESCRIPTION))=['"]?([\w\s.-]+)/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) grains[`lsb_${name.toLowerCase()}`] = value.trimEnd();
  }
  return grains;
}
