/**
 * Takes on another account for the rest of the process.
 */
import { currentAccount } from "@salt/client";
import { SaltError } from "@salt/core";
import { findAccount } from "../commands/accounts.js";

/** Exit statuses of sysexits.h. */
const EXIT_NO_USER = 67;
const EXIT_NO_PERMISSION = 77;

/** Becomes `name` with all its groups; nothing happens when this is that account already. Throws SaltError. */
export async function becomeAccount(name: string): Promise<void> {
  if (process.getuid === undefined || currentAccount() === name) return;
  const account = await findAccount(name);
  if (account === undefined) {
    throw new SaltError("NO_ACCOUNT", `There is no account '${name}' on this machine.`, {
      hint: "Create it, or set the option user to another one.",
      exitCode: EXIT_NO_USER,
    });
  }
  if (process.getuid() === account.uid) return;
  if (process.getuid() !== 0) {
    throw new SaltError(
      "WRONG_ACCOUNT",
      `The configuration says user: ${name}, which this account may not become.`,
      {
        hint: `Run the command as root or as ${name}, or set the option user to your own account.`,
        exitCode: EXIT_NO_PERMISSION,
      },
    );
  }
  process.setgroups?.([...account.groups]);
  process.setgid?.(account.gid);
  process.setuid?.(account.uid);
  process.env.USER = name;
  process.env.LOGNAME = name;
}
