/**
 * Other repositories: fetching from them, pushing to them, and their addresses.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, isTruthy, maybe, needed } from "@salt/core";
import { givenKeywords, refuseOtherKeywords } from "../../values/keywords.js";
import { fileFn } from "../file-functions/system-error.js";
import { plainName } from "../program/run-program.js";
import { credentials, environmentFor, environmentForRemote } from "./credentials.js";
import { commandWords, outputOf } from "./repository-functions.js";
import type { GitCall } from "./run-git.js";
import {
  common,
  cwd,
  nameList,
  options,
  optionWords,
  place,
  remoteAccess,
  runGit,
  saltenv,
  withoutPasswords,
} from "./run-git.js";

const { user, password, ignore_retcode, output_encoding } = common;
const UPDATE = /^[\s*]*(?:([0-9a-f]+)\.\.([0-9a-f]+)|\[(?:new (tag|branch)|tag update)\])\s+(.+)->/;

/** The functions, by name. */
export const remoteFunctions = {
  fetch: fileFn({
    doc: "Fetches new commits; gives the branches and tags that changed.",
    examples: ["salt '*' git.fetch /path/to/repo upstream"],
    params: {
      cwd,
      remote: maybe.any(null, "The remote."),
      force: maybe.bool(false, "Take over branches that were rewritten."),
      refspecs: maybe.any(null, "What to fetch: a list, or a text with commas."),
      ...options,
      user,
      password,
      ...remoteAccess,
      ignore_retcode,
      saltenv,
      output_encoding,
      ...credentials,
    },
    run: async (args, context): Promise<Plain> => {
      const opts = optionWords(args.opts).filter((word) => word !== "-f" && word !== "--force");
      const words = [...optionWords(args.git_opts), "fetch", ...(args.force ? ["--force"] : []), ...opts];
      const remote = isTruthy(args.remote) ? [plainName(args.remote, "remote")] : [];
      const refspecs = args.refspecs === null ? [] : nameList(args.refspecs, "refspecs");
      const folder = place(args.cwd, args.user);
      const env = await environmentForRemote(remote[0] ?? "origin", args, folder, context);
      const how = { withMessages: true, env };
      return fetched(await outputOf([...words, ...remote, ...refspecs], args, context, how));
    },
  }),
  ls_remote: fileFn({
    doc: "The branches and tags of a remote with their commits.",
    examples: ["salt '*' git.ls_remote /path/to/repo origin master"],
    params: {
      cwd: maybe.any(null, "The directory of the repository."),
      remote: maybe.str("origin", "The remote, or an address."),
      ref: maybe.any(null, "Only this one."),
      ...options,
      user,
      password,
      ...remoteAccess,
      ...credentials,
      ignore_retcode,
      output_encoding,
      saltenv,
    },
    run: async (args, context): Promise<Plain> => {
      const remote = plainName(args.remote ?? "origin", "remote");
      const env =
        args.cwd === null
          ? environmentFor(remote, args)
          : await environmentForRemote(remote, args, place(args.cwd, args.user), context);
      const ref = isTruthy(args.ref) ? [plainName(args.ref, "ref")] : [];
      const words = [...commandWords("ls-remote", args), remote, ...ref];
      const folder = args.cwd === null ? {} : { cwd: place(args.cwd, args.user) };
      return references((await runGit(words, args, context, { ...folder, env })).stdout);
    },
  }),
  push: fileFn({
    doc: "Sends commits to a remote.",
    examples: ["salt '*' git.push /path/to/repo upstream issue21:develop"],
    params: {
      cwd,
      remote: maybe.any(null, "The remote."),
      ref: maybe.any(null, "What to send, e.g. `master` or `local:remote`."),
      ...options,
      user,
      password,
      ...remoteAccess,
      ignore_retcode,
      saltenv,
      output_encoding,
      ...credentials,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      refuseOtherKeywords(kwargs, []);
      const remote = plainName(args.remote ?? "", "remote");
      const words = [...commandWords("push", args), remote, plainName(args.ref ?? "", "ref")];
      const env = await environmentForRemote(remote, args, place(args.cwd, args.user), context);
      return await outputOf(words, args, context, { env });
    },
  }),
  remote_get: fileFn({
    doc: "The addresses of a remote.",
    examples: ["salt '*' git.remote_get /path/to/repo upstream"],
    params: {
      cwd,
      remote: maybe.str("origin", "The remote."),
      user,
      password,
      redact_auth: maybe.bool(true, "Without names and passwords."),
      ignore_retcode,
      output_encoding,
    },
    run: (args, context) => remoteOf(args, args.remote ?? "origin", args.redact_auth, context),
  }),
  remote_refs: fileFn({
    doc: "The branches and tags at an address with their commits.",
    examples: ["salt '*' git.remote_refs https://github.com/saltstack/salt.git filter='refs/heads/*'"],
    params: {
      url: needed.str("The address."),
      heads: maybe.bool(false, "Only branches."),
      tags: maybe.bool(false, "Only tags."),
      user,
      password,
      ...remoteAccess,
      ...credentials,
      ignore_retcode,
      output_encoding,
      saltenv,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      refuseOtherKeywords(kwargs, ["filter"]);
      const filter = givenKeywords(kwargs).get("filter") ?? "";
      const kinds = [...(args.heads ? ["--heads"] : []), ...(args.tags ? ["--tags"] : [])];
      const url = plainName(args.url, "url");
      const env = environmentFor(url, args);
      const only = isTruthy(filter) ? [plainName(filter, "filter")] : [];
      return references((await runGit(["ls-remote", ...kinds, url, ...only], args, context, { env })).stdout);
    },
  }),
  remote_set: fileFn({
    doc: "Adds a remote, or changes its addresses.",
    examples: ["salt '*' git.remote_set /path/to/repo git@github.com:user/repo.git remote=upstream"],
    params: {
      cwd,
      url: needed.str("The address."),
      remote: maybe.str("origin", "The remote."),
      user,
      password,
      ...credentials,
      push_url: maybe.any(null, "Another address to send commits to."),
      push_https_user: maybe.str(null, "A name for https there."),
      push_https_pass: maybe.str(null, "A password for https there."),
      ignore_retcode,
      output_encoding,
    },
    run: async (args, context): Promise<Plain> => {
      const remote = plainName(args.remote ?? "origin", "remote");
      const url = plainName(args.url, "url");
      // Checked, and not kept: a repository's configuration is read by many.
      environmentFor(url, args);
      const pushUrl = isTruthy(args.push_url) ? plainName(args.push_url, "push_url") : undefined;
      const { push_https_user: https_user, push_https_pass: https_pass } = args;
      if (pushUrl !== undefined) environmentFor(pushUrl, { https_user, https_pass });
      if ((await remotesOf(args, true, context)).has(remote))
        await outputOf(["remote", "rm", remote], args, context);
      await outputOf(["remote", "add", remote, url], args, context);
      if (pushUrl !== undefined)
        await outputOf(["remote", "set-url", "--push", remote, pushUrl], args, context);
      return await remoteOf(args, remote, true, context);
    },
  }),
  remotes: fileFn({
    doc: "All remotes with their addresses.",
    examples: ["salt '*' git.remotes /path/to/repo"],
    params: {
      cwd,
      user,
      password,
      redact_auth: maybe.bool(true, "Without names and passwords."),
      ignore_retcode,
      output_encoding,
    },
    run: (args, context): Promise<Plain> => remotesOf(args, args.redact_auth, context),
  }),
} as const;

type Repository = GitCall & { readonly cwd: Value };

async function remotesOf(
  args: Repository,
  redacts: boolean,
  context: ExecutionContext,
): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>();
  for (const line of (await outputOf(["remote", "--verbose"], args, context)).split("\n")) {
    const [, name, url, action = ""] = /^(\S+)\s+(.*)\s+\((fetch|push)\)/.exec(line) ?? [];
    if (name === undefined || url === undefined) continue;
    const urls = found.get(name) ?? new Map<string, string>();
    found.set(name, urls.set(action, redacts ? withoutPasswords(url) : url));
  }
  return found;
}

async function remoteOf(
  args: Repository,
  remote: string,
  redacts: boolean,
  context: ExecutionContext,
): Promise<Plain> {
  const found = (await remotesOf(args, redacts, context)).get(remote);
  if (found !== undefined) return found;
  const folder = place(args.cwd, args.user);
  throw new CommandExecutionError(`Remote '${remote}' not present in git checkout located at ${folder}`);
}

function references(output: string): Plain {
  const rows = output.split("\n").map((line) => /^(\S+)\s+(.+)$/.exec(line) ?? []);
  return new Map(rows.filter((row) => row.length > 0).map(([, commit = "", name = ""]) => [name, commit]));
}

/** What `git fetch` says that it did. */
function fetched(output: string): Plain {
  const found: { [kind: string]: Plain } = {};
  const lists = new Map<string, string[]>();
  const branches = new Map<string, Plain>();
  for (const line of output.split("\n")) {
    const [, old, fresh, kind, given = ""] = UPDATE.exec(line) ?? [];
    const name = given.trimEnd();
    if (name === "") continue;
    if (old !== undefined && kind === undefined) {
      branches.set(name, { old, new: fresh });
      found["updated branches"] = branches;
      continue;
    }
    const list = kind === undefined ? "updated tags" : kind === "tag" ? "new tags" : "new branches";
    lists.set(list, [...(lists.get(list) ?? []), name]);
    found[list] = lists.get(list);
  }
  return found;
}
