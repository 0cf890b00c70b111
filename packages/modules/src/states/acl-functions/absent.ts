/**
 * `acl.absent`.
 */
import type { ExecutionContext, StateAnswer } from "@salt/core";
import { isDict, isTrial } from "@salt/core";
import { answer, failed, unchanged } from "../answer/answer.js";
import { type AclArguments, entriesOf, findEntry, readListed } from "./listed.js";

/** Makes the entry not be there; as in Salt, the removal is told without changes. */
export async function aclAbsent(args: AclArguments, context: ExecutionContext): Promise<StateAnswer> {
  const { name } = args;
  const listed = await readListed(args, context);
  if (typeof listed === "string") return failed(name, listed);
  const isBelow = [...listed.paths.values()].some(
    (lists) => isDict(lists) && findEntry(entriesOf(lists, listed.kind, false), listed.who) !== undefined,
  );
  if (listed.entry === undefined && !isBelow) return unchanged(name, "Permissions are in the desired state");
  if (isTrial(context)) return answer(name, null, "Removing permissions");
  await context.call("acl.delfacl", [args.acl_type, args.acl_name, name], { recursive: args.recurse });
  return answer(name, true, "Removing permissions");
}
