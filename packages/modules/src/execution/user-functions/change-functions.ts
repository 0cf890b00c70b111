/**
 * Changing accounts.
 */
import { CommandExecutionError, maybe, needed, pythonStr } from "@salt/core";
import { userEntry } from "../account-files/account-files.js";
import { fileFn } from "../file-functions/system-error.js";
import type { GecosPart } from "./account-info.js";
import type { AccountChange } from "./change-account.js";
import { changeAccount, changeGecos, changeGroups } from "./change-account.js";

const name = needed.any("The account.");
const root = maybe.str(null, "Another root directory than `/`.");

const change = (
  fun: string,
  key: "uid" | "gid" | "shell",
  option: AccountChange["option"],
  doc: string,
  value: string,
) =>
  fileFn({
    doc,
    examples: [`salt '*' user.${fun} deploy ${value}`],
    params: { name, [key]: needed.any("The new value."), root },
    run: (args, context) =>
      changeAccount(
        { name: args.name ?? null, key, value: args[key] ?? null, option, root: textOrNull(args.root) },
        context,
      ),
  });

const comment = (fun: string, part: GecosPart, doc: string) =>
  fileFn({
    doc,
    examples: [`salt '*' user.${fun} deploy 'a text'`],
    params: { name, [part]: needed.any("The new text."), root },
    run: (args, context) =>
      changeGecos(pythonStr(args.name ?? null), part, args[part] ?? null, textOrNull(args.root), context),
  });

export const changeFunctions = {
  chuid: change("chuid", "uid", "-u", "Changes the id of an account.", "1501"),
  chgid: change("chgid", "gid", "-g", "Changes the main group of an account, by id.", "1501"),
  chshell: change("chshell", "shell", "-s", "Changes the shell of an account.", "/bin/sh"),
  chhome: fileFn({
    doc: "Changes the home directory of an account.",
    examples: ["salt '*' user.chhome deploy /srv/deploy persist=True"],
    params: {
      name,
      home: needed.any("The new directory."),
      persist: maybe.bool(false, "Take the files along."),
      root,
    },
    run: (args, context) => changeAccount({ ...args, key: "home", value: args.home, option: "-d" }, context),
  }),
  chgroups: fileFn({
    doc: "Changes the groups that an account is in.",
    examples: ["salt '*' user.chgroups deploy adm,www-data append=True"],
    params: {
      name,
      groups: needed.any("The groups."),
      append: maybe.bool(false, "In addition to those that it is in."),
      root,
    },
    run: (args, context) => changeGroups(pythonStr(args.name), args.groups, args.append, args.root, context),
  }),
  rename: fileFn({
    doc: "Gives an account another name.",
    examples: ["salt '*' user.rename deploy release"],
    params: { name, new_name: needed.any("The new name."), root },
    run: async (args, context) => {
      const now = pythonStr(args.new_name);
      if (userEntry(now, args.root) !== undefined)
        throw new CommandExecutionError(`User '${now}' already exists`);
      await changeAccount({ ...args, key: "name", value: now, option: "-l" }, context);
      return userEntry(now, args.root) !== undefined;
    },
  }),
  chfullname: comment("chfullname", "fullname", "Changes the name in full of an account."),
  chroomnumber: comment("chroomnumber", "roomnumber", "Changes the room in the comment of an account."),
  chworkphone: comment(
    "chworkphone",
    "workphone",
    "Changes the telephone at work in the comment of an account.",
  ),
  chhomephone: comment(
    "chhomephone",
    "homephone",
    "Changes the telephone at home in the comment of an account.",
  ),
  chother: comment("chother", "other", "Changes what else the comment of an account says."),
  chloginclass: fileFn({
    doc: "Changes the login class of an account: false, as only OpenBSD has them.",
    examples: ["salt '*' user.chloginclass deploy staff"],
    params: { name, loginclass: needed.any("The class."), root },
    run: () => false,
  }),
  get_loginclass: fileFn({
    doc: "The login class of an account: false, as only OpenBSD has them.",
    examples: ["salt '*' user.get_loginclass deploy"],
    params: { name },
    run: () => false,
  }),
};

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
