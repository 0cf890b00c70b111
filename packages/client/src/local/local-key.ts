/**
 * The local key: the text that proves to a master that a command runs on its machine, as an account it trusts.
 */
import { readFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";

/** The name a command presents: the account, or `sudo_<name>` when root came by sudo. */
export function callerName(account: string, sudoUser: string | undefined): string {
  return account === "root" && sudoUser !== undefined && sudoUser !== "" ? `sudo_${sudoUser}` : account;
}

/** The account this process runs as; its number when it has no name. */
export function currentAccount(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}

/**
 * The key file for a caller. Root, also by sudo, uses the key of the account that the master runs as, since
 * the master makes none for root then.
 */
export function localKeyPath(cachedir: string, caller: string, masterUser: string): string {
  const owner = caller === "root" || caller.startsWith("sudo_") ? masterUser : caller;
  return join(cachedir, `.${owner.replaceAll(/[\\/]/g, "_")}_key`);
}

/** The key, or an empty text when it cannot be read: the master then says why that is not enough. */
export async function readLocalKey(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return "";
  }
}
