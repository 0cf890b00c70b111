/**
 * What state files and templates need beside their language: merging data, finding files of the state tree.
 */
import { posix } from "node:path";
import type { ExecutionContext, ExecutionFunction, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  isList,
  isTruthy,
  maybe,
  needed,
  SaltInvocationError,
} from "@salt/core";
import { mergeBy, updateDict } from "../values/update.js";
import { bannerOf } from "./slsutil-functions/banner.js";
import { rendererFunctions } from "./slsutil-functions/renderer.js";
import { serializeFunctions } from "./slsutil-functions/serialize.js";

const saltenv = maybe.str("base", "The environment of the file server.");
const strategy = maybe.str("smart", "`aggregate`, `list`, `overwrite`, `recurse` or `smart`.");
const renderer = maybe.str("yaml", "The renderer by which `smart` chooses.");
const mergeLists = maybe.bool(false, "Append to lists instead of replacing them.");
const path = needed.str("The path in the state tree.");

export const slsutil = executionModule("slsutil", {
  doc: "What state files and templates need beside their language: merging data, finding files of the state tree.",
  functions: {
    ...rendererFunctions,
    ...serializeFunctions,
    update: fn({
      doc: "Merges a map into another one.",
      examples: ["salt '*' slsutil.update '{foo: Foo}' '{bar: Bar}'"],
      params: {
        dest: needed.any("The map to change."),
        upd: needed.any("The map to put into it."),
        recursive_update: maybe.bool(true, "Merge maps below, too."),
        merge_lists: mergeLists,
      },
      run: (args) => updateDict(args.dest, args.upd, args.recursive_update, args.merge_lists),
    }),
    merge: fn({
      doc: "Merges two values by a strategy.",
      examples: ["salt '*' slsutil.merge '{foo: Foo}' '{bar: Bar}'"],
      params: {
        obj_a: needed.any("The value to merge into."),
        obj_b: needed.any("The value to merge."),
        strategy,
        renderer,
        merge_lists: mergeLists,
      },
      run: (args) => mergeBy(args.obj_a, args.obj_b, optionsOf(args)),
    }),
    merge_all: fn({
      doc: "Merges a list of values into each other, in order.",
      examples: ["salt '*' slsutil.merge_all '[{foo: Foo}, {foo: Bar}]'"],
      params: { lst: needed.list("The values."), strategy, renderer, merge_lists: mergeLists },
      run: (args) => {
        const options = optionsOf(args);
        return args.lst.reduce<Value>((merged, value) => mergeBy(merged, value, options), new Map());
      },
    }),
    banner: fn({
      doc: "A block of comment lines for the top of a managed file.",
      examples: ["salt '*' slsutil.banner width=60 text='Ask the web team.'"],
      params: {
        width: maybe.int(72, "Width of the lines."),
        commentchar: maybe.str("#", "What begins a comment."),
        borderchar: maybe.str("#", "What the border is made of."),
        blockstart: maybe.str(null, "A line that begins a block comment."),
        blockend: maybe.str(null, "A line that ends a block comment."),
        title: maybe.str(null, "The heading."),
        text: maybe.str(null, "What is said below the heading."),
        newline: maybe.bool(false, "End with a new line."),
      },
      run: (args) => bannerOf(args),
    }),
    boolstr: fn({
      doc: "A truth value in the words of a file format.",
      examples: ["salt '*' slsutil.boolstr True yes no"],
      params: {
        value: needed.any("The truth value."),
        true: maybe.any("true", "The word for true."),
        false: maybe.any("false", "The word for false."),
      },
      run: (args) => (isTruthy(args.value) ? args.true : args.false),
    }),
    file_exists: look("file_exists", "Whether a file is in the state tree.", ["cp.list_master"]),
    dir_exists: look("dir_exists", "Whether a directory is in the state tree.", ["cp.list_master_dirs"]),
    path_exists: look("path_exists", "Whether a file or directory is in the state tree.", [
      "cp.list_master",
      "cp.list_master_dirs",
    ]),
    findup: fn({
      doc: "The first of some names that is found in a directory of the state tree or, else, in one above it.",
      examples: ["salt '*' slsutil.findup formulas/shared/nginx map.jinja"],
      params: {
        startpath: needed.str("Where to begin; empty for the root."),
        filenames: needed.any("A name or a list of them."),
        saltenv,
      },
      run: (args, context) => findUp(args.startpath, args.filenames, args.saltenv ?? "base", context),
    }),
  },
});

function optionsOf(args: {
  readonly strategy: string | null;
  readonly renderer: string | null;
  readonly merge_lists: boolean;
}): Parameters<typeof mergeBy>[2] {
  return {
    strategy: args.strategy ?? "smart",
    renderer: args.renderer ?? "yaml",
    mergeLists: args.merge_lists,
  };
}

function look(name: string, doc: string, lists: readonly string[]): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' slsutil.${name} nginx/defaults`],
    params: { path, saltenv },
    run: (args, context) => isListed(args.path, args.saltenv ?? "base", lists, context),
  });
}

/** Lists of the file server are asked for once in a job. */
async function isListed(
  wanted: string,
  env: string,
  lists: readonly string[],
  context: ExecutionContext,
): Promise<boolean> {
  for (const list of lists) {
    const key = `slsutil/${env}/${list}`;
    const known = context.memory.get(key);
    const paths = known instanceof Set ? known : await pathsOf(list, env, context);
    context.memory.set(key, paths);
    if (paths.has(wanted)) return true;
  }
  return false;
}

async function pathsOf(list: string, env: string, context: ExecutionContext): Promise<ReadonlySet<unknown>> {
  const paths = await context.call(list, [env]);
  return new Set(isList(paths) ? paths : []);
}

async function findUp(start: string, names: Value, env: string, context: ExecutionContext): Promise<string> {
  const exists = (wanted: string): Promise<boolean> =>
    isListed(wanted, env, ["cp.list_master", "cp.list_master_dirs"], context);
  let folder = start === "" ? "" : posix.normalize(start).replace(/(?<=.)\/+$/, "");
  if (folder !== "" && !(await exists(folder)))
    throw new SaltInvocationError(`Starting path not found in the state tree: ${folder}`);
  const wanted = typeof names === "string" ? [names] : names;
  if (!isList(wanted))
    throw new SaltInvocationError("Filenames argument must be a string or list of strings");
  for (;;) {
    for (const name of wanted) {
      const full = posix.join(folder, String(name));
      if (await exists(full)) return full;
    }
    if (folder === "") throw new CommandExecutionError("File pattern(s) not found in path ancestry");
    folder = folder.includes("/") ? folder.slice(0, folder.lastIndexOf("/")) : "";
  }
}
