/**
 * Encryption of mail by gpg, with the public keys that an account of the minion has.
 */
import { join } from "node:path";
import type { ReturnerContext } from "@salt/core";
import { get, pythonStr, SaltInvocationError } from "@salt/core";

const TIMEOUT_SECONDS = 30;

/** The text for the receivers only, or, as in Salt, why there is none. */
export async function encryptedText(
  text: string,
  to: readonly string[],
  owner: string,
  { minion }: ReturnerContext,
): Promise<string> {
  if (minion === undefined) throw new SaltInvocationError("smtp: mail is encrypted by minions only");
  const home = pythonStr(get(await minion.call("user.info", [owner]), "home") ?? "");
  if (home === "" || home === "None")
    throw new SaltInvocationError(`smtp: smtp.gpgowner: there is no account ${owner}`);
  const options = ["--batch", "--trust-model", "always", "--armor", "--encrypt"];
  const receivers = to.flatMap((address) => ["--recipient", address]);
  const told = await minion.call(
    "cmd.run_all",
    [["gpg", "--homedir", join(home, ".gnupg"), ...options, ...receivers]],
    { stdin: text, python_shell: false, timeout: TIMEOUT_SECONDS, output_loglevel: "quiet" },
  );
  if (get(told, "retcode") === 0) return pythonStr(get(told, "stdout") ?? "");
  minion.log.error({ retcode: get(told, "retcode") ?? null }, "A mail could not be encrypted");
  return `Encryption failed, the return data was not sent.\r\n\r\n${pythonStr(get(told, "stderr") ?? "")}`;
}
