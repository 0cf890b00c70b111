/**
 * Parameters of the states that want roles.
 */
import { maybe } from "@salt/core";

/** What users and groups share. */
export const roleParams = {
  createdb: maybe.any(null, "Whether it may make databases."),
  createroles: maybe.any(null, "Whether it may make roles."),
  encrypted: maybe.any(null, "How the password is kept: md5, scram-sha-256, or false."),
  superuser: maybe.any(null, "Whether it may do everything."),
  replication: maybe.any(null, "Whether it may replicate."),
  inherit: maybe.any(null, "Whether it has the rights of its groups."),
  login: maybe.any(null, "Whether one may log in as it."),
  password: maybe.any(null, "Its password, plain or hashed."),
  refresh_password: maybe.any(null, "Set the password without looking at the kept one."),
  groups: maybe.any(null, "Groups it belongs to: a list, or names with commas."),
};
