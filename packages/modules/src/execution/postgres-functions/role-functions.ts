/**
 * Functions of `postgres` for roles: users and groups.
 */
import { fn, maybe, needed } from "@salt/core";
import { loginParams } from "./login.js";
import { createRole, readRole, readRoles, removeRole, updateRole } from "./roles.js";

const { runas, ...server } = loginParams;
const tellsPassword = maybe.bool(false, "Whether to say the hashes of passwords too.");
const flags = {
  createdb: maybe.any(null, "Whether it may make databases."),
  createroles: maybe.any(null, "Whether it may make roles."),
};
const encrypted = maybe.any(null, "How the password is kept: md5, scram-sha-256, or false.");
const superuser = maybe.any(null, "Whether it may do everything.");
const inherit = maybe.any(null, "Whether it has the rights of its groups.");
const login = maybe.any(null, "Whether one may log in as it.");
const connlimit = maybe.any(null, "How many may be logged in as it; -1 for any number.");
const replication = maybe.any(null, "Whether it may replicate.");
const rolepassword = maybe.any(null, "Its password.");
const valid_until = maybe.any(null, "Until when its password is good.");
const groups = maybe.any(null, "Groups it belongs to: a list, or names with commas.");

const username = needed.str("The user.");
const groupname = needed.str("The group.");
const NO_LIMITS = { connlimit: null, valid_until: null };

/** `user_list`, `role_get`, `user_exists` and what makes, changes and removes users and groups. */
export const roleFunctions = {
  user_list: fn({
    doc: "The roles with what is known of them; false when the server does not answer.",
    examples: ["salt '*' postgres.user_list"],
    params: { ...loginParams, return_password: tellsPassword },
    run: async (args, context) => (await readRoles(args, context, args.return_password)) ?? false,
  }),
  role_get: fn({
    doc: "What is known of a role; null when it is not there.",
    examples: ["salt '*' postgres.role_get postgres"],
    params: { name: needed.str("The role."), ...loginParams, return_password: tellsPassword },
    run: async (args, context) => (await readRole(args.name, args, context, args.return_password)) ?? null,
  }),
  user_exists: fn({
    doc: "Whether there is a role.",
    examples: ["salt '*' postgres.user_exists app"],
    params: { name: needed.str("The role."), ...loginParams },
    run: async (args, context) => (await readRole(args.name, args, context)) !== undefined,
  }),
  user_create: fn({
    doc: "Makes a role that may log in; false when there is one of that name.",
    examples: ["salt '*' postgres.user_create app rolepassword=secret createdb=True"],
    params: {
      ...{ username, ...server, ...flags, inherit, login, connlimit, encrypted, superuser, replication },
      ...{ rolepassword, valid_until, groups, runas },
    },
    run: (args, context) => createRole(args.username, "user", args, args, context),
  }),
  user_update: fn({
    doc: "Changes a role.",
    examples: ["salt '*' postgres.user_update app createroles=True"],
    params: {
      ...{ username, ...server, ...flags, encrypted, superuser, inherit, login, connlimit, replication },
      ...{ rolepassword, valid_until, groups, runas },
    },
    run: (args, context) => updateRole(args.username, args, args, context),
  }),
  user_remove: fn({
    doc: "Removes a role.",
    examples: ["salt '*' postgres.user_remove app"],
    params: { username, ...loginParams },
    run: (args, context) => removeRole(args.username, args, context),
  }),
  group_create: fn({
    doc: "Makes a role that may not log in; false when there is one of that name.",
    examples: ["salt '*' postgres.group_create readers"],
    params: {
      ...{ groupname, ...server, ...flags, encrypted, login, inherit, superuser, replication },
      ...{ rolepassword, groups, runas },
    },
    run: (args, context) => createRole(args.groupname, "group", { ...args, ...NO_LIMITS }, args, context),
  }),
  group_update: fn({
    doc: "Changes a role that is a group.",
    examples: ["salt '*' postgres.group_update readers createroles=True"],
    params: {
      ...{ groupname, ...server, ...flags, encrypted, inherit, login, superuser, replication },
      ...{ rolepassword, groups, runas },
    },
    run: (args, context) => updateRole(args.groupname, { ...args, ...NO_LIMITS }, args, context),
  }),
  group_remove: fn({
    doc: "Removes a role that is a group.",
    examples: ["salt '*' postgres.group_remove readers"],
    params: { groupname, ...loginParams },
    run: (args, context) => removeRole(args.groupname, args, context),
  }),
};
