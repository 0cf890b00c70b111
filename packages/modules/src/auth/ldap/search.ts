/**
 * Asking a directory, by OpenLDAP's own ldapsearch: it knows TLS, referrals and the system's settings of both.
 */
import { spawn } from "node:child_process";
import { CommandExecutionError, CommandNotFoundError, TimeoutError } from "@salt/core";
import type { LdapEntry } from "./ldif.js";
import { readLdif } from "./ldif.js";
import type { LdapSettings } from "./settings.js";

/** Who asks. */
export interface LdapBind {
  readonly dn: string;
  readonly password: string;
}

/** What is looked for. */
export interface LdapSearch {
  readonly base: string;
  readonly scope: LdapSettings["scope"];
  readonly filter: string;
  readonly attributes: readonly string[];
}

/** The directory does not take a name with its password. */
export class LdapRefused extends CommandExecutionError {}

const MAX_MS = 20_000;
const MAX_OUTPUT = 4 * 1024 * 1024;
const MAX_REASON = 2048;
const INVALID_CREDENTIALS = 49;
const NO_SUCH_OBJECT = 32;
/** What a shell ends with when there is no such program, or it may not be run. */
const NOT_RUN: readonly (number | null)[] = [126, 127];
/** Stands for no attributes at all. */
const NOTHING = "1.1";

/** The entries that are found. Throws LdapRefused, CommandExecutionError, CommandNotFoundError and TimeoutError. */
export async function searchLdap(
  settings: LdapSettings,
  bind: LdapBind,
  search: LdapSearch,
  signal: AbortSignal,
): Promise<readonly LdapEntry[]> {
  // A bind with an empty password succeeds as nobody.
  if (bind.dn === "" || bind.password === "") throw new LdapRefused("A name and a password are needed");
  const { status, output, reason } = await run(
    settings,
    words(settings, bind, search),
    bind.password,
    signal,
  );
  if (status === 0) return readLdif(output);
  if (NOT_RUN.includes(status)) throw notFound(settings.program);
  if (status === NO_SUCH_OBJECT) return [];
  if (status === INVALID_CREDENTIALS) throw new LdapRefused("The directory does not take this password");
  throw new CommandExecutionError(`The directory ${settings.uri} cannot be asked: ${reason.trim()}`);
}

/** Whether the directory takes a name with its password. Throws as `searchLdap`, except LdapRefused. */
export async function canBind(settings: LdapSettings, bind: LdapBind, signal: AbortSignal): Promise<boolean> {
  const nothing = { base: "", scope: "base", filter: "(objectClass=*)", attributes: [] } as const;
  try {
    await searchLdap(settings, bind, nothing, signal);
    return true;
  } catch (error) {
    if (error instanceof LdapRefused) return false;
    throw error;
  }
}

function words(settings: LdapSettings, bind: LdapBind, search: LdapSearch): readonly string[] {
  const { base, scope, filter, attributes } = search;
  const form = ["-x", "-LLL", "-o", "ldif-wrap=no", "-o", "nettimeout=10", "-l", "15"];
  const where = ["-H", settings.uri, ...(settings.startTls ? ["-ZZ"] : [])];
  // The password comes by a pipe: arguments can be seen by everybody.
  const who = ["-D", bind.dn, "-y", "/dev/stdin"];
  const wanted = attributes.length === 0 ? [NOTHING] : attributes;
  return [...form, ...where, ...who, "-b", base, "-s", scope, filter, ...wanted];
}

/**
 * ldapsearch opens a file for the password, and the sockets that Node gives to programs cannot be opened; a pipe can.
 * The words of the command are arguments of the shell, never part of its text.
 */
const THROUGH_PIPE = 'cat | "$0" "$@"';

interface Ended {
  readonly status: number | null;
  readonly output: string;
  readonly reason: string;
}

function run(
  { program, verifies }: LdapSettings,
  args: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<Ended> {
  const deadline = AbortSignal.timeout(MAX_MS);
  const env = { PATH: "/usr/local/bin:/usr/bin:/bin", LDAPTLS_REQCERT: verifies ? "demand" : "never" };
  return new Promise((resolve, reject) => {
    const child = spawn("/bin/sh", ["-c", THROUGH_PIPE, program, ...args], {
      cwd: "/",
      env,
      signal: AbortSignal.any([signal, deadline]),
      killSignal: "SIGKILL",
    });
    const output: Buffer[] = [];
    let size = 0;
    let reason = "";
    child.stdout.on("data", (piece: Buffer) => {
      size += piece.length;
      if (size > MAX_OUTPUT) child.kill("SIGKILL");
      else output.push(piece);
    });
    child.stderr.on("data", (piece: Buffer) => {
      reason = (reason + piece.toString("utf8")).slice(-MAX_REASON);
    });
    child.on("error", (error) => reject(notRun(error, deadline.aborted)));
    child.on("close", (status) =>
      resolve({ status, output: Buffer.concat(output).toString("utf8"), reason }),
    );
    // A program that ends before it has read everything says why on its standard error.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

function notRun(error: Error, isLate: boolean): Error {
  if (isLate) return new TimeoutError("The directory took too long", { cause: error });
  return new CommandExecutionError(`The directory cannot be asked: ${error.message}`);
}

function notFound(program: string): CommandNotFoundError {
  return new CommandNotFoundError(`${program} cannot be run`, {
    hint: "Install OpenLDAP's programs (Debian: ldap-utils), or name one in auth.ldap.ldapsearch.",
  });
}
