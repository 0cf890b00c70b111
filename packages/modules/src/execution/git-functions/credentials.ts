/**
 * Names and passwords for https: git gets them through its environment, never on its command line, and never writes
 * them into a repository's configuration, as Salt lets it.
 */
import type { ExecutionContext } from "@salt/core";
import { maybe, SaltInvocationError } from "@salt/core";
import { plainName } from "../program/run-program.js";
import type { GitCall } from "./run-git.js";
import { runGit } from "./run-git.js";

/** Parameters of functions that reach other machines. Salt's `fetch`, `pull`, `push` and `submodule` have them not. */
export const credentials = {
  https_user: maybe.str(null, "A name for https."),
  https_pass: maybe.str(null, "A password for https: git sees it, other users and the disk do not."),
} as const;

/** A name and a password; null where there is none. */
export interface Credentials {
  readonly https_user: string | null;
  readonly https_pass: string | null;
}

/** Variables of git's environment. */
export type GitEnvironment = { readonly [name: string]: string };

/**
 * The environment with which git signs in at the host of an address, and at no other. Throws SaltInvocationError when
 * there is something to sign in with, and the address is not for https.
 */
export function environmentFor(url: string, { https_user, https_pass }: Credentials): GitEnvironment {
  plainName(url, "url");
  if (https_user === null && https_pass === null) return {};
  const host = /^https:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(url)?.[1];
  if (host === undefined) throw new SaltInvocationError("Basic Auth only supported for HTTPS");
  const account = Buffer.from(`${https_user ?? ""}:${https_pass ?? ""}`).toString("base64");
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.https://${host}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${account}`,
  };
}

/** The same for a remote of a repository: its name, or an address. */
export async function environmentForRemote(
  remote: string,
  call: GitCall & Credentials,
  folder: string,
  context: ExecutionContext,
): Promise<GitEnvironment> {
  if (call.https_user === null && call.https_pass === null) return {};
  if (remote.includes(":")) return environmentFor(remote, call);
  const how = { cwd: folder, mayFail: true };
  const { stdout } = await runGit(
    ["config", "--get", `remote.${remote}.url`],
    { ...call, identity: null },
    context,
    how,
  );
  return environmentFor(stdout, call);
}
