/**
 * `pam`: the accounts of the master's machine, by the system's Pluggable Authentication Modules.
 */
import { accessSync, constants, readFileSync } from "node:fs";
import { join } from "node:path";
import { authModule, getList, getString } from "@salt/core";
import { askSystem } from "./system/ask-system.js";

/** No account's name is longer, and none has these. */
const NAME = /^[^\0\n:/]{1,256}$/;
const DEFAULT_SERVICE = "login";
const NO_RIGHTS =
  "PAM can check no other account than the master's own: run the master as root, or put its account into group shadow";

export const pam = authModule("pam", {
  doc: "The accounts of the master's machine; `auth.pam.service` names the PAM service (`login`).",
  auth: async ({ username, password }, context) => {
    const service = getString(context.opts, "auth.pam.service") ?? DEFAULT_SERVICE;
    if (!NAME.test(username) || password.includes("\0") || service.includes("/")) return false;
    if (letsRootIn(service)) {
      context.log.error({ service }, "The PAM service lets root in as anybody (pam_rootok); name another");
      return false;
    }
    const answer = await askSystem({ do: "pam", username, password, service }, context);
    if (answer.get("ok") === true) return true;
    const why = { step: answer.get("step"), status: answer.get("status") };
    context.log.info({ user: username, service, ...why }, "PAM does not let a user in");
    if (!mayReadShadow()) context.log.error({}, NO_RIGHTS);
    return false;
  },
  groups: async ({ username }, context) => {
    if (!NAME.test(username)) return [];
    const answer = await askSystem({ do: "groups", username }, context);
    return (getList(answer, "groups") ?? []).filter((name) => typeof name === "string");
  },
});

/** PAM's own program for passwords refuses callers that may not read them for any account but their own. */
function mayReadShadow(): boolean {
  try {
    accessSync("/etc/shadow", constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a service asks root for no password: then every name would be let in by a master that is root. */
function letsRootIn(service: string): boolean {
  try {
    return /^\s*auth\s.*\bpam_rootok\b/m.test(readFileSync(join("/etc/pam.d", service), "utf8"));
  } catch {
    return false; // PAM has services in other places too, and takes `other` where there is none.
  }
}
