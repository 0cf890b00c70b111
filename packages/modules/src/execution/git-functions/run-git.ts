/**
 * Running git, with what all functions of its module have in common.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, get, isDict, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { splitWords } from "../cmd/words.js";
import { expandUser, isFile, joinPaths } from "../file-functions/paths.js";
import type { ProgramResult } from "../program/run-program.js";
import { plainName, plainValue } from "../program/run-program.js";

/** Parameters that nearly all functions have. */
export const common = {
  user: maybe.str(null, "The account to run git as."),
  password: maybe.any(null, "Has a meaning on Windows only."),
  ignore_retcode: maybe.bool(false, "Do not log a failure as an error."),
  output_encoding: maybe.str(null, "How git's output is encoded."),
} as const;
const { user, password, ignore_retcode, output_encoding } = common;
/** The first part of `common`, for functions that have other parameters in between, as in Salt. */
export const asUser = { user, password } as const;
/** Its third part. */
export const ignoreRetcode = { ignore_retcode } as const;
/** Its last part. */
export const outputEncoding = { output_encoding } as const;
/** The directory of a repository. */
export const cwd = needed.any("The directory of the repository.");
/** Options for git and for its subcommand. */
export const options = {
  opts: maybe.any("", "Options of the subcommand, as on its command line."),
  git_opts: maybe.any("", "Options of git itself, as on its command line."),
} as const;
/** For functions that reach other machines. */
export const remoteAccess = {
  identity: maybe.any(null, "A private key for SSH, or a list of them: paths or `salt://`."),
} as const;
/** The environment of the file server, for keys. */
export const saltenv = maybe.str("base", "The environment of the file server.");

/** What is common to calls. */
export interface GitCall {
  readonly user: string | null;
  readonly ignore_retcode?: boolean;
  readonly output_encoding: string | null;
  readonly identity?: Value;
  readonly saltenv?: string | null;
}

/** What a call does beside running. */
export interface GitRun {
  readonly cwd?: string;
  /** Give the result of a failure instead of throwing. */
  readonly mayFail?: boolean;
  /** Put what git says to people among its output. */
  readonly withMessages?: boolean;
  /** Variables of its environment. */
  readonly env?: { readonly [name: string]: string };
}

/** SSH must not ask, and takes new hosts: jobs have nobody to answer. */
const SSH =
  "ssh -oStrictHostKeyChecking=no -oPasswordAuthentication=no -oKbdInteractiveAuthentication=no -oChallengeResponseAuthentication=no";

/** The repository's directory; one that is not absolute is below the account's home. */
export function place(given: Value, user: string | null): string {
  const path = plainValue(given, "cwd");
  return joinPaths(expandUser(`~${user ?? ""}`), path);
}

/** Options as words. Throws ValueError for a quote that is not closed. */
export function optionWords(value: Value): readonly string[] {
  if (value === null) return [];
  if (isList(value)) return value.map(pythonStr);
  const words = typeof value === "string" ? splitWords(value) : [pythonStr(value)];
  return words.at(-1) === "--" ? words.slice(0, -1) : words;
}

/** A list, or a text with commas, of names that are no options. */
export function nameList(value: Value, what: string): readonly string[] {
  const items = isList(value) ? value.map(pythonStr) : pythonStr(value).split(",");
  return items.map((item) => plainName(item.trim(), what));
}

/**
 * Runs git. With identities each is tried in turn. Throws CommandExecutionError when it fails, without the passwords in
 * addresses.
 */
export async function runGit(
  words: readonly string[],
  call: GitCall,
  context: ExecutionContext,
  how: GitRun = {},
): Promise<ProgramResult> {
  if (isTruthy(call.identity)) return await runWithIdentities(words, call, context, how);
  const done = await runOnce(words, call, context, how, {});
  if (done.retcode === 0 || how.mayFail === true) return done;
  const fault = how.withMessages === true ? done.stdout : done.stderr;
  const command = withoutPasswords(["git", ...words].join(" "));
  throw new CommandExecutionError(
    `Command '${command}' failed${fault === "" ? "" : `: ${withoutPasswords(fault)}`}`,
  );
}

async function runOnce(
  words: readonly string[],
  call: GitCall,
  context: ExecutionContext,
  how: GitRun,
  env: { readonly [name: string]: string },
): Promise<ProgramResult> {
  const result = await context.call("cmd.run_all", [["git", ...words]], {
    python_shell: false,
    cwd: how.cwd ?? null,
    runas: call.user,
    env: { ...how.env, ...env },
    ignore_retcode: call.ignore_retcode === true,
    redirect_stderr: how.withMessages === true,
    ...(call.output_encoding === null ? {} : { output_encoding: call.output_encoding }),
    // The command may have a password in an address.
    output_loglevel: "quiet",
  });
  const text = (key: string): string => pythonStr(get(result, key) ?? "");
  const retcode = isDict(result) ? Number(result.get("retcode") ?? 1) : 1;
  return { retcode, stdout: text("stdout"), stderr: text("stderr") };
}

async function runWithIdentities(
  words: readonly string[],
  call: GitCall,
  context: ExecutionContext,
  how: GitRun,
): Promise<ProgramResult> {
  const given = isList(call.identity ?? null) ? call.identity : [call.identity ?? null];
  const [faults, missing]: [string[], string[]] = [[], []];
  let last: ProgramResult | undefined;
  for (const identity of isList(given ?? null) ? (given as readonly Value[]) : []) {
    const file = await identityFile(pythonStr(identity), call.saltenv ?? "base", context);
    if (file === undefined) {
      missing.push(pythonStr(identity));
      continue;
    }
    const quoted = `'${file.replaceAll("'", "'\\''")}'`;
    last = await runOnce(words, call, context, how, { GIT_SSH_COMMAND: `${SSH} -i ${quoted}` });
    if (last.retcode === 0) return last;
    faults.push(withoutPasswords(how.withMessages === true ? last.stdout : last.stderr));
  }
  if (last !== undefined && how.mayFail === true) return last;
  const absent =
    missing.length === 0 ? [] : [`The following identity file(s) were not found: ${missing.join(", ")}`];
  throw new CommandExecutionError(
    `Unable to authenticate using identity file:\n\n${[faults.join("\n"), ...absent].filter((part) => part !== "").join("\n\n")}`,
  );
}

async function identityFile(
  identity: string,
  env: string,
  context: ExecutionContext,
): Promise<string | undefined> {
  if (!identity.startsWith("salt://")) return isFile(identity) ? identity : undefined;
  const cached = await context.call("cp.cache_file", [identity, env]);
  if (typeof cached !== "string" || cached === "") return undefined;
  // SSH refuses keys that others can read.
  await context.call("file.set_mode", [cached, "0600"]);
  return cached;
}

/** Takes names and passwords out of web addresses. */
export function withoutPasswords(text: string): string {
  return text.replace(/(https?):\/\/.*@/gi, "$1://<redacted>@");
}
