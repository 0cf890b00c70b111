/**
 * Reading what getfacl prints.
 */
import type { Plain } from "@salt/core";

type Entries = Record<string, Plain[]>;

/** What is known of a file. */
interface FileAcl {
  readonly comment: Record<string, string>;
  readonly facts: Record<string, Plain>;
  readonly entries: Entries;
  defaults: Entries | undefined;
}

/** The lists by file. */
export function parseAcl(lines: readonly string[]): Plain {
  const found = new Map<string, FileAcl>();
  let file: FileAcl | undefined;
  for (const line of lines) {
    const [, key, value = ""] = /^# ([^:]+): (.*)$/.exec(line) ?? [];
    if (key === "file") {
      file = { comment: {}, facts: {}, entries: { user: [], group: [] }, defaults: undefined };
      found.set(value, file);
    }
    if (file === undefined || line === "") continue;
    if (key === undefined) addEntry(file, line.split(/\s/)[0] ?? "");
    else {
      file.comment[key] = value;
      if (key === "flags") addFlags(file, value);
    }
  }
  return new Map([...found].map(([name, one]) => [name, shown(one)]));
}

function shown({ comment, facts, entries, defaults }: FileAcl): Plain {
  return { comment, ...entries, ...facts, ...(defaults === undefined ? {} : { defaults }) };
}

function addFlags(file: FileAcl, flags: string): void {
  if (flags[0] === "s") file.facts.suid = true;
  if (flags[1] === "s") file.facts.sgid = true;
  if (flags[2] === "t") file.facts.sticky = true;
}

function addEntry(file: FileAcl, line: string): void {
  const parts = line.split(":");
  const isDefault = parts[0] === "default";
  const [kind = "", given = "", perms = ""] = isDefault ? parts.slice(1) : parts;
  if (isDefault) file.defaults ??= {};
  const into = isDefault ? file.defaults : file.entries;
  const owner = kind === "user" ? file.comment.owner : kind === "group" ? file.comment.group : "";
  const may = { read: perms.includes("r"), write: perms.includes("w"), execute: perms.includes("x") };
  const octal = (may.read ? 4 : 0) + (may.write ? 2 : 0) + (may.execute ? 1 : 0);
  const entry = { [given || (owner ?? "")]: { permissions: may, octal } };
  if (into === undefined) return;
  into[kind] = kind === "user" || kind === "group" ? [...(into[kind] ?? []), entry] : [entry];
}
