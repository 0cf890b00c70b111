/**
 * Accounts of Samba, by its program pdbedit.
 */
import type { ExecutionContext } from "@salt/core";
import { executionModule, fn, maybe, needed } from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { accountNames, accounts, hasAccount } from "./pdbedit-functions/accounts.js";
import { createAccount, modifyAccount } from "./pdbedit-functions/changes.js";
import { ntHash } from "./pdbedit-functions/nt-hash.js";
import { plainName, runProgram } from "./program/run-program.js";

const login = needed.str("The account.");
const password_hashed = maybe.bool(false, "The password is an NT hash.");
const hashes = maybe.bool(false, "Tell the hashes of passwords, too.");
const setting = (doc: string) => maybe.any(null, doc);

export const pdbedit = executionModule("pdbedit", {
  doc: "Accounts of Samba, by its program pdbedit.",
  available: () => findProgram("pdbedit") !== undefined || "pdbedit command is not available",
  functions: {
    generate_nt_hash: fn({
      doc: "The hash under which Samba keeps a password.",
      examples: ["salt '*' pdbedit.generate_nt_hash my_passwd"],
      params: { password: needed.str("The password.") },
      run: ({ password }) => ntHash(password),
    }),
    list: fn({
      doc: "The accounts: all that is told of each, or their names.",
      examples: ["salt '*' pdbedit.list", "salt '*' pdbedit.list verbose=False"],
      params: { verbose: maybe.bool(true, "Tell all of each."), hashes },
      run: async (args, context) =>
        args.verbose ? await accounts(context, args.hashes) : await accountNames(context),
    }),
    get: fn({
      doc: "What is told of an account; nothing when there is none.",
      examples: ["salt '*' pdbedit.get kaylee"],
      params: { login, hashes },
      run: async (args, context) => (await accounts(context, args.hashes)).get(args.login) ?? {},
    }),
    delete: fn({
      doc: "Removes an account of Samba.",
      examples: ["salt '*' pdbedit.delete wash"],
      params: { login },
      run: async (args, context) => ({ [args.login]: await deleteAccount(args.login, context) }),
    }),
    create: fn({
      doc: "Makes an account, which a user of the system has to stand behind.",
      examples: ["salt '*' pdbedit.create zoe 9764951149F84E770889011E1DC4A927 nthash"],
      params: {
        login,
        password: needed.str("Its password."),
        password_hashed,
        machine_account: maybe.bool(false, "It is one of a machine."),
      },
      run: async (args, context) => ({ [args.login]: await createAccount(args, context) }),
    }),
    modify: fn({
      doc: "Changes an account, and makes it when a password is given and it is not there.",
      examples: ["salt '*' pdbedit.modify inara fullname='Inara Serra'"],
      params: {
        login,
        password: setting("Its password."),
        password_hashed,
        domain: setting("Its domain."),
        profile: setting("The path of its profile."),
        script: setting("The script that runs at its login."),
        drive: setting("The drive of its home."),
        homedir: setting("Its home."),
        fullname: setting("Its full name."),
        account_desc: setting("What it is for."),
        account_control: setting("Flags: N, D, H, L and X."),
        machine_sid: setting("The number of a machine."),
        user_sid: setting("Its number."),
        reset_login_hours: maybe.bool(false, "Let it log in at all hours."),
        reset_bad_password_count: maybe.bool(false, "Forget how often a wrong password was given."),
      },
      run: async (args, context) => {
        const settings = {
          domain: args.domain,
          "full name": args.fullname,
          "account desc": args.account_desc,
          "home directory": args.homedir,
          "homedir drive": args.drive,
          "profile path": args.profile,
          "logon script": args.script,
          "account flags": args.account_control,
          "user sid": args.user_sid,
          "machine sid": args.machine_sid,
        };
        const resets = [
          ...(args.reset_login_hours ? ["--logon-hours-reset"] : []),
          ...(args.reset_bad_password_count ? ["--bad-password-count-reset"] : []),
        ];
        const { login: which, password, password_hashed: isHash } = args;
        const wish = { login: which, password, password_hashed: isHash, settings, resets };
        return { [which]: await modifyAccount(wish, context) };
      },
    }),
  },
});

async function deleteAccount(login: string, context: ExecutionContext): Promise<string> {
  const name = plainName(login, "login");
  if (!(await hasAccount(name, context))) return "absent";
  const told = await runProgram(["pdbedit", "--delete", name], context);
  return told.retcode === 0 ? "deleted" : told.stderr || told.stdout;
}
