/**
 * `ssh_auth.absent`.
 */
import type { ExecutionContext, StateAnswer } from "@salt/core";
import { isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, environmentOf, pending, unchanged } from "../answer/answer.js";
import { fileTrial } from "./present.js";
import type { KeyRequest } from "./request.js";
import { callSsh, keyOfName } from "./request.js";

/** Lets others in as an account by a key, or by the keys of a file, no more. */
export async function keyAbsent(given: KeyRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, source } = given;
  const request = source === "" ? keyOfName(given) : given;
  if (isTrial(context)) return { ...(await absentTrial(request, context)), name };
  const comment = source === "" ? await removeKey(request, context) : await removeFile(request, context);
  if (comment === "User authorized keys file not present") return answer(name, false, comment);
  return answer(name, true, comment, comment === "Key removed" ? { [request.name]: "Removed" } : {});
}

async function removeKey(request: KeyRequest, context: ExecutionContext): Promise<string> {
  return pythonStr(await callSsh("rm_auth_key", [request.user, request.name], request, context));
}

/** What was done; nothing is said about a file that there is not, as in Salt. */
async function removeFile(request: KeyRequest, context: ExecutionContext): Promise<string> {
  const { user, source, config, fingerprint_hash_type } = request;
  const saltenv = environmentOf(context);
  if (!isTruthy(await context.call("cp.get_url", [source, null], { saltenv }))) return "";
  const options = { saltenv, fingerprint_hash_type };
  return pythonStr(await context.call("ssh.rm_auth_key_from_file", [user, source, config], options));
}

async function absentTrial(request: KeyRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, user, enc, comment, options, source } = request;
  if (source !== "") return await fileTrial(request, "add", () => "Set to remove", context);
  const list = isTruthy(options) ? options : [];
  const status = await callSsh("check_key", [user, name, enc, comment, list], request, context);
  if (status === "update" || status === "exists")
    return pending(name, `Key ${name} for user ${user} is set for removal`);
  return unchanged(name, "Key is already absent");
}
