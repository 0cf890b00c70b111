/**
 * Reading what `localectl status` prints.
 */
import type { MutableDict } from "@salt/core";
import { isDict } from "@salt/core";

/** Its sections, with small letters and underscores; settings of a section are below it, other texts under `data`. */
export function parseLocalectl(text: string): MutableDict {
  const found: MutableDict = new Map();
  let section = "";
  for (const line of text.trim().split("\n")) {
    const at = line.indexOf(": ");
    if (at !== -1) section = line.slice(0, at).trim().toLowerCase().replaceAll(" ", "_");
    const data = (at === -1 ? line : line.slice(at + 2)).trim();
    if (data === "" || section === "") continue;
    const [key = "", value, ...more] = data.split("=");
    if (value === undefined) {
      found.set(section, new Map([["data", data === "n/a" ? null : data]]));
    } else if (more.length === 0) {
      const old = found.get(section);
      found.set(section, new Map(isDict(old) ? old : []).set(key, value));
    }
  }
  return found;
}
