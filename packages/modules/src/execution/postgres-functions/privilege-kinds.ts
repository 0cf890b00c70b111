/**
 * What may be granted on which kinds of objects, and how access lists write it.
 */
import type { Value } from "@salt/core";
import { isTruthy, pythonStr, SaltInvocationError } from "@salt/core";

/** Privileges by their letters. */
const LETTERS: Readonly<Record<string, string>> = {
  a: "INSERT",
  C: "CREATE",
  D: "TRUNCATE",
  c: "CONNECT",
  t: "TRIGGER",
  r: "SELECT",
  U: "USAGE",
  T: "TEMPORARY",
  w: "UPDATE",
  X: "EXECUTE",
  x: "REFERENCES",
  d: "DELETE",
  m: "MAINTAIN",
};

/** Letters of the privileges by kind of object. */
const KINDS: Readonly<Record<string, string>> = {
  table: "arwdDxtm",
  tablespace: "C",
  language: "U",
  sequence: "rwU",
  schema: "UC",
  database: "CTc",
  function: "X",
  group: "",
};

/** Only servers since version 17 know it: it is not asked for where all privileges are. */
const RECENT = "MAINTAIN";

/** Privileges of a role, each with whether it may grant it on. */
export type Privileges = ReadonlyMap<string, boolean>;

/** The kind in small letters. Throws SaltInvocationError when there is none such. */
export function objectKind(value: Value): string {
  const kind = pythonStr(value).toLowerCase();
  if (Object.hasOwn(KINDS, kind)) return kind;
  throw new SaltInvocationError(`Invalid object_type: ${kind} provided`);
}

/** The privileges in a text with commas. Throws SaltInvocationError for what the kind of object has not. */
export function privilegeNames(kind: string, privileges: Value): readonly string[] {
  const text = privileges === null ? "" : pythonStr(privileges);
  if (kind === "group") {
    if (!isTruthy(privileges)) return [];
    throw new SaltInvocationError("The privileges option should not be set for object_type group");
  }
  const names = text.toUpperCase().split(/\s?,\s?/);
  const known = [...privilegesOf(kind), "ALL"];
  if (names.every((name) => known.includes(name))) return names;
  throw new SaltInvocationError(`Invalid privilege(s): ${text} provided for object ${kind}`);
}

/** The roles of an access list such as `{app=arwd/postgres,=r/postgres}`; everybody is `public`. */
export function accessList(text: string): ReadonlyMap<string, Privileges> {
  const found = new Map<string, Privileges>();
  for (const part of text.replace(/^[{}]+|[{}]+$/g, "").split(",")) {
    const [rights = ""] = part.split("/");
    const at = rights.indexOf("=");
    if (at < 0) continue;
    found.set(rights.slice(0, at) || "public", lettersOf(rights.slice(at + 1)));
  }
  return found;
}

/** Whether a role has privileges, or all that its kind of object has; with `grants`, may also grant them on. */
export function covers(kind: string, has: Privileges, wanted: readonly string[], grants: boolean): boolean {
  const all = privilegesOf(kind).filter((name) => name !== RECENT);
  const names = wanted.includes("ALL") ? all : wanted;
  return names.every((name) => has.has(name) && (!grants || has.get(name) === true));
}

function privilegesOf(kind: string): readonly string[] {
  return [...(KINDS[kind] ?? "")].flatMap((letter) => LETTERS[letter] ?? []);
}

function lettersOf(letters: string): Privileges {
  const found = new Map<string, boolean>();
  let last: string | undefined;
  for (const letter of letters) {
    if (letter === "*" && last !== undefined) found.set(last, true);
    const name = LETTERS[letter];
    if (name === undefined) continue;
    found.set(name, false);
    last = name;
  }
  return found;
}
