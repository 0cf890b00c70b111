/**
 * Outcomes as bytes, for the way from a job process to the daemon.
 */
import type { Value } from "@salt/core";
import { get, getString, MalformedError } from "@salt/core";
import { decode, encode } from "@salt/wire";
import type { JobOutcome } from "../jobs/run/outcome.js";

/** Packs an outcome. Throws EncodeError for a result that has no form. */
export function packOutcome(outcome: JobOutcome): Uint8Array {
  return encode({ ...outcome, out: outcome.out ?? null }, "ipc");
}

/** Reads an outcome. Throws MalformedError. */
export function unpackOutcome(bytes: Uint8Array): JobOutcome {
  const value = decode(bytes, { dialect: "ipc" });
  const field = (name: string): Value => {
    const found = get(value, name);
    if (found === undefined) throw new MalformedError(`an outcome lacks ${name}`);
    return found;
  };
  return {
    return: field("return"),
    retcode: field("retcode"),
    success: field("success"),
    out: getString(value, "out"),
    silent: field("silent") === true,
  };
}
