/**
 * Samba's accounts, as its program tells them.
 */
import type { ExecutionContext, MutableDict, Value } from "@salt/core";
import { runProgram } from "../program/run-program.js";

/** Accounts by name, with all that is told of them. A failure is logged, and gives none. */
export async function accounts(
  context: ExecutionContext,
  hashes: boolean,
): Promise<ReadonlyMap<string, MutableDict>> {
  const words = ["pdbedit", "--list", "--verbose", ...(hashes ? ["--smbpasswd-style"] : [])];
  const told = await runProgram(words, context, hashes ? { output_loglevel: "quiet" } : {});
  const found = new Map<string, MutableDict>();
  if (told.retcode !== 0) {
    context.log.error({ reason: told.stderr || told.stdout }, "Samba's accounts cannot be listed");
    return found;
  }
  for (const batch of told.stdout.split(/\n-+|-+\n/)) {
    const facts = factsOf(batch);
    const name = facts.get("unix username");
    if (typeof name === "string") found.set(name, facts);
  }
  return found;
}

function factsOf(batch: string): MutableDict {
  const facts: MutableDict = new Map<Value, Value>();
  let label: string | undefined;
  for (const line of batch.split("\n")) {
    const at = line.indexOf(":");
    if (at >= 0) {
      label = line.slice(0, at).trim().toLowerCase();
      facts.set(label, line.slice(at + 1).trim());
    } else if (label !== undefined && line.trim() !== "") {
      facts.set(label, `${String(facts.get(label) ?? "")}${line.trim()}`);
    }
  }
  return facts;
}

/** The names of accounts; what the program complained of when it failed. */
export async function accountNames(
  context: ExecutionContext,
): Promise<readonly string[] | { readonly Error: string }> {
  const told = await runProgram(["pdbedit", "--list"], context);
  if (told.retcode !== 0) return { Error: told.stderr || told.stdout };
  return told.stdout.split("\n").flatMap((line) => {
    const parts = line.split(":");
    return parts.length >= 3 ? [parts[0] ?? ""] : [];
  });
}

/** Whether there is an account. */
export async function hasAccount(login: string, context: ExecutionContext): Promise<boolean> {
  const names = await accountNames(context);
  return Array.isArray(names) && names.includes(login);
}
