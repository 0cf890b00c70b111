/**
 * Tags of a clone that differ from those of its remote.
 */
import { CommandExecutionError, errorText, isDict, pythonStr } from "@salt/core";
import type { Update } from "./update-plan.js";

/** Removes local tags that the remote has no more; gives whether tags differ. */
export async function syncTags({ repo, request, local }: Update): Promise<boolean> {
  const { target, remote, access, credentials, args } = request;
  const told = await repo.git("ls_remote", [], {
    ...{ cwd: target, remote, opts: "--tags", ignore_retcode: true },
    ...access,
    ...credentials,
  });
  const refs = isDict(told) ? [...told.keys()].map(pythonStr) : [];
  const remoteTags = new Set(
    refs.filter((ref) => !ref.includes("^{}")).map((ref) => ref.replace("refs/tags/", "")),
  );
  const added = [...remoteTags].filter((tag) => !local.tags.includes(tag));
  const gone = local.tags.filter((tag) => !remoteTags.has(tag));
  if (added.length > 0) repo.changes.set("new_tags", added);
  const deleted: string[] = [];
  for (const tag of args.sync_tags ? gone : []) {
    try {
      await repo.git("tag", [target, tag], { opts: "-d" });
      deleted.push(tag);
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      repo.warnings.push(`Failed to remove local tag '${tag}':\n\n${errorText(error)}\n\n`);
    }
  }
  if (deleted.length > 0) {
    repo.changes.set("deleted_tags", deleted);
    const names = deleted.join(", ");
    repo.comments.push(`The following tags were removed from the local checkout: ${names}`);
  }
  return added.length + gone.length > 0;
}
