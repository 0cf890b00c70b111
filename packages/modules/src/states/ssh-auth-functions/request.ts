/**
 * The arguments of the states of authorized keys.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { maybe, needed } from "@salt/core";
import { namedKey } from "../../execution/ssh-functions/public-keys.js";

/** A key, or a file of keys, and whose file of authorized keys it belongs into. */
export interface KeyRequest {
  readonly name: string;
  readonly user: string;
  readonly enc: string;
  readonly comment: Value;
  readonly source: string;
  readonly options: Value;
  readonly config: string;
  readonly fingerprint_hash_type: string | null;
}

/** The parameters after the name. */
export const keyParameters = {
  user: needed.str("The account."),
  enc: { ...needed.str("The kind of the key."), fallback: "ssh-rsa" },
  comment: maybe.any("", "A comment."),
  source: { ...needed.str("A file with keys, instead of one key."), fallback: "" },
  options: maybe.any(null, "Options of the key, a list."),
  config: {
    ...needed.str("The file below the home; `%u` and `%h` are the account and its home."),
    fallback: ".ssh/authorized_keys",
  },
  fingerprint_hash_type: maybe.str(null, "The digest of fingerprints: sha256 when not given."),
};

/** The request with what the name of the state tells of its key. */
export function keyOfName(request: KeyRequest): KeyRequest {
  const { key, enc, comment, options } = namedKey(request.name);
  return {
    ...request,
    name: key,
    enc: enc ?? request.enc,
    comment: comment ?? request.comment,
    options: options === undefined ? request.options : [...options],
  };
}

/** Calls a function of the `ssh` module with the parts of a request that it takes. */
export async function callSsh(
  fun: string,
  args: readonly Plain[],
  request: KeyRequest,
  context: ExecutionContext,
): Promise<Value> {
  const { config, fingerprint_hash_type } = request;
  return await context.call(`ssh.${fun}`, args, { config, fingerprint_hash_type });
}

/** What the `ssh` module said about the last file without keys; it is said once. */
export function takenFault(context: ExecutionContext): string | undefined {
  const fault = context.memory.get("ssh_auth.error");
  context.memory.delete("ssh_auth.error");
  return typeof fault === "string" ? fault : undefined;
}
