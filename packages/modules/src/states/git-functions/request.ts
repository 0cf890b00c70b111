/**
 * What git.latest is asked for: its arguments, and what is wrong with them.
 */
import type { Args, ExecutionContext, Value } from "@salt/core";
import { isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { expandUser, isFile } from "../../execution/file-functions/paths.js";
import type { Credentials } from "../../execution/git-functions/credentials.js";
import { credentials, environmentFor } from "../../execution/git-functions/credentials.js";
import { withoutPasswords } from "../../execution/git-functions/run-git.js";
import { environmentOf, faultText } from "../answer/answer.js";

/** How git is run, and how it reaches other machines. */
export const accessParams = {
  user: maybe.str(null, "The account to run git as."),
  password: maybe.any(null, "Has a meaning on Windows only."),
  identity: maybe.any(null, "A private key for SSH, or a list of them: paths or `salt://`."),
  ...credentials,
  output_encoding: maybe.str(null, "How git's output is encoded."),
} as const;

/** The parameters of git.latest. */
export const latestParams = {
  name: needed.str("The address of the repository."),
  target: needed.any("Where it is cloned to, an absolute path."),
  rev: maybe.any("HEAD", "The branch, tag or commit."),
  branch: maybe.any(null, "The local branch."),
  update_head: maybe.bool(true, "Whether the local branch goes on to what was fetched."),
  force_checkout: maybe.bool(false, "Change branches although files were changed: the changes are lost."),
  force_clone: maybe.bool(false, "Empty the directory when it is no repository."),
  force_fetch: maybe.bool(false, "Take over branches that were rewritten."),
  force_reset: maybe.any(false, "Set the branch back; `remote-changes`: only when the remote has changed."),
  submodules: maybe.bool(false, "Bring submodules up to date, too."),
  bare: maybe.bool(false, "A repository without files."),
  mirror: maybe.bool(false, "The same, with all references."),
  remote: maybe.any("origin", "The name of the remote."),
  fetch_tags: maybe.bool(true, "Fetch the tags, too."),
  sync_tags: maybe.bool(true, "Remove tags that the remote has no more."),
  depth: maybe.any(null, "Clone only so many commits."),
  refspec_branch: maybe.any("*", "Which branches to fetch."),
  refspec_tag: maybe.any("*", "Which tags to fetch."),
  ...accessParams,
} as const;

/** The arguments of git.latest, checked. */
export interface LatestRequest {
  readonly name: string;
  readonly target: string;
  readonly rev: string;
  readonly branch: string | undefined;
  readonly remote: string;
  readonly isBare: boolean;
  readonly forceReset: boolean | "remote-changes";
  readonly refspecs: readonly string[];
  /** The address to show: it says whether there is a password. */
  readonly shownUrl: string;
  /** How git reaches the remote. */
  readonly access: { readonly identity: Value; readonly saltenv: string };
  readonly credentials: Credentials;
  readonly args: Args<typeof latestParams>;
}

/** Checks the arguments; a text says what is wrong with them. */
export async function latestRequest(
  args: Args<typeof latestParams>,
  context: ExecutionContext,
): Promise<LatestRequest | string> {
  if (!isTruthy(args.remote)) return "'remote' argument is required";
  if (!isTruthy(args.target)) return "'target' argument is required";
  if (!isTruthy(args.rev)) return `'${pythonStr(args.rev)}' is not a valid value for the 'rev' argument`;
  const { force_reset: forceReset } = args;
  if (forceReset !== true && forceReset !== false && forceReset !== "remote-changes")
    return "'force_reset' must be one of True, False, or 'remote-changes'";
  const [target, rev, remote] = [pythonStr(args.target), pythonStr(args.rev), pythonStr(args.remote)];
  if (!target.startsWith("/")) return `target '${target}' is not an absolute path`;
  const fault = await identityFault(args.identity, context);
  if (fault !== undefined) return fault;
  if (isFile(target)) return `Target '${target}' exists and is a regular file, cannot proceed`;
  try {
    environmentFor(args.name, args);
  } catch (error) {
    return faultText(error);
  }
  const isBare = args.bare || args.mirror;
  if (rev !== "HEAD" && isBare) return "'rev' is not compatible with the 'mirror' and 'bare' arguments";
  const [branches, tags] = [pythonStr(args.refspec_branch), pythonStr(args.refspec_tag)];
  return {
    ...{ name: args.name, target, rev, remote, isBare, forceReset, args },
    branch: args.branch === null ? undefined : pythonStr(args.branch),
    shownUrl: shownUrl(args),
    refspecs: args.fetch_tags
      ? [`refs/heads/${branches}:refs/remotes/${remote}/${branches}`, `+refs/tags/${tags}:refs/tags/${tags}`]
      : [],
    access: { identity: identities(args.identity), saltenv: environmentOf(context) },
    credentials: { https_user: args.https_user, https_pass: args.https_pass },
  };
}

/** The address as Salt shows it. */
function shownUrl({ name, https_user, https_pass }: { readonly name: string } & Credentials): string {
  const hasPassword = https_user !== null || https_pass !== null;
  return withoutPasswords(hasPassword ? name.replace("://", "://@") : name);
}

function identities(given: Value): Value {
  if (given === null) return null;
  return (isList(given) ? given : [given]).map((one) => expandUser(pythonStr(one)));
}

/** Why a private key cannot be used. */
export async function identityFault(given: Value, context: ExecutionContext): Promise<string | undefined> {
  if (given !== null && typeof given !== "string" && !isList(given))
    return "identity must be either a list or a string";
  const list = identities(given);
  for (const identity of isList(list) ? list.map(pythonStr) : []) {
    if (identity.includes("salt://")) {
      const cached = await context.call("cp.cache_file", [identity, environmentOf(context)]);
      if (!isTruthy(cached)) return `identity '${identity}' does not exist.`;
    } else if (!identity.startsWith("/")) return `identity '${identity}' is not an absolute path`;
  }
  return undefined;
}
