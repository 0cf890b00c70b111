/**
 * The file that gives names to addresses, usually /etc/hosts.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { ExecutionContext } from "@salt/core";
import { pythonStr } from "@salt/core";
import { linesOf } from "../../text/lines.js";

/** What is said of an address. */
export interface HostEntry {
  readonly aliases: readonly string[];
  readonly comment: string | undefined;
}

/** Addresses and their names; comments stand under `comment-0` and so on, as their line. */
export type HostTable = Map<string, HostEntry | string>;

/** The path of the file, from the option `hosts.file`. */
export async function hostsFile(context: ExecutionContext): Promise<string> {
  const path = pythonStr((await context.call("config.option", ["hosts.file"])) ?? "");
  return path === "" ? "/etc/hosts" : path;
}

/** Reads the file; a file that is not there has no entries. */
export function readHosts(path: string): HostTable {
  const table: HostTable = new Map();
  let comments = 0;
  for (const line of existsSync(path) ? linesOf(readFileSync(path, "utf8")) : []) {
    const text = line.trim();
    if (text === "") continue;
    if (text.startsWith("#")) {
      table.set(`comment-${comments}`, text);
      comments += 1;
      continue;
    }
    const { ip, aliases, comment } = partsOf(text);
    const old = table.get(ip);
    const before = typeof old === "object" ? old : undefined;
    table.set(ip, {
      aliases: [...(before?.aliases ?? []), ...aliases],
      comment: comment === "" ? before?.comment : comment,
    });
  }
  return table;
}

/** A line taken apart; the comment is empty when there is none. */
export function partsOf(line: string): {
  readonly ip: string;
  readonly aliases: readonly string[];
  readonly comment: string;
} {
  const at = line.indexOf("#");
  const [ip = "", ...aliases] = (at === -1 ? line : line.slice(0, at)).trim().split(/\s+/);
  return { ip, aliases, comment: at === -1 ? "" : line.slice(at + 1).trim() };
}

/**
 * Writes the whole table. The file is written in place: in containers it is mounted, and cannot be replaced by another.
 */
export function writeHosts(path: string, table: HostTable): void {
  const lines = [...table].map(([ip, entry]) => {
    if (typeof entry === "string") return entry;
    const names = `${ip}\t\t${entry.aliases.join(" ")}`;
    return entry.comment === undefined ? names : `${names}\t\t# ${entry.comment}`;
  });
  writeFileSync(path, lines.map((line) => `${line.trim()}\n`).join(""));
}

/** Changes lines of addresses one by one; comments and empty lines stay. A change to "" removes a line. */
export function changeLines(
  path: string,
  change: (line: string, ip: string) => string | undefined,
): readonly string[] {
  return linesOf(readFileSync(path, "utf8")).map((line) => {
    const text = line.trim();
    if (text === "" || text.startsWith("#")) return line;
    return change(text, text.split(/\s+/)[0] ?? "") ?? line;
  });
}
