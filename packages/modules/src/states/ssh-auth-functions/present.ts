/**
 * `ssh_auth.present`.
 */
import type { ExecutionContext, StateAnswer } from "@salt/core";
import { dict, isDict, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, changed, environmentOf, failed, pending, unchanged } from "../answer/answer.js";
import type { KeyRequest } from "./request.js";
import { callSsh, keyOfName, takenFault } from "./request.js";

const INVALID = "Invalid public ssh key, most likely has spaces or invalid syntax";
const NOT_WRITTEN =
  "Failed to add the ssh key. Is the home directory available, and/or does the key file exist?";

/** Lets others in as an account by a key, or by the keys of a file. */
export async function keyPresent(given: KeyRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name } = given;
  const request = given.source === "" ? keyOfName(given) : given;
  if (isTrial(context)) return { ...(await presentTrial(request, context)), name };
  const done = given.source === "" ? await setKey(request, context) : await setFile(request, context);
  return { ...told(done, request, context), name };
}

async function setKey(request: KeyRequest, context: ExecutionContext): Promise<string> {
  const { name, user, enc, comment, config, fingerprint_hash_type } = request;
  const options = isTruthy(request.options) ? request.options : [];
  return pythonStr(
    await context.call("ssh.set_auth_key", [user, name], {
      ...{ enc, comment, options, config, fingerprint_hash_type },
    }),
  );
}

async function setFile(request: KeyRequest, context: ExecutionContext): Promise<string> {
  const { user, source, options, config, fingerprint_hash_type } = request;
  const saltenv = environmentOf(context);
  if (!isTruthy(await context.call("cp.get_url", [source, null], { saltenv }))) return "no key";
  return pythonStr(
    await context.call("ssh.set_auth_key_from_file", [user, source], {
      ...{ config, saltenv, fingerprint_hash_type, options },
    }),
  );
}

function told(done: string, { name, user, source }: KeyRequest, context: ExecutionContext): StateAnswer {
  const key = `The authorized host key ${name}`;
  switch (done) {
    case "replace":
      return changed(name, `${key} for user ${user} was updated`, { [name]: "Updated" });
    case "no change":
      return unchanged(name, `${key} is already present for user ${user}`);
    case "new":
      return changed(name, `${key} for user ${user} was added`, { [name]: "New" });
    case "no key":
      return failed(name, `Failed to add the ssh key. Source file ${source} is missing`);
    case "fail":
      return failed(name, takenFault(context) ?? NOT_WRITTEN);
    case "invalid":
    case "Invalid public key":
      return failed(name, INVALID);
    default:
      return answer(name, true, "");
  }
}

async function presentTrial(request: KeyRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, user, enc, comment, options, source } = request;
  if (source !== "") return await fileTrial(request, "exists", (status) => `Set to ${status}`, context);
  const list = isTruthy(options) ? options : [];
  const status = await callSsh("check_key", [user, name, enc, comment, list], request, context);
  if (status === "exists")
    return unchanged(name, `The authorized host key ${name} is already present for user ${user}`);
  return pending(name, `Key ${name} for user ${user} is set to be ${status === "add" ? "added" : "updated"}`);
}

/** What a trial says about the keys of a file: a line for each whose state is not the wanted one. */
export async function fileTrial(
  request: KeyRequest,
  wanted: "exists" | "add",
  what: (status: string) => string,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, user, source, config, fingerprint_hash_type } = request;
  const saltenv = environmentOf(context);
  const options = { saltenv, fingerprint_hash_type };
  const keys = await context.call("ssh.check_key_file", [user, source, config], options);
  const found = [...(isDict(keys) ? keys : dict({}))];
  const lines = found
    .filter(([, status]) => status !== wanted)
    .map(([key, status]) => `${what(pythonStr(status))}: ${pythonStr(key)}\n`);
  if (lines.length > 0) return pending(name, lines.join(""));
  const fault = takenFault(context);
  if (fault !== undefined) return failed(name, fault);
  const state = wanted === "exists" ? "present" : "absent";
  return unchanged(name, `All host keys in file ${source} are already ${state}`);
}
