/**
 * Texts in the form of ini files, with their comments: reading, changing, writing.
 */

import { SaltInvocationError } from "@salt/core";

const MAX_SEPARATOR = 100;

/** A section: options in their order, with comments and other lines under names that begin with `#`. */
export interface IniSection {
  readonly name: string;
  readonly entries: Map<string, string | IniSection>;
  /** What stands between names and values, as it was found last. */
  separator: string;
}

/** What is wanted of a section: values, and sections below it. */
export interface IniChanges extends ReadonlyMap<string, string | IniChanges> {}

/** What a change did: for each name the values before and after, or the changes of a section. */
export type IniDifference = Map<string, IniDifference | IniPair>;

/** A value before and after. */
export interface IniPair {
  readonly before: string | null;
  readonly after: string | IniChanges;
}

const HEADS = /^\s*\[(.+?)\]\s*$/m;
const COMMENT = /^\s*[#;]/;
const INDENTED = /^(\s+)/;

/** Reads a text. `separator` is what stands between names and values. */
export function parseIni(text: string, separator: string): IniSection {
  const [top = "", ...rest] = text.split(HEADS);
  const ini = section("", separator);
  readOptions(ini, top);
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const one = section(rest[at] ?? "", ini.separator);
    readOptions(one, rest[at + 1] ?? "");
    updateSection(ini, new Map([[one.name, valuesOf(one)]]));
  }
  return ini;
}

function section(name: string, separator: string): IniSection {
  return { name, entries: new Map(), separator };
}

/** All entries, comments included, as what is wanted. */
function valuesOf({ entries }: IniSection): IniChanges {
  return new Map(
    [...entries].map(([key, value]) => [key, typeof value === "string" ? value : valuesOf(value)]),
  );
}

function optionForm(separator: string): RegExp {
  if (separator.length > MAX_SEPARATOR)
    throw new SaltInvocationError(`The separator has more than ${MAX_SEPARATOR} characters`);
  const escaped = separator.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`^(\\s*)(.+?)\\s*(${escaped})\\s*(.*)\\s*`);
}

function readOptions(into: IniSection, text: string): void {
  const form = optionForm(into.separator);
  const body = text.replace(/^\n+|\n+$/g, "");
  let [comments, others, indent] = [0, 0, ""];
  for (const line of body === "" ? [] : body.split("\n")) {
    if (COMMENT.test(line)) {
      comments += 1;
      put(into, `#comment${comments}`, line);
      continue;
    }
    const lead = INDENTED.exec(line)?.[1]?.replaceAll("\t", "    ");
    const last = [...into.entries.keys()].at(-1);
    const before = last === undefined ? undefined : into.entries.get(last);
    if (lead !== undefined && lead > indent && last !== undefined && typeof before === "string") {
      into.entries.set(last, `${before}\n${line}`);
      continue;
    }
    const [, lead2 = "", name = "", found, value = ""] = form.exec(line) ?? [];
    if (found === undefined) {
      others += 1;
      put(into, `#unknown${others}`, line);
      continue;
    }
    indent = lead2.replaceAll("\t", "    ");
    into.separator = found;
    put(into, name, value);
  }
}

/** Sets an entry; a new one takes the place of a comment in which it was switched off. */
function put(into: IniSection, name: string, value: string): void {
  const form = optionForm(into.separator);
  const old = [...into.entries];
  const at = into.entries.has(name)
    ? -1
    : old.findIndex(
        ([key, text]) =>
          key.includes("#comment") &&
          typeof text === "string" &&
          form.exec(text.replace(/^#+/, ""))?.[2] === name,
      );
  if (at === -1) {
    into.entries.set(name, value);
    return;
  }
  into.entries.clear();
  for (const [key, text] of old.slice(0, at)) into.entries.set(key, text);
  into.entries.set(name, value);
  for (const [key, text] of old.slice(at + 1)) into.entries.set(key, text);
}

/** Puts values into a section; gives what that changed. */
export function updateSection(into: IniSection, wanted: IniChanges): IniDifference {
  const changes: IniDifference = new Map();
  for (const [name, value] of wanted) {
    const before = into.entries.get(name);
    if (typeof value === "string") {
      if (before === value) continue;
      changes.set(name, { before: typeof before === "string" ? before : null, after: value });
      put(into, name, value);
    } else if (before === undefined || typeof before === "string") {
      const fresh = section(name, into.separator);
      updateSection(fresh, value);
      changes.set(name, { before: before ?? null, after: valuesOf(fresh) });
      into.entries.set(name, fresh);
    } else {
      const below = updateSection(before, value);
      if (below.size > 0) changes.set(name, below);
    }
  }
  return changes;
}

/** The text of a file. Between names and values stands the separator with blanks around it, unless `noSpaces`. */
export function iniText(ini: IniSection, noSpaces: boolean): string {
  return bodyText(ini, noSpaces).replace(/^\n+/, "");
}

function bodyText(ini: IniSection, noSpaces: boolean): string {
  const bare = ini.separator.replace(/^ +| +$/g, "");
  const between = bare === "" ? " " : noSpaces ? bare : ` ${bare} `;
  const lines: string[] = [];
  const below: string[] = [];
  for (const [name, value] of ini.entries) {
    if (typeof value !== "string") below.push(`\n[${value.name}]\n${bodyText(value, noSpaces)}`);
    else lines.push(COMMENT.test(name) ? `${value}\n` : `${name}${between}${value}\n`);
  }
  return lines.join("") + below.join("");
}
