/**
 * The accounts of this machine, for keys that belong to one of them.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** An account and its numeric id. */
export interface Account {
  readonly name: string;
  readonly uid: number;
}

/** All accounts in `/etc/passwd`; none where there is no such file. */
export function localAccounts(): readonly Account[] {
  let text: string;
  try {
    text = readFileSync("/etc/passwd", "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    const [name = "", , uid = ""] = line.split(":");
    return name !== "" && /^\d+$/.test(uid) ? [{ name, uid: Number(uid) }] : [];
  });
}

/** The numeric id of an account, asking the system's other sources when `/etc/passwd` does not have it. */
export function uidOf(name: string): number | undefined {
  const local = localAccounts().find((account) => account.name === name);
  if (local !== undefined) return local.uid;
  try {
    const answer = execFileSync("id", ["-u", "--", name], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /^\d+\s*$/.test(answer) ? Number(answer) : undefined;
  } catch {
    return undefined;
  }
}
