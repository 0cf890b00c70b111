/**
 * Passwords of accounts and their ages, in /etc/shadow.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { executionModule, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import type { ShadowEntry } from "./account-files/account-files.js";
import { shadowEntries, userEntry } from "./account-files/account-files.js";
import { fileFn } from "./file-functions/system-error.js";
import { replaceContents } from "./file-functions/text-file.js";
import { COUNTED, plainName, plainValue, runProgram } from "./program/run-program.js";

const name = needed.any("The account.");
const root = maybe.str(null, "Another root directory than `/`.");
const MS_PER_DAY = 86_400_000;
const EMPTY = { name: "", passwd: "", lstchg: "", min: "", max: "", warn: "", inact: "", expire: "" };

type AgeKey = "inact" | "max" | "min" | "warn" | "lstchg" | "expire";

const age = (fun: string, param: string, key: AgeKey, option: string, doc: string, isChecked = true) =>
  fileFn({
    doc,
    examples: [`salt '*' shadow.${fun} deploy 7`],
    params: { name, [param]: needed.any("The new value."), root },
    run: async (args, context) => {
      const from = typeof args.root === "string" ? args.root : null;
      const [account, value] = [pythonStr(args.name ?? null), args[param] ?? null];
      const before = entryOf(account, from);
      if (before === undefined) return false;
      if (before[key] === value) return true;
      const options = [...rootOption(from), option, plainValue(value, param)];
      const command = ["chage", ...options, "--", plainName(account, "name")];
      const { retcode } = await runProgram(command, context, COUNTED);
      return isChecked ? entryOf(account, from)?.[key] === value : retcode === 0;
    },
  });

export const shadow = executionModule("linux_shadow", {
  doc: "Passwords of accounts and their ages, in /etc/shadow.",
  virtualName: "shadow",
  available: () => (process.platform === "linux" ? true : "only Linux has this file"),
  functions: {
    info: fileFn({
      doc: "The password of an account, as it is kept, and its ages in days.",
      examples: ["salt '*' shadow.info root"],
      params: { name, root },
      run: (args): Plain => {
        const entry = entryOf(pythonStr(args.name), args.root);
        return entry === undefined ? EMPTY : { ...entry };
      },
    }),
    list_users: fileFn({
      doc: "The accounts that have a line in /etc/shadow.",
      examples: ["salt '*' shadow.list_users"],
      params: { root },
      run: (args) =>
        shadowEntries(args.root)
          .map((entry) => entry.name)
          .sort(),
    }),
    default_hash: fileFn({
      doc: "What stands in the place of a password that nobody has.",
      examples: ["salt '*' shadow.default_hash"],
      run: () => "!",
    }),
    gen_password: fileFn({
      doc: "A password in the form in which it is kept.",
      examples: ["salt '*' shadow.gen_password 'I_am_password' crypt_salt=I_am_salt algorithm=sha256"],
      params: {
        password: needed.str("The password."),
        crypt_salt: maybe.str(null, "What to mix in; random when not given."),
        algorithm: maybe.str("sha512", "One of sha512, sha256 and md5."),
      },
      run: (args, context) => context.call("random.shadow_hash", [], { ...args }),
    }),
    set_password: fileFn({
      doc: "Sets the password of an account, in the form in which it is kept.",
      examples: ["salt '*' shadow.set_password root '$1$UYCIxa628.9qXjpQCjM4a..'"],
      params: {
        name,
        password: needed.str("The password, as `gen_password` gives it."),
        use_usermod: maybe.bool(false, "Let `usermod` do it; other processes see the password then."),
        root,
      },
      run: async (args, context) => {
        const account = plainName(args.name, "name");
        if (userEntry(account, args.root) === undefined) return false;
        if (/[:\n\r\0]/.test(args.password))
          throw new SaltInvocationError("password: colons and ends of lines cannot be kept");
        if (args.use_usermod)
          await quietly(["usermod", ...rootOption(args.root), "-p", args.password, "--", account], context);
        else writePassword(account, args.password, args.root);
        return entryOf(account, args.root)?.passwd === args.password;
      },
    }),
    del_password: fileFn({
      doc: "Takes the password of an account away: anybody can log in then.",
      examples: ["salt '*' shadow.del_password deploy"],
      params: { name, root },
      run: async (args, context) => {
        await passwd("-d", args, context);
        return entryOf(pythonStr(args.name), args.root)?.passwd === "";
      },
    }),
    lock_password: fileFn({
      doc: "Makes the password of an account useless until it is unlocked.",
      examples: ["salt '*' shadow.lock_password deploy"],
      params: { name, root },
      run: (args, context) => setLock(true, args, context),
    }),
    unlock_password: fileFn({
      doc: "Makes a locked password of an account usable again.",
      examples: ["salt '*' shadow.unlock_password deploy"],
      params: { name, root },
      run: (args, context) => setLock(false, args, context),
    }),
    set_inactdays: age(
      "set_inactdays",
      "inactdays",
      "inact",
      "-I",
      "Sets after how many days an old password locks an account.",
    ),
    set_maxdays: age("set_maxdays", "maxdays", "max", "-M", "Sets how many days a password may be used."),
    set_mindays: age("set_mindays", "mindays", "min", "-m", "Sets how many days a password must be kept."),
    set_warndays: age(
      "set_warndays",
      "warndays",
      "warn",
      "-W",
      "Sets how many days before its end a password is warned of.",
    ),
    set_date: age(
      "set_date",
      "date",
      "lstchg",
      "-d",
      "Sets when a password was changed, in days since 1970.",
      false,
    ),
    set_expire: age(
      "set_expire",
      "expire",
      "expire",
      "-E",
      "Sets when an account ends, in days since 1970.",
      false,
    ),
  },
});

interface Account {
  readonly name: Value;
  readonly root: string | null;
}

function entryOf(account: string, from: string | null): ShadowEntry | undefined {
  return shadowEntries(from).find((entry) => entry.name === account);
}

function rootOption(given: string | null): readonly string[] {
  return given === null ? [] : ["-R", plainValue(given, "root")];
}

async function quietly(command: readonly string[], context: ExecutionContext): Promise<void> {
  await runProgram(command, context, { ...COUNTED, output_loglevel: "quiet" });
}

async function passwd(option: string, args: Account, context: ExecutionContext): Promise<void> {
  await quietly(["passwd", ...rootOption(args.root), option, "--", plainName(args.name, "name")], context);
}

async function setLock(isLocked: boolean, args: Account, context: ExecutionContext): Promise<boolean> {
  const account = pythonStr(args.name);
  const before = entryOf(account, args.root);
  if (before === undefined) return false;
  if (before.passwd.startsWith("!") !== isLocked) await passwd(isLocked ? "-l" : "-u", args, context);
  return entryOf(account, args.root)?.passwd.startsWith("!") === isLocked;
}

/** Writes the line of an account; adds one where there is none. */
function writePassword(account: string, password: string, from: string | null): void {
  const path = join(from ?? "/", "etc", "shadow");
  const today = String(Math.floor(Date.now() / MS_PER_DAY));
  const lines = readFileSync(path, "utf8").split("\n");
  const at = lines.findIndex((line) => line.split(":")[0] === account);
  if (at === -1) {
    writeFileSync(path, `${account}:${password}:${today}::::::\n`, { flag: "a" });
    return;
  }
  const fields = [...(lines[at]?.trim().split(":") ?? []), ...Array<string>(9).fill("")].slice(0, 9);
  lines[at] = [account, password, today, ...fields.slice(3)].join(":");
  replaceContents(path, Buffer.from(lines.join("\n")));
}
