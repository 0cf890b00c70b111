/**
 * The arguments of `user.present`.
 */
import type { Args } from "@salt/core";
import { maybe, needed } from "@salt/core";

const gecos = (what: string) => maybe.any(null, `${what}; left alone when not given.`);
const days = (what: string) => maybe.any(null, `${what}, in days; left alone when not given.`);
const windows = maybe.any(null, "For Windows only; has no meaning here.");

/** The parameters of `user.present`. */
export const userParams = {
  name: needed.any("The account."),
  uid: maybe.any(null, "Its id."),
  gid: maybe.any(null, "Its main group, by name or id."),
  usergroup: maybe.any(null, "The main group is the one of the same name."),
  groups: maybe.any(null, "Its other groups."),
  optional_groups: maybe.any(null, "Groups that it is in when they are there."),
  remove_groups: maybe.any(true, "Take it out of all other groups."),
  home: maybe.any(null, "Its home directory."),
  createhome: maybe.any(true, "Make the home directory."),
  persist_home: maybe.any(false, "Move what is in the old home directory to the new one."),
  password: maybe.any(null, "Its password, in the form in which it is kept."),
  hash_password: maybe.any(false, "The password is given in clear."),
  enforce_password: maybe.any(true, "Set the password also when there is another one."),
  empty_password: maybe.any(false, "It needs no password."),
  shell: maybe.any(null, "Its shell."),
  unique: maybe.any(true, "Refuse an id that another account has."),
  system: maybe.any(false, "Take an id of the system's range."),
  fullname: gecos("Its name in full"),
  roomnumber: gecos("Its room"),
  workphone: gecos("Its telephone at work"),
  homephone: gecos("Its telephone at home"),
  other: gecos("What else the comment says"),
  loginclass: maybe.any(null, "For OpenBSD only; has no meaning here."),
  date: days("When the password was changed, since 1970"),
  mindays: days("How long a password must be kept"),
  maxdays: days("How long a password may be used"),
  inactdays: days("How long after that the account is locked"),
  warndays: days("How long before its end a password is warned of"),
  expire: days("When the account ends, since 1970"),
  win_homedrive: windows,
  win_profile: windows,
  win_logonscript: windows,
  win_description: windows,
  nologinit: maybe.any(false, "Do not add it to the databases of last logins."),
  allow_uid_change: maybe.any(false, "Change the id of an account that is there."),
  allow_gid_change: maybe.any(false, "Change the main group of an account that is there."),
  password_lock: maybe.any(null, "Lock or unlock the password."),
};

/** The arguments of `user.present`. */
export type UserArguments = Args<typeof userParams>;
