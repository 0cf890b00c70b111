/**
 * Owner, permissions, attributes and labels of files.
 */
import type { Plain, Value } from "@salt/core";
import { isTruthy, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { changeAttributes, listAttributes } from "./attributes.js";
import { checkPerms, withOwners } from "./check-perms.js";
import { changeLinkOwner, changeOwner, setMode } from "./ownership.js";
import { expandUser } from "./paths.js";
import { labelOf, setLabel } from "./security-label.js";
import { factsOf } from "./stat-of.js";
import { fileFn } from "./system-error.js";

const path = needed.str("The file.");
const user = needed.any("The user, by name or id.");
const group = needed.any("The group, by name or id.");

export const permissionFunctions = {
  set_mode: fileFn({
    doc: "Sets the permissions of a file and gives them back.",
    examples: ["salt '*' file.set_mode /etc/motd 0644"],
    params: { path, mode: needed.any("Octal digits.") },
    run: ({ path: file, mode }) => setMode(file, mode),
  }),
  chown: fileFn({
    doc: "Changes user and group of a file. A text in return says what is wrong.",
    examples: ["salt '*' file.chown /etc/motd root root"],
    params: { path, user, group },
    run: (args) => changeOwner(args.path, args.user, args.group),
  }),
  lchown: fileFn({
    doc: "Changes user and group of a link itself.",
    examples: ["salt '*' file.lchown /etc/localtime root root"],
    params: { path, user, group },
    run: (args) => changeLinkOwner(args.path, args.user, args.group),
  }),
  chgrp: fileFn({
    doc: "Changes the group of a file. A text in return says what is wrong.",
    examples: ["salt '*' file.chgrp /etc/motd root"],
    params: { path, group },
    run: (args) => changeOwner(args.path, factsOf(expandUser(args.path)).user, args.group),
  }),
  check_perms: fileFn({
    doc: "Makes a file have owner, group, permissions and attributes; gives a state's return and what was found.",
    examples: ["salt '*' file.check_perms /etc/motd '{}' root root 0644"],
    params: {
      name: needed.str("The path."),
      ret: needed.any("A state's return to add to, or an empty map."),
      user,
      group,
      mode: needed.any("Octal digits; null leaves them as they are."),
      attrs: maybe.any(null, "The attributes that `lsattr` should show."),
      follow_symlinks: maybe.bool(false, "Whether a link stands for the file that it leads to."),
      seuser: maybe.any(null, "The user in the SELinux label."),
      serole: maybe.any(null, "The role in the SELinux label."),
      setype: maybe.any(null, "The type in the SELinux label."),
      serange: maybe.any(null, "The range in the SELinux label."),
    },
    run: async (args, context): Promise<Plain> => {
      const label = { user: args.seuser, role: args.serole, type: args.setype, range: args.serange };
      const wanted = { ...args, followLinks: args.follow_symlinks, label };
      const checked = await checkPerms(args.name, args.ret, wanted, context);
      return [checked.ret, withOwners(checked, wanted)];
    },
  }),
  lsattr: fileFn({
    doc: "The attributes of a file, or of the files in a directory, on an ext file system.",
    examples: ["salt '*' file.lsattr /etc/motd"],
    params: { path },
    run: async (args, context) => (await listAttributes(args.path, context)) ?? null,
  }),
  chattr: fileFn({
    doc: "Adds or removes attributes of files on an ext file system.",
    examples: ["salt '*' file.chattr /etc/motd operator=add attributes=i"],
    varargs: "files",
    varkw: "kwargs",
    run: async (_args, context, { args, kwargs }) => {
      const given = givenKeywords(kwargs);
      const [operator, attributes] = [given.get("operator"), given.get("attributes")];
      if (operator !== "add" && operator !== "remove")
        throw new SaltInvocationError("Need an operator: 'add' or 'remove' to modify attributes.");
      if (attributes === undefined || attributes === null)
        throw new SaltInvocationError("Need attributes: [aAcCdDeijPsStTu]");
      const options = chattrOptions(given.get("flags"), given.get("version"));
      const change = `${operator === "add" ? "+" : "-"}${pythonStr(attributes)}`;
      return await changeAttributes(args.map(pythonStr), change, options, context);
    },
  }),
  restorecon: fileFn({
    doc: "Resets the SELinux label of a file to what the policy says.",
    examples: ["salt '*' file.restorecon /etc/motd", "salt '*' file.restorecon /srv recursive=True"],
    params: { path, recursive: maybe.bool(false, "What is below, too.") },
    run: async (args, context) => {
      const command = ["restorecon", args.recursive ? "-FR" : "-F", "--", args.path];
      return !isTruthy(await context.call("cmd.retcode", [command], { python_shell: false }));
    },
  }),
  get_selinux_context: fileFn({
    doc: "The SELinux label of a file.",
    examples: ["salt '*' file.get_selinux_context /etc/motd"],
    params: { path },
    run: (args, context) => labelOf(args.path, context),
  }),
  set_selinux_context: fileFn({
    doc: "Sets parts of the SELinux label of a file.",
    examples: ["salt '*' file.set_selinux_context /srv/www type=httpd_sys_content_t"],
    params: {
      path,
      user: maybe.any(null, "The user in the label."),
      role: maybe.any(null, "The role in the label."),
      type: maybe.any(null, "The type in the label."),
      range: maybe.any(null, "The range in the label."),
      persist: maybe.bool(false, "Put it into the policy, too, so that relabelling keeps it."),
    },
    run: (args, context) => setLabel(args.path, args, args.persist, context),
  }),
};

function chattrOptions(flags: Value | undefined, version: Value | undefined): readonly string[] {
  const options: string[] = [];
  if (flags !== undefined && flags !== null) {
    if (!/^[RVf]+$/.test(pythonStr(flags)))
      throw new SaltInvocationError("flags must be letters out of [RVf]");
    options.push(`-${pythonStr(flags)}`);
  }
  if (version !== undefined && version !== null) {
    if (!/^\d+$/.test(pythonStr(version))) throw new SaltInvocationError("version must be a number");
    options.push("-v", pythonStr(version));
  }
  return options;
}
