/**
 * What states of files are made of: fetching sources, comparing, making files be what they should be.
 */

import { tmpdir } from "node:os";
import type { Args, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import { dict, isDict, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { fileChanges } from "./file-meta.js";
import { manageFile } from "./manage-file.js";
import { managedSource } from "./managed-source.js";
import { chooseSource } from "./source-list.js";
import { fileFn } from "./system-error.js";
import { appliedTemplate, withoutRendered } from "./template-text.js";

const name = needed.str("The file.");
const sfn = needed.any("The source on this machine; empty where it is to be fetched.");
const source = needed.any("Where the contents come from; empty for none.");
const source_sum = needed.any("Checksum and kind of the source.");
const perms = {
  user: needed.any("Who is to own it."),
  group: needed.any("The group that is to own it."),
  mode: needed.any("The permissions, in octal digits."),
  attrs: needed.any("The attributes that `lsattr` should show."),
} as const;
const saltenv = needed.any("The environment of sources on the master.");
const labels = {
  seuser: maybe.any(null, "The user in the SELinux label."),
  serole: maybe.any(null, "The role in the SELinux label."),
  setype: maybe.any(null, "The type in the SELinux label."),
  serange: maybe.any(null, "The range in the SELinux label."),
} as const;
const template = needed.any("The kind of template that the source is.");
const templateData = {
  context: needed.any("Variables for a template."),
  defaults: needed.any("Variables for a template that lacks them otherwise."),
} as const;
const contents = maybe.any(null, "The contents, in place of a source.");
const skip_verify = maybe.bool(false, "Take a source from the net without a checksum.");
const verify_ssl = maybe.bool(true, "Look at certificates when something is fetched.");
const use_etag = maybe.bool(false, "Fetch a source from the net again only when its tag differs.");
const follow = (fallback: boolean) =>
  maybe.bool(fallback, "Whether a link stands for the file that it leads to.");
const source_hash = needed.any("The checksum of the source, or where a list of them is.");
const source_hash_name = needed.any("Under which name such a list has it.");

const checked = {
  name,
  source,
  source_hash,
  source_hash_name,
  ...perms,
  template,
  ...templateData,
  saltenv,
  contents,
  skip_verify,
} as const;

export const managedFunctions = {
  source_list: fileFn({
    doc: "The first of several sources that is there, and its checksum.",
    examples: ["salt '*' file.source_list salt://http/httpd.conf 79eef25f9b0b2c642c62b7f737d4f53f base"],
    params: { source: needed.any("A source, or a list of them."), source_hash, saltenv },
    run: async (args, context) => {
      const chosen = await chooseSource(args.source, args.source_hash, args.saltenv, context);
      return [chosen.source, chosen.hash];
    },
  }),
  apply_template_on_contents: fileFn({
    doc: "A text with a template's variables put in.",
    examples: [
      "salt '*' file.apply_template_on_contents contents='{{ v }}' template=jinja context='{v: 1}' defaults={} saltenv=base",
    ],
    params: { contents: needed.any("The text."), template, ...templateData, saltenv },
    run: (args, context) => appliedTemplate(args, context),
  }),
  get_managed: fileFn({
    doc: "Fetches a source: where it is on this machine, its checksum, and what went wrong.",
    examples: [
      "salt '*' file.get_managed /etc/app.conf '' salt://app.conf '' '' root root 0644 '' base '' ''",
    ],
    params: {
      name,
      template,
      source,
      source_hash,
      source_hash_name,
      ...perms,
      saltenv,
      ...templateData,
      skip_verify,
      verify_ssl,
      use_etag,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const found = await managedSource({ ...args, variables: kwargs }, context);
      return [found.path, found.sum, found.fault];
    },
  }),
  check_managed: fileFn({
    doc: "Whether a file is what it should be, and what would be changed.",
    examples: [
      "salt '*' file.check_managed /etc/app.conf salt://app.conf '' '' root root 0644 '' '' '' '' base",
    ],
    params: { ...checked, ...labels, follow_symlinks: follow(false) },
    varkw: "kwargs",
    run: async (args, context, { kwargs }) => {
      const { changes, fault } = await managedChanges(
        { ...args, verify_ssl: true, keep_mode: false, variables: kwargs },
        context,
      );
      if (fault !== "") return [false, fault];
      if (args.name.startsWith(tmpdir())) for (const key of ["user", "group", "mode"]) changes.delete(key);
      if (changes.size === 0) return [true, `The file ${args.name} is in the correct state`];
      const lines = [...changes].map(([key, value]) => `${pythonStr(key)}: ${pythonStr(value)}\n`);
      return [null, `The following values are set to be changed:\n${lines.join("")}`];
    },
  }),
  check_managed_changes: fileFn({
    doc: "In what a file differs from what it should be.",
    examples: [
      "salt '*' file.check_managed_changes /etc/app.conf salt://app.conf '' '' root root 0644 '' '' '' '' base",
    ],
    params: {
      ...checked,
      keep_mode: maybe.bool(false, "Give it the permissions of the source."),
      ...labels,
      verify_ssl,
      follow_symlinks: follow(false),
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      const { changes, fault } = await managedChanges({ ...args, variables: kwargs }, context);
      return fault === "" ? changes : [false, fault];
    },
  }),
  check_file_meta: fileFn({
    doc: "In what a file differs from a source that was fetched, and in owner and permissions.",
    examples: [
      "salt '*' file.check_file_meta /etc/app.conf /tmp/app.conf salt://app.conf '{}' root root 0644 '' base",
    ],
    params: {
      name,
      sfn,
      source,
      source_sum,
      ...perms,
      saltenv,
      contents,
      ...labels,
      verify_ssl,
      follow_symlinks: follow(false),
    },
    run: (args, context) =>
      fileChanges(
        {
          ...args,
          sfn: isTruthy(args.sfn) ? pythonStr(args.sfn) : "",
          sourceSum: args.source_sum,
          verifySsl: args.verify_ssl,
          followLinks: args.follow_symlinks,
          label: labelIn(args),
        },
        context,
      ),
  }),
  manage_file: fileFn({
    doc: "Makes a file have contents, owner and permissions; gives a state's return.",
    examples: [
      "salt '*' file.manage_file /etc/app.conf '' '{}' '' '{}' root root 0644 '' base '' contents=text",
    ],
    params: {
      name,
      sfn,
      ret: needed.any("A state's return to add to, or an empty map."),
      source,
      source_sum,
      ...perms,
      saltenv,
      backup: needed.any("Which copies to keep: `minion` or nothing."),
      makedirs: maybe.bool(false, "Make the directories above it."),
      template: maybe.any(null, "Has no meaning here: the source is rendered before."),
      show_changes: maybe.bool(true, "Give the differences, not only that there are some."),
      contents,
      dir_mode: maybe.any(null, "The permissions of directories that are made."),
      follow_symlinks: follow(true),
      skip_verify,
      keep_mode: maybe.bool(false, "Give it the permissions of the source."),
      encoding: maybe.str(null, "The encoding of the contents, UTF-8 where not given."),
      encoding_errors: maybe.str(
        "strict",
        "What to do about characters that the encoding lacks: strict, ignore, replace, xmlcharrefreplace or backslashreplace.",
      ),
      ...labels,
      verify_ssl,
      use_etag,
    },
    varkw: "kwargs",
    run: (args, context) =>
      withoutRendered(args.sfn, () =>
        manageFile(
          {
            ...args,
            sourceSum: args.source_sum,
            encodingErrors: args.encoding_errors,
            showChanges: args.show_changes,
            dirMode: args.dir_mode,
            followLinks: args.follow_symlinks,
            skipVerify: args.skip_verify,
            keepMode: args.keep_mode,
            verifySsl: args.verify_ssl,
            useEtag: args.use_etag,
            label: labelIn(args),
          },
          context,
        ),
      ),
  }),
};

type Labels = Args<typeof labels>;

function labelIn(args: Labels) {
  return { user: args.seuser, role: args.serole, type: args.setype, range: args.serange };
}

type Checked = Args<typeof checked> &
  Labels & {
    readonly verify_ssl: boolean;
    readonly keep_mode: boolean;
    readonly follow_symlinks: boolean;
    readonly variables: ReadonlyMap<string, Value>;
  };

async function managedChanges(
  args: Checked,
  context: ExecutionContext,
): Promise<{ readonly changes: MutableDict; readonly fault: string }> {
  const chosen = await chooseSource(args.source, args.source_hash, args.saltenv, context);
  const asked = { ...args, source: chosen.source, source_hash: chosen.hash, use_etag: false };
  const found =
    args.contents === null ? await managedSource(asked, context) : { path: "", sum: dict(), fault: "" };
  if (found.fault !== "") return { changes: dict(), fault: found.fault };
  const wanted = {
    ...asked,
    // Salt looks only at the permissions of a source that has a place on this machine.
    mode: found.path === "" ? args.mode : await keptMode(args, chosen.source, context),
    sfn: found.path,
    sourceSum: isDict(found.sum) ? found.sum : dict(),
    verifySsl: args.verify_ssl,
    followLinks: args.follow_symlinks,
    label: labelIn(args),
  };
  const changes = await withoutRendered(found.path, () => fileChanges(wanted, context));
  return { changes, fault: "" };
}

async function keptMode(args: Checked, from: Value, context: ExecutionContext): Promise<Value> {
  if (!args.keep_mode || !isTruthy(from) || !/^(?:salt:|file:|\/)/.test(pythonStr(from))) return args.mode;
  return await context.call("cp.stat_file", [from], { saltenv: args.saltenv, octal: true });
}
