/**
 * Rubies and sets of gems, by rvm.
 */
import { existsSync } from "node:fs";
import type { Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  get,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
} from "@salt/core";
import { splitWords } from "./cmd/words.js";
import { plainName } from "./program/run-program.js";
import { optionWords, rvm as run, runas, rvmDo, rvmPath } from "./rvm-functions/rvm-command.js";

const ruby = needed.str("The ruby, e.g. `2.7.8` or `jruby-9.4`.");
const gemset = needed.str("The set of gems.");
const env = maybe.any(null, "Variables of the environment, a map.");

export const rvm = executionModule("rvm", {
  doc: "Rubies and sets of gems, by rvm. Option: rvm.runas.",
  functions: {
    is_installed: fn({
      doc: "Whether rvm is installed, for a user or the whole machine.",
      examples: ["salt '*' rvm.is_installed"],
      params: { runas },
      run: async (args, context) => existsSync(await rvmPath(args.runas, context)),
    }),
    install: fn({
      doc: "Installs rvm: the installer of its makers is fetched and run.",
      examples: ["salt '*' rvm.install"],
      params: { runas },
      run: async (args, context) => {
        const line = `curl -Ls ${INSTALLER} | bash -s stable`;
        const told = await context.call("cmd.run_all", [line], { runas: args.runas, python_shell: true });
        if (get(told, "retcode") === 0) return true;
        const stderr = pythonStr(get(told, "stderr") ?? "");
        const more = stderr === "" ? "" : `. stderr follows:\n\n${stderr}`;
        throw new CommandExecutionError(`Error encountered while downloading the RVM installer${more}`);
      },
    }),
    install_ruby: fn({
      doc: "Installs a ruby; for users other than root without packages of the system.",
      examples: ["salt '*' rvm.install_ruby 2.7.8"],
      params: { ruby, runas, opts: maybe.any(null, "Further options of `rvm install`, a list."), env },
      run: async (args, context) => {
        const name = plainName(args.ruby, "ruby");
        const opts = optionWords(isList(args.opts) ? args.opts : isTruthy(args.opts) ? [args.opts] : []);
        const isUsers = args.runas !== null && args.runas !== "root";
        if (isUsers) await run(["autolibs", "disable", name, ...opts], args, context);
        return await run(["install", name, ...opts, ...(isUsers ? ["--disable-binary"] : [])], args, context);
      },
    }),
    reinstall_ruby: fn({
      doc: "Installs a ruby again.",
      examples: ["salt '*' rvm.reinstall_ruby 2.7.8"],
      params: { ruby, runas, env },
      run: async (args, context) => await run(["reinstall", plainName(args.ruby, "ruby")], args, context),
    }),
    list: fn({
      doc: "The rubies: of each its kind, its version, and whether it is the default.",
      examples: ["salt '*' rvm.list"],
      params: { runas },
      run: async (args, context) => rubiesIn((await run(["list"], args, context)) || ""),
    }),
    set_default: fn({
      doc: "Makes a ruby the default.",
      examples: ["salt '*' rvm.set_default 2.7.8"],
      params: { ruby, runas },
      run: async (args, context) =>
        await run(["alias", "create", "default", plainName(args.ruby, "ruby")], args, context),
    }),
    get: fn({
      doc: "Brings rvm itself up to date.",
      examples: ["salt '*' rvm.get"],
      params: { version: maybe.str("stable", "Which one: `stable`, `head` or a version."), runas },
      run: async (args, context) => await run(["get", plainName(args.version, "version")], args, context),
    }),
    wrapper: fn({
      doc: "Makes programs of a ruby callable under names with a prefix.",
      examples: ["salt '*' rvm.wrapper ruby@app app_ rails"],
      params: { ruby_string: ruby, wrapper_prefix: needed.str("The prefix."), runas },
      varargs: "binaries",
      run: async ({ ruby_string, wrapper_prefix, runas: user }, context, { args: binaries }) => {
        const words = [ruby_string, wrapper_prefix, ...binaries].map((word) => plainName(word, "program"));
        return await run(["wrapper", ...words], { runas: user }, context);
      },
    }),
    rubygems: fn({
      doc: "Installs a version of RubyGems for a ruby.",
      examples: ["salt '*' rvm.rubygems 2.7.8 3.4.22"],
      params: { ruby, version: needed.str("The version."), runas },
      run: async (args, context) =>
        await rvmDo(args.ruby, ["rubygems", plainName(args.version, "version")], args, context),
    }),
    gemset_create: fn({
      doc: "Makes a set of gems for a ruby.",
      examples: ["salt '*' rvm.gemset_create 2.7.8 app"],
      params: { ruby, gemset, runas },
      run: async (args, context) =>
        await rvmDo(args.ruby, ["rvm", "gemset", "create", plainName(args.gemset, "gemset")], args, context),
    }),
    gemset_list: fn({
      doc: "The sets of gems of a ruby.",
      examples: ["salt '*' rvm.gemset_list 2.7.8"],
      params: { ruby: maybe.str("default", "The ruby."), runas },
      run: async (args, context) => {
        const told = await rvmDo(args.ruby ?? "default", ["rvm", "gemset", "list"], args, context);
        return gemsetsIn(told || "");
      },
    }),
    gemset_delete: fn({
      doc: "Removes a set of gems.",
      examples: ["salt '*' rvm.gemset_delete 2.7.8 app"],
      params: { ruby, gemset, runas },
      run: async (args, context) => {
        const words = ["rvm", "--force", "gemset", "delete", plainName(args.gemset, "gemset")];
        return await rvmDo(args.ruby, words, args, context);
      },
    }),
    gemset_empty: fn({
      doc: "Removes all gems of a set.",
      examples: ["salt '*' rvm.gemset_empty 2.7.8 app"],
      params: { ruby, gemset, runas },
      run: async (args, context) => {
        const words = ["rvm", "--force", "gemset", "empty", plainName(args.gemset, "gemset")];
        return await rvmDo(args.ruby, words, args, context);
      },
    }),
    gemset_copy: fn({
      doc: "Copies a set of gems.",
      examples: ["salt '*' rvm.gemset_copy 2.7.8@a 2.7.8@b"],
      params: { source: needed.str("Which one."), destination: needed.str("Where to."), runas },
      run: async ({ source, destination, runas: user }, context) => {
        const words = [plainName(source, "source"), plainName(destination, "destination")];
        return await run(["gemset", "copy", ...words], { runas: user }, context);
      },
    }),
    gemset_list_all: fn({
      doc: "The sets of gems of all rubies.",
      examples: ["salt '*' rvm.gemset_list_all"],
      params: { runas },
      run: async (args, context) => {
        const told = (await rvmDo("default", ["rvm", "gemset", "list_all"], args, context)) || "";
        const found = new Map<Value, Value>();
        for (const part of told.split(/^(?=gemsets for )/m)) {
          const name = /^gemsets for (\S+)/.exec(part)?.[1];
          if (name !== undefined) found.set(name, gemsetsIn(part));
        }
        return found;
      },
    }),
    do: fn({
      doc: "Runs a command with a ruby.",
      examples: ["salt '*' rvm.do 2.7.8 'gem list'"],
      params: {
        ruby,
        command: needed.str("The command."),
        runas,
        cwd: maybe.str(null, "Where to run it."),
        env,
      },
      run: async (args, context) => await rvmDo(args.ruby, [...splitWords(args.command)], args, context),
    }),
  },
});

const INSTALLER = "https://raw.githubusercontent.com/rvm/rvm/master/binscripts/rvm-installer";

function rubiesIn(text: string): readonly Value[] {
  return text.split("\n").flatMap((line): readonly Value[] => {
    const parts = /^[= ]([*> ]) ([^- ]+)-([^ ]+) \[ (.*) \]/.exec(line);
    return parts === null ? [] : [[parts[2] ?? "", parts[3] ?? "", parts[1] === "*"]];
  });
}

function gemsetsIn(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => /^ {3}([^ ]+)/.exec(line)?.[1] ?? []);
}
