/**
 * `acl.present`.
 */
import { statSync } from "node:fs";
import type { Args, ExecutionContext, Plain, StateAnswer } from "@salt/core";
import { get, isDict, isTrial, maybe, pythonStr } from "@salt/core";
import { changed, failed, orFailed, pending, unchanged } from "../answer/answer.js";
import { aclParams, entriesOf, findEntry, type Listed, readListed } from "./listed.js";

export const presentParams = {
  ...aclParams,
  force: maybe.bool(false, "Remove all other entries first."),
} as const;

type PresentArguments = Args<typeof presentParams>;

/** Makes the entry be there. */
export async function aclPresent(args: PresentArguments, context: ExecutionContext): Promise<StateAnswer> {
  const { name, acl_type, acl_name } = args;
  const listed = await readListed(args, context);
  if (typeof listed === "string") return failed(name, listed);
  const perms = pythonStr(args.perms);
  const who = pythonStr(acl_name);
  const wanted = octalOf(perms);
  const told = { new: { acl_name, acl_type, perms: args.perms } };
  if (listed.entry === undefined) {
    if (isTrial(context)) return pending(name, `New permissions will be applied for ${who}: ${perms}`, told);
    return await apply(args, { comment: `Applied new permissions for ${who}`, changes: told }, context);
  }
  const current = Number(get(listed.entry, "octal") ?? 0);
  if (args.recurse ? areAll(listed, wanted) : current === wanted)
    return unchanged(name, "Permissions are in the desired state");
  const old = lettersOf(current);
  const changes = { ...told, old: { acl_name, acl_type, perms: old } };
  if (isTrial(context))
    return pending(name, `Updated permissions will be applied for ${who}: ${old} -> ${perms}`, changes);
  return await apply(args, { comment: `Updated permissions for ${who}`, changes }, context);
}

/** Whether every path below has the entry with these permissions; only directories have entries for new files. */
function areAll({ paths, kind, isDefault, who }: Listed, wanted: number): boolean {
  return [...paths].every(([path, lists]) => {
    if (!isDict(lists)) return false;
    const isPlace = statSync(pythonStr(path), { throwIfNoEntry: false })?.isDirectory() === true;
    if (isDefault && !isPlace) return true;
    const entry = findEntry(entriesOf(lists, kind, isDefault), who);
    return entry !== undefined && get(entry, "octal") === wanted;
  });
}

async function apply(
  args: PresentArguments,
  done: { readonly comment: string; readonly changes: Plain },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name } = args;
  const options = { recursive: args.recurse, raise_err: true };
  const told = await orFailed(name, async () => {
    if (args.force) await context.call("acl.wipefacls", [name], options);
    await context.call("acl.modfacl", [args.acl_type, args.acl_name, args.perms, name], options);
    return changed(name, done.comment, done.changes);
  });
  if (told.result !== false) return told;
  const who = pythonStr(args.acl_name);
  return failed(name, `Error updating permissions for ${who}: ${pythonStr(String(told.comment))}`);
}

const BITS = new Map([
  ["r", 4],
  ["w", 2],
  ["x", 1],
]);

function octalOf(perms: string): number {
  return [...perms].reduce((sum, letter) => sum + (BITS.get(letter) ?? 0), 0);
}

/** The permissions that were there, as Salt writes them down: read and execution stand in each other's place. */
function lettersOf(octal: number): string {
  const letters = ["r", "w", "x"];
  return letters.map((letter, at) => ((octal & (1 << at)) === 0 ? "-" : letter)).join("");
}
