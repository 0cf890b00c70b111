/**
 * Making and changing accounts of Samba.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { isTruthy, pythonStr, SaltInvocationError } from "@salt/core";
import { plainName, plainValue, runProgram } from "../program/run-program.js";
import { accounts, hasAccount } from "./accounts.js";
import { ntHash } from "./nt-hash.js";

/** An account that is to be there with a password. */
export interface AccountWish {
  readonly login: string;
  readonly password: string;
  readonly password_hashed: boolean;
  readonly machine_account: boolean;
}

/** Makes an account, or gives it another password: `created`, `updated`, `unchanged`, or what is wrong. */
export async function createAccount(wish: AccountWish, context: ExecutionContext): Promise<string> {
  const login = plainName(wish.login, "login");
  const hash = wish.password_hashed ? wish.password.toUpperCase() : ntHash(wish.password);
  if (!/^[0-9A-F]{32}$/.test(hash))
    throw new SaltInvocationError("password is no NT hash: 32 hexadecimal digits");
  const isNew = !(await hasAccount(login, context));
  if (isNew) {
    const problem = await setPassword(wish, context);
    if (problem !== undefined) return problem;
  }
  const known = (await accounts(context, true)).get(login)?.get("nt hash");
  if (known === hash) return isNew ? "created" : "unchanged";
  const problem = wish.password_hashed
    ? await setHash(login, hash, context)
    : await setPassword(wish, context);
  return problem ?? (isNew ? "created" : "updated");
}

/** Makes an account, or sets the password of one; the password goes in on standard input. */
async function setPassword(wish: AccountWish, context: ExecutionContext): Promise<string | undefined> {
  const password = wish.password_hashed ? "" : wish.password;
  if (/[\n\0]/.test(password)) throw new SaltInvocationError("password holds control characters");
  const machine = wish.machine_account ? ["--machine"] : [];
  const words = ["pdbedit", "--create", "--user", wish.login, "-t", ...machine];
  const told = await runProgram(words, context, {
    stdin: `${password}\n${password}\n`,
    output_loglevel: "quiet",
  });
  return told.retcode === 0 ? undefined : told.stderr || told.stdout;
}

/** Sets a hash, which the program takes as an argument only: it shows among the processes for a moment. */
async function setHash(login: string, hash: string, context: ExecutionContext): Promise<string | undefined> {
  const words = ["pdbedit", "--modify", "--user", login, `--set-nt-hash=${hash}`];
  const told = await runProgram(words, context, { output_loglevel: "quiet" });
  return told.retcode === 0 ? undefined : told.stderr || told.stdout;
}

/** Settings of an account by their name in lists, and the option that sets each. */
const OPTIONS = {
  domain: "--domain=",
  "full name": "--fullname=",
  "account desc": "--account-desc=",
  "home directory": "--homedir=",
  "homedir drive": "--drive=",
  "profile path": "--profile=",
  "logon script": "--script=",
  "account flags": "--account-control=",
  "user sid": "-U",
  "machine sid": "-M",
} as const;

type Setting = keyof typeof OPTIONS;

/** Options for what differs from an account as it is. */
function changeWords(
  current: Dict,
  wanted: Readonly<Record<Setting, Value>>,
  onUnknownFlag: (flag: string) => void,
): readonly string[] {
  const words: string[] = [];
  for (const [setting, option] of Object.entries(OPTIONS) as readonly (readonly [Setting, string])[]) {
    const given = wanted[setting];
    if (given === null) continue;
    const value = plainValue(given, setting);
    const now = current.get(setting);
    if (setting === "account flags") words.push(`${option}${flagsOf(value, onUnknownFlag)}`);
    else if (now === undefined) continue;
    else if (!option.startsWith("--")) {
      if (!pythonStr(now).endsWith(value)) words.push(option, plainName(value, setting));
    } else if (now !== value) words.push(`${option}${value}`);
  }
  return words;
}

function flagsOf(value: string, onUnknownFlag: (flag: string) => void): string {
  const flags = [...(value.startsWith("[") ? value.slice(1, -1) : value).toUpperCase()];
  for (const flag of flags) if (!"NDHLX".includes(flag)) onUnknownFlag(flag);
  return `[${flags.filter((flag) => "NDHLX".includes(flag)).join("")}]`;
}

/** What is to be of an account. */
export interface ModifyWish {
  readonly login: string;
  readonly password: Value;
  readonly password_hashed: boolean;
  readonly settings: Readonly<Record<Setting, Value>>;
  readonly resets: readonly string[];
}

/** Changes an account: `created`, `updated`, `unchanged`, `absent`, or what is wrong. */
export async function modifyAccount(wish: ModifyWish, context: ExecutionContext): Promise<string> {
  const login = plainName(wish.login, "login");
  let done = "unchanged";
  if (isTruthy(wish.password)) {
    const { password_hashed } = wish;
    const account = { login, password: pythonStr(wish.password), password_hashed, machine_account: false };
    done = await createAccount(account, context);
    if (!["updated", "created", "unchanged"].includes(done)) return done;
  } else if (!(await hasAccount(login, context))) return "absent";
  const current = (await accounts(context, true)).get(login) ?? new Map<Value, Value>();
  const changes = changeWords(current, wish.settings, (flag) =>
    context.log.warn({ flag }, "A flag of an account is not known"),
  );
  const words = [...changes, ...wish.resets];
  if (words.length === 0) return done;
  const told = await runProgram(["pdbedit", "--modify", "--user", login, ...words], context);
  if (told.retcode !== 0) return told.stderr || told.stdout;
  return done === "created" ? done : "updated";
}
