/**
 * What the lists of a file hold now, for a kind of entry and a name.
 */
import { existsSync } from "node:fs";
import type { Args, Dict, ExecutionContext, Value } from "@salt/core";
import { get, getDict, isDict, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";

/** The parameters that both states have. */
export const aclParams = {
  name: needed.str("The file or directory."),
  acl_type: needed.str("`user`, `group`, `mask` or `other`; with `default:` before it for new files."),
  acl_name: maybe.any("", "The account or group; the owner when empty."),
  perms: maybe.any("", "What they may, such as `rwx`."),
  recurse: maybe.bool(false, "Also for everything below."),
} as const;

/** The arguments of both states. */
export type AclArguments = Args<typeof aclParams>;

/** The lists as they are, looked at for one state. */
export interface Listed {
  /** All paths with their lists, as `acl.getfacl` gives them. */
  readonly paths: Dict;
  /** The kind of entry without `default:`. */
  readonly kind: string;
  readonly isDefault: boolean;
  /** Whose entry is looked for. */
  readonly who: string;
  /** The entry there is, with `octal` and `permissions`; undefined where there is none. */
  readonly entry: Dict | undefined;
}

/** Reads the lists; a text says why that makes no sense. */
export async function readListed(args: AclArguments, context: ExecutionContext): Promise<Listed | string> {
  const { name } = args;
  if (!existsSync(name)) return `${name} does not exist`;
  const told = await context.call("acl.getfacl", [name], { recursive: args.recurse });
  const paths = isDict(told) ? told : new Map();
  const own = getDict(paths, name) ?? new Map();
  const [, kind = args.acl_type] = /^(?:d|default):(.*)$/.exec(args.acl_type) ?? [];
  const isDefault = kind !== args.acl_type;
  const who = pythonStr(
    isTruthy(args.acl_name) ? args.acl_name : (get(getDict(own, "comment") ?? null, kind) ?? ""),
  );
  const entries = entriesOf(own, kind, isDefault);
  if (entries.length === 0 && !isDefault) return "ACL Type does not exist";
  return { paths, kind, isDefault, who, entry: findEntry(entries, who) };
}

/** The entries of a kind that a path has. */
export function entriesOf(lists: Dict, kind: string, isDefault: boolean): readonly Value[] {
  const found = (isDefault ? getDict(lists, "defaults") : lists)?.get(kind);
  return found !== undefined && isList(found) ? found : [];
}

/** The entry of somebody. */
export function findEntry(entries: readonly Value[], who: string): Dict | undefined {
  const found = entries.find((one) => isDict(one) && one.has(who));
  return found !== undefined && isDict(found) ? getDict(found, who) : undefined;
}
