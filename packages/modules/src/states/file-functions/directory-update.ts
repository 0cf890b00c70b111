/**
 * Bringing a directory that is there, and what is in it, to what a state wants.
 */
import type { Dict, ExecutionContext, MutableDict } from "@salt/core";
import { CommandExecutionError, dict, getDict, isInt, isTruthy, pythonStr } from "@salt/core";
import { gidOf, uidOf } from "../../execution/file-functions/accounts.js";
import { checkPerms, NO_LABEL } from "../../execution/file-functions/check-perms.js";
import { joinPaths } from "../../execution/file-functions/paths.js";
import { cleanDirectory, requiredPaths } from "./clean-directory.js";
import { wantedBelow } from "./directory-plan.js";
import type { DirectoryRequest, Recursion } from "./directory-request.js";
import { recursionOf } from "./directory-request.js";
import { walk } from "./walk.js";

/** One call while it runs. */
class Update {
  readonly #request: DirectoryRequest;
  readonly #context: ExecutionContext;
  readonly #errors: string[] = [];
  #ret: MutableDict;

  constructor(request: DirectoryRequest, changes: MutableDict, context: ExecutionContext) {
    this.#request = request;
    this.#context = context;
    this.#ret = dict({ name: request.name, changes, result: true, comment: "" });
  }

  async run(): Promise<Dict> {
    const { name } = this.#request;
    if (!this.#request.children_only) await this.#check(name, this.#request, this.#request.dirMode);
    const recursion = recursionOf(this.#request);
    if (recursion !== undefined && typeof recursion !== "string") await this.#recurse(recursion);
    if (this.#request.clean) await this.#clean();
    return this.#finished();
  }

  async #check(path: string, wanted: DirectoryRequest, mode: string | null): Promise<void> {
    const { user, group, follow_symlinks: followLinks } = wanted;
    const perms = { user, group, mode, attrs: null, followLinks, label: NO_LABEL };
    this.#ret = (await checkPerms(path, this.#ret, perms, this.#context)).ret;
  }

  async #recurse(recursion: Recursion): Promise<void> {
    this.#refuseOwners(recursion);
    if (recursion.kinds.has("silent")) this.#ret.set("changes", dict({ recursion: "Changes silenced" }));
    const wanted = wantedBelow(this.#request, recursion);
    for (const found of [...walk(this.#request.name, this.#request.max_depth)]) {
      if (recursion.files)
        for (const entry of found.files)
          await this.#checkBelow(joinPaths(found.path, entry), wanted, wanted.fileMode);
      if (recursion.directories)
        for (const entry of found.directories)
          await this.#checkBelow(joinPaths(found.path, entry), wanted, wanted.dirMode);
    }
  }

  /** Checks one path; what has gone in the meantime is no fault. */
  async #checkBelow(path: string, wanted: DirectoryRequest, mode: string | null): Promise<void> {
    try {
      await this.#check(path, wanted, mode);
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      if (!error.message.startsWith("Path not found")) this.#errors.push(error.message);
    }
  }

  #refuseOwners({ kinds }: Recursion): void {
    const { user, group } = this.#request;
    const refuse = (what: string): void => {
      this.#ret.set("result", false).set("comment", what);
    };
    for (const [kind, value] of [
      ["user", user],
      ["group", group],
    ] as const) {
      if (kinds.has(kind) && !isTruthy(value) && !isInt(value))
        refuse(`${kind} not specified, but configured as a target for recursive ownership management`);
    }
    if (kinds.has("user") && isTruthy(user) && uidOf(user) === "")
      refuse(`Failed to enforce ownership for user ${pythonStr(user)} (user does not exist)`);
    if (kinds.has("group") && isTruthy(group) && gidOf(group) === "")
      refuse(`Failed to enforce group ownership for group ${pythonStr(group)}`);
  }

  async #clean(): Promise<void> {
    const { name, require, exclude_pat } = this.#request;
    const kept = await requiredPaths(name, require, this.#context);
    const removed = await cleanDirectory(name, kept, exclude_pat, this.#context);
    if (removed.length === 0) return;
    this.#changes().set("removed", removed);
    this.#ret.set("comment", `Files cleaned from directory ${name}`);
  }

  #changes(): MutableDict {
    const changes: MutableDict = new Map(getDict(this.#ret, "changes") ?? []);
    this.#ret.set("changes", changes);
    return changes;
  }

  #finished(): Dict {
    const { name, children_only } = this.#request;
    const hasChanges = this.#changes().size > 0;
    let comment = pythonStr(this.#ret.get("comment") ?? "");
    if (comment === "" && children_only) comment = `Directory ${name}/* updated`;
    else if (comment === "" && hasChanges) comment = `Directory ${name} updated`;
    if (!hasChanges && isTruthy(this.#ret.get("result")))
      comment = [`Directory ${name} is in the correct state`, comment].filter(isTruthy).join("\n");
    if (this.#errors.length > 0) {
      this.#ret.set("result", false);
      comment += `\n\nThe following errors were encountered:\n${this.#errors.map((text) => `\n- ${text}`).join("")}`;
    }
    return this.#ret.set("comment", comment);
  }
}

/** Updates the directory; `changes` are those that were found before. */
export async function updateDirectory(
  request: DirectoryRequest,
  changes: MutableDict,
  context: ExecutionContext,
): Promise<Dict> {
  return await new Update(request, changes, context).run();
}
