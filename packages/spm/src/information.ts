/**
 * What `spm info` shows of a package.
 */
import type { Value } from "@salt/core";
import { pythonStr } from "@salt/core";

const LINES = [
  ["Name", "name"],
  ["Version", "version"],
  ["Release", "release"],
  ["Install Date", "installed"],
  ["Supported OSes", "os"],
  ["Supported OS families", "os_family"],
  ["Dependencies", "dependencies"],
  ["OS Dependencies", "os_dependencies"],
  ["OS Family Dependencies", "os_family_dependencies"],
  ["Summary", "summary"],
] as const;

/** The text, line by line as Salt has it; what is not known is `None`. */
export function describePackage(fields: { readonly [name: string]: Value }): string {
  const text = (name: string): string => {
    if (name === "installed" && fields[name] === undefined) return "Not installed";
    return pythonStr(fields[name] ?? null);
  };
  const lines = LINES.map(([label, name]) => `${label}: ${text(name)}`);
  return [...lines, "Description:", text("description")].join("\n");
}
