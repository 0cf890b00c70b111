/**
 * Groups of users, through the programs of shadow.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { executionModule, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import type { GroupEntry } from "./account-files/account-files.js";
import { groupEntries } from "./account-files/account-files.js";
import { fileFn } from "./file-functions/system-error.js";
import { COUNTED, plainName, plainValue, programPath, runProgram } from "./program/run-program.js";

const name = needed.any("The group.");
const root = maybe.str(null, "Another root directory than `/`.");
const nonUnique = maybe.bool(false, "Allow an id that another group has.");

export const group = executionModule("groupadd", {
  doc: "Groups of users, through the programs of shadow.",
  virtualName: "group",
  available: () => (process.platform === "linux" ? true : "only Linux is served"),
  functions: {
    add: fileFn({
      doc: "Adds a group; false when that fails.",
      examples: ["salt '*' group.add deploy 3456"],
      params: {
        name,
        gid: maybe.any(null, "Its id."),
        system: maybe.bool(false, "Take an id of the system's range."),
        root,
        non_unique: nonUnique,
      },
      run: async (args, context) => {
        const id = isTruthy(args.gid)
          ? ["-g", plainValue(args.gid, "gid"), ...(args.non_unique ? ["-o"] : [])]
          : [];
        const options = [...id, ...(args.system ? ["-r"] : []), ...rootOption(args.root)];
        return await succeeds(
          [programPath("groupadd"), ...options, "--", plainName(args.name, "name")],
          context,
        );
      },
    }),
    delete: fileFn({
      doc: "Deletes a group; false when that fails.",
      examples: ["salt '*' group.delete deploy"],
      params: { name, root },
      run: (args, context) =>
        succeeds(
          [programPath("groupdel"), ...rootOption(args.root), "--", plainName(args.name, "name")],
          context,
        ),
    }),
    info: fileFn({
      doc: "What is known of a group; nothing when there is none.",
      examples: ["salt '*' group.info adm"],
      params: { name, root },
      run: (args): Plain => shown(groupOf(args.name, args.root)) ?? {},
    }),
    getent: fileFn({
      doc: "What is known of all groups.",
      examples: ["salt '*' group.getent"],
      params: { refresh: maybe.bool(false, "Has no meaning here: the file is read each time."), root },
      run: (args) => groupEntries(args.root).map((entry) => shown(entry)),
    }),
    chgid: fileFn({
      doc: "Changes the id of a group.",
      examples: ["salt '*' group.chgid deploy 4376"],
      params: { name, gid: needed.any("The new id."), root, non_unique: nonUnique },
      run: async (args, context) => {
        const before = groupOf(args.name, args.root);
        if (before === undefined) return false;
        if (before.gid === args.gid) return true;
        const options = [
          ...rootOption(args.root),
          args.non_unique ? "-og" : "-g",
          plainValue(args.gid, "gid"),
        ];
        const command = [programPath("groupmod"), ...options, "--", plainName(args.name, "name")];
        await runProgram(command, context, COUNTED);
        return groupOf(args.name, args.root)?.gid === args.gid;
      },
    }),
    adduser: fileFn({
      doc: "Puts an account into a group; false when that fails.",
      examples: ["salt '*' group.adduser www-data deploy"],
      params: { name, username: needed.any("The account."), root },
      run: (args, context) => gpasswd("--add", args.username, args, context),
    }),
    deluser: fileFn({
      doc: "Takes an account out of a group; true also when it was not in it.",
      examples: ["salt '*' group.deluser www-data deploy"],
      params: { name, username: needed.any("The account."), root },
      run: async (args, context) => {
        const isIn = groupOf(args.name, null)?.members.includes(pythonStr(args.username)) === true;
        return !isIn || (await gpasswd("--del", args.username, args, context));
      },
    }),
    members: fileFn({
      doc: "Makes a group have just these accounts.",
      examples: ["salt '*' group.members www-data 'deploy,backup'"],
      params: { name, members_list: needed.any("The accounts, separated by commas."), root },
      run: (args, context) => gpasswd("--members", args.members_list, args, context),
    }),
  },
});

function groupOf(given: Value, from: string | null): GroupEntry | undefined {
  return groupEntries(from).find((entry) => entry.name === pythonStr(given));
}

function shown(entry: GroupEntry | undefined): Plain {
  if (entry === undefined) return undefined;
  const { name: title, passwd, gid, members } = entry;
  return { name: title, passwd, gid, members };
}

async function succeeds(command: readonly string[], context: ExecutionContext): Promise<boolean> {
  return (await runProgram(command, context, COUNTED)).retcode === 0;
}

function gpasswd(
  option: string,
  value: Value,
  args: { readonly name: Value; readonly root: string | null },
  context: ExecutionContext,
): Promise<boolean> {
  const at = args.root === null ? [] : ["--root", plainValue(args.root, "root")];
  // No accounts at all is a list, too.
  const accounts = pythonStr(value) === "" ? "" : plainName(value, "accounts");
  const words = [option, accounts, ...at, "--", plainName(args.name, "name")];
  return succeeds([programPath("gpasswd"), ...words], context);
}

function rootOption(given: string | null): readonly string[] {
  return given === null ? [] : ["-R", plainValue(given, "root")];
}
