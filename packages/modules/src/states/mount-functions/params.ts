/**
 * The parameters of mount.mounted.
 */
import { maybe, needed } from "@salt/core";

/** By name. */
export const mountedParams = {
  name: needed.str("Where it is mounted."),
  device: needed.str("What is mounted."),
  fstype: needed.str("The kind of file system."),
  mkmnt: maybe.bool(false, "Make the directory."),
  opts: maybe.any("defaults", "Options, as a text with commas or a list."),
  dump: maybe.any(0, "Whether dump saves it."),
  pass_num: maybe.any(0, "When it is checked at the start."),
  config: maybe.str("/etc/fstab", "Another file of this form."),
  persist: maybe.bool(true, "From the start of the machine, too."),
  mount: maybe.bool(true, "Mount it now."),
  user: maybe.str(null, "The account to run mount as."),
  match_on: maybe.any("auto", "What tells that a line of the file is the same."),
  device_name_regex: maybe.any(null, "Regular expressions for other names of the device, a list."),
  extra_mount_invisible_options: maybe.any(null, "Further options that the kernel does not show."),
  extra_mount_invisible_keys: maybe.any(null, "Further options whose values it does not show."),
  extra_mount_ignore_fs_keys: maybe.any(null, "Options to leave out of account, by kind of file system."),
  extra_mount_translate_options: maybe.any(null, "What the kernel calls options."),
  hidden_opts: maybe.any(null, "Options that alone do not make it be mounted anew."),
  bind_mount_copy_active_opts: maybe.bool(true, "Binds have the options of what they show."),
} as const;
