/**
 * Accounts and groups of this machine, and running a program as one of them.
 */
import { readFileSync } from "node:fs";
import { CommandExecutionError } from "@salt/core";
import { findProgram } from "./programs.js";

/** An account of this machine. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

/** Whom a program runs as; undefined stays as it is. */
export interface Identity {
  readonly account: Account | undefined;
  readonly gid: number | undefined;
}

/** How to take an identity on: words before the program's own, or ids for the system call that starts it. */
export interface Disguise {
  readonly words: readonly string[];
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

/** Reads the accounts of a passwd file's text. */
function parseAccounts(text: string): readonly Account[] {
  return text.split("\n").flatMap((line) => {
    const [name, , uid, gid, , home, shell] = line.split(":");
    if (name === undefined || name === "" || home === undefined) return [];
    return [{ name, uid: Number(uid), gid: Number(gid), home, shell: shell ?? "" }];
  });
}

/** The accounts of this machine. */
export function readAccounts(): readonly Account[] {
  return parseAccounts(readFileSync("/etc/passwd", "utf8"));
}

/** The account of a name. Throws CommandExecutionError when there is none. */
export function accountOf(name: string): Account {
  const found = readAccounts().find((account) => account.name === name);
  if (found === undefined) throw new CommandExecutionError(`User '${name}' is not available`);
  return found;
}

/** The id of a group. Throws CommandExecutionError when there is none. */
export function groupIdOf(name: string): number {
  const lines = readFileSync("/etc/group", "utf8").split("\n");
  const gid = lines.map((line) => line.split(":")).find(([group]) => group === name)?.[2];
  if (gid === undefined) throw new CommandExecutionError(`Group '${name}' is not available`);
  return Number(gid);
}

/**
 * How a program takes an identity on. `setpriv` gives it all groups of the account, which the system call that starts
 * a process cannot; where there is no `setpriv`, it has its main group only.
 */
export function disguiseFor({ account, gid }: Identity): Disguise {
  const uid = account?.uid;
  const group = gid ?? account?.gid;
  const isOwn =
    (uid ?? process.getuid?.()) === process.getuid?.() &&
    (group ?? process.getgid?.()) === process.getgid?.();
  if (isOwn) return { words: [], ids: {} };
  const setpriv = findProgram("setpriv");
  if (setpriv === undefined) {
    return {
      words: [],
      ids: { ...(uid === undefined ? {} : { uid }), ...(group === undefined ? {} : { gid: group }) },
    };
  }
  const words = uid === undefined ? ["--keep-groups"] : [`--reuid=${uid}`, "--init-groups"];
  return { words: [setpriv, ...(group === undefined ? [] : [`--regid=${group}`]), ...words, "--"], ids: {} };
}
