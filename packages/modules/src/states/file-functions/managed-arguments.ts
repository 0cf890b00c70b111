/**
 * The arguments of `file.managed`.
 */
import type { Args } from "@salt/core";
import { maybe, needed } from "@salt/core";

/** The arguments as they are declared. */
export const managedParams = {
  name: needed.str("The file."),
  source: maybe.any(
    null,
    "Where the contents come from: a URL, a path, or a list of which the first is taken.",
  ),
  source_hash: maybe.any("", "The checksum of a source from the net, or where a list of them is."),
  source_hash_name: maybe.any(null, "Under which name such a list has it."),
  keep_source: maybe.bool(true, "Keep the source in the minion's cache."),
  user: maybe.any(null, "Who is to own it."),
  group: maybe.any(null, "The group that is to own it."),
  mode: maybe.any(null, "The permissions in octal digits; `keep` for those of the source."),
  attrs: maybe.any(null, "The attributes that `lsattr` should show."),
  template: maybe.any(null, "The kind of template that the source is."),
  makedirs: maybe.bool(false, "Make the directories above it."),
  dir_mode: maybe.any(null, "The permissions of directories that are made."),
  context: maybe.any(null, "Variables for the template."),
  replace: maybe.bool(
    true,
    "Give a file that is there new contents; else only look at owner and permissions.",
  ),
  defaults: maybe.any(null, "Variables for the template, where `context` has none of that name."),
  backup: maybe.any("", "Keep a copy of what is replaced: `minion`."),
  show_changes: maybe.bool(true, "Give the difference rather than that there is one."),
  create: maybe.bool(true, "Make the file where there is none."),
  contents: maybe.any(null, "The contents: a text, or a list of lines."),
  tmp_dir: maybe.str("", "Where the file is made that `check_cmd` looks at."),
  tmp_ext: maybe.str("", "What the name of that file ends with."),
  contents_pillar: maybe.any(null, "The contents by their key in the pillar, or several keys."),
  contents_grains: maybe.any(null, "The contents by their key in the grains, or several keys."),
  contents_newline: maybe.bool(true, "End the last line."),
  contents_delimiter: maybe.str(":", "What separates the levels of such a key."),
  encoding: maybe.str(null, "The encoding of the contents, UTF-8 where not given."),
  encoding_errors: maybe.str("strict", "What to do about characters that the encoding lacks."),
  allow_empty: maybe.bool(true, "Accept contents without a character."),
  follow_symlinks: maybe.bool(true, "Whether a link stands for the file that it leads to."),
  check_cmd: maybe.any(
    null,
    "A command that gets the path of the new file as its last word, and must succeed.",
  ),
  skip_verify: maybe.bool(false, "Take a source from the net without a checksum."),
  selinux: maybe.dict(null, "The SELinux label: `seuser`, `serole`, `setype`, `serange`."),
  verify_ssl: maybe.bool(true, "Look at certificates when something is fetched."),
  use_etag: maybe.bool(false, "Fetch a source from the net again only when its tag differs."),
} as const;

/** The arguments of one call. */
export type ManagedArguments = Args<typeof managedParams>;
