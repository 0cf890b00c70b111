/**
 * Accounts of this machine, from wherever the system knows them.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What is needed to take on an account. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** All its groups, its own included. */
  readonly groups: readonly number[];
}

/** The account of a name; undefined when there is none. */
export async function findAccount(name: string): Promise<Account | undefined> {
  const [uid] = await ids("-u", name);
  const [gid] = await ids("-g", name);
  if (uid === undefined || gid === undefined) return undefined;
  return { uid, gid, groups: await ids("-G", name) };
}

async function ids(option: string, name: string): Promise<readonly number[]> {
  try {
    const { stdout } = await promisify(execFile)("id", [option, "--", name]);
    return stdout.trim().split(" ").map(Number);
  } catch {
    return [];
  }
}
