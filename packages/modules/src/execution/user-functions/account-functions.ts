/**
 * Adding, deleting and listing accounts.
 */
import { readFileSync } from "node:fs";
import type { ExecutionContext, Value } from "@salt/core";
import { isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { groupsOf, userEntries } from "../account-files/account-files.js";
import { gidOf } from "../file-functions/accounts.js";
import { fileFn } from "../file-functions/system-error.js";
import { COUNTED, plainName, plainValue, programPath, runProgram } from "../program/run-program.js";
import { accountInfo, asPlain, GECOS, infoOf } from "./account-info.js";
import { changeGecos, changeGroups } from "./change-account.js";

const name = needed.any("The account.");
const root = maybe.str(null, "Another root directory than `/`.");
const gecos = (what: string) => maybe.any("", `${what}.`);
/** `userdel` cannot find the user's mail file. */
const NO_MAIL_FILE = 12;

export const accountFunctions = {
  add: fileFn({
    doc: "Adds an account; false when that fails.",
    examples: ["salt '*' user.add deploy uid=1500 groups=adm,www-data home=/srv/deploy shell=/bin/bash"],
    params: {
      name,
      uid: maybe.any(null, "Its id."),
      gid: maybe.any(null, "Its main group, by name or id."),
      groups: maybe.any(null, "Its other groups."),
      home: maybe.any(null, "Its home directory."),
      shell: maybe.any(null, "Its shell."),
      unique: maybe.bool(true, "Refuse an id that another account has."),
      system: maybe.bool(false, "Take an id of the system's range."),
      fullname: gecos("Its name in full"),
      roomnumber: gecos("Its room"),
      workphone: gecos("Its telephone at work"),
      homephone: gecos("Its telephone at home"),
      other: gecos("What else the comment says"),
      createhome: maybe.bool(true, "Make the home directory."),
      loginclass: maybe.any(null, "For OpenBSD only; has no meaning here."),
      nologinit: maybe.bool(false, "Do not add it to the databases of last logins."),
      root,
      usergroup: maybe.any(null, "Make a group of the same name, or false for none."),
    },
    run: async (args, context) => {
      const { retcode } = await runProgram(addCommand(args), context, COUNTED);
      if (retcode !== 0) return false;
      const account = pythonStr(args.name);
      if (isTruthy(args.groups)) await changeGroups(account, args.groups, false, args.root, context);
      for (const part of GECOS) {
        if (isTruthy(args[part])) await changeGecos(account, part, args[part], args.root, context);
      }
      return true;
    },
  }),
  delete: fileFn({
    doc: "Deletes an account; false when that fails.",
    examples: ["salt '*' user.delete deploy remove=True force=True"],
    params: {
      name,
      remove: maybe.bool(false, "Delete the home directory and mail, too."),
      force: maybe.bool(false, "Also when somebody is logged in."),
      root,
    },
    run: async (args, context) => {
      const options = [
        ...(args.remove ? ["-r"] : []),
        ...(args.force ? ["-f"] : []),
        ...rootOption(args.root),
      ];
      const command = [programPath("userdel"), ...options, "--", plainName(args.name, "name")];
      const { retcode, stderr } = await runProgram(command, context, COUNTED);
      return (
        retcode === 0 ||
        (retcode === NO_MAIL_FILE && isDebian(context) && /var\/(?:spool\/)?mail/.test(stderr))
      );
    },
  }),
  info: fileFn({
    doc: "What is known of an account; nothing when there is none.",
    examples: ["salt '*' user.info root"],
    params: { name, root },
    run: (args) => asPlain(accountInfo(pythonStr(args.name), args.root)),
  }),
  getent: fileFn({
    doc: "What is known of all accounts.",
    examples: ["salt '*' user.getent"],
    params: { refresh: maybe.bool(false, "Has no meaning here: the files are read each time."), root },
    run: (args) => userEntries(args.root).map((entry) => asPlain(infoOf(entry))),
  }),
  list_users: fileFn({
    doc: "The names of all accounts.",
    examples: ["salt '*' user.list_users"],
    params: { root },
    run: (args) =>
      userEntries(args.root)
        .map((entry) => entry.name)
        .sort(),
  }),
  list_groups: fileFn({
    doc: "The groups that an account is in.",
    examples: ["salt '*' user.list_groups root"],
    params: { name },
    run: (args) => groupsOf(pythonStr(args.name)),
  }),
  primary_group: fileFn({
    doc: "The main group of an account.",
    examples: ["salt '*' user.primary_group root"],
    params: { name },
    run: (args, context) => {
      const command = ["id", "-g", "-n", "--", pythonStr(args.name)];
      return context.call("cmd.run", [command], { python_shell: false });
    },
  }),
};

interface AddRequest {
  readonly name: Value;
  readonly uid: Value;
  readonly gid: Value;
  readonly groups: Value;
  readonly home: Value;
  readonly shell: Value;
  readonly unique: boolean;
  readonly system: boolean;
  readonly createhome: boolean;
  readonly nologinit: boolean;
  readonly root: string | null;
  readonly usergroup: Value;
}

function addCommand(args: AddRequest): readonly string[] {
  const account = plainName(args.name, "name");
  const given = (option: string, value: Value): readonly string[] =>
    value === null || value === "" ? [] : [option, plainValue(value, option)];
  return [
    programPath("useradd"),
    ...(isTruthy(args.shell) ? given("-s", args.shell) : []),
    ...given("-u", args.uid),
    ...groupOptions(account, args),
    ...(args.usergroup === false ? ["-N"] : []),
    args.createhome ? "-m" : "-M",
    ...(args.nologinit ? ["-l"] : []),
    ...(args.home === null ? [] : ["-d", plainValue(args.home, "home")]),
    ...(args.unique ? [] : ["-o"]),
    ...(args.system ? ["-r"] : []),
    ...rootOption(args.root),
    "--",
    account,
  ];
}

function groupOptions(account: string, { gid, usergroup, groups }: AddRequest): readonly string[] {
  if (gid !== null && gid !== "") return ["-g", plainName(gid, "gid")];
  if (isTruthy(usergroup)) return ["-U"];
  const names = isList(groups) ? groups.map(pythonStr) : groups === null ? [] : [pythonStr(groups)];
  // A group of the account's name that is there already would be in the way of making it.
  if (!names.some((group) => group.includes(account)) || !hasUserGroups()) return [];
  return ["-g", String(gidOf(account))];
}

function hasUserGroups(): boolean {
  try {
    const line = readFileSync("/etc/login.defs", "utf8")
      .split("\n")
      .find((one) => one.startsWith("USERGROUPS_ENAB"));
    return line?.includes("yes") === true;
  } catch {
    return false;
  }
}

function rootOption(given: string | null): readonly string[] {
  return given === null ? [] : ["-R", plainValue(given, "root")];
}

function isDebian({ grains }: ExecutionContext): boolean {
  return grains.get("os_family") === "Debian";
}
