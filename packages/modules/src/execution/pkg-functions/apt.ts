/**
 * Running `apt-get` and its like without questions, and names that they cannot take for anything else.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { pythonStr, SaltInvocationError, sleep } from "@salt/core";
import type { ProgramResult } from "../program/run-program.js";
import { runProgram } from "../program/run-program.js";

/** Nobody is there to answer. */
const QUIET_ENV: Plain = {
  APT_LISTBUGS_FRONTEND: "none",
  APT_LISTCHANGES_FRONTEND: "none",
  DEBIAN_FRONTEND: "noninteractive",
  UCF_FORCE_CONFFOLD: "1",
};
/** Waits for another apt, in milliseconds: 2, 4, 8 … seconds, about 17 minutes in all. */
const LOCK_WAITS_MS = Array.from({ length: 9 }, (_none, at) => 2000 * 2 ** at);

/** Keep configuration that was changed by hand; take that of the package where it was not. */
export const KEEP_CONFIGURATION: readonly string[] = [
  "-o",
  "DPkg::Options::=--force-confold",
  "-o",
  "DPkg::Options::=--force-confdef",
];

/** Runs a command of apt; waits while another one has the lock. */
export async function runApt(
  words: readonly string[],
  context: ExecutionContext,
  options: { readonly [name: string]: Plain } = {},
): Promise<ProgramResult> {
  let result = await runProgram(words, context, { env: QUIET_ENV, ...options });
  for (const wait of LOCK_WAITS_MS) {
    if (!result.stderr.includes("Could not get lock")) break;
    context.log.warn({ wait }, "Another apt is at work; waiting for it");
    await sleep(wait, context.signal);
    result = await runProgram(words, context, { env: QUIET_ENV, ...options });
  }
  return result;
}

/**
 * The name of a package, perhaps with an architecture. Throws SaltInvocationError for anything else: `apt-get install`
 * takes `name-` for a removal and `name/suite` or patterns for others.
 */
export function packageName(value: Value): string {
  const name = pythonStr(value);
  if (/^[A-Za-z0-9][A-Za-z0-9+._]*(?:-[A-Za-z0-9+._]+)*(?::[A-Za-z0-9][A-Za-z0-9-]*)?$/.test(name))
    return name;
  throw new SaltInvocationError(`${JSON.stringify(name)} is not the name of a package`);
}

/** A version of a package. Throws SaltInvocationError for anything else. */
export function packageVersion(value: Value): string {
  const version = pythonStr(value);
  if (/^[A-Za-z0-9][A-Za-z0-9.+:~-]*$/.test(version)) return version;
  throw new SaltInvocationError(`${JSON.stringify(version)} is not the version of a package`);
}

/** The name of a release, as `stable` or `bookworm-backports`. Throws SaltInvocationError for anything else. */
export function releaseName(value: Value): string {
  const name = pythonStr(value);
  if (/^[A-Za-z0-9][\w.+/-]*$/.test(name)) return name;
  throw new SaltInvocationError(`${JSON.stringify(name)} is not the name of a release`);
}
