/**
 * The functions that `file_roots` and `pillar_roots` share.
 */
import type { Value, WheelFunction } from "@salt/core";
import { isDict, maybe, needed, wheelFn } from "@salt/core";
import { findFiles, listTrees, readFiles, rootsOf, writeFile } from "./tree.js";

const path = needed.str("The path, relative to the roots.");
const saltenv = maybe.str("base", "The environment.");

/** The functions for the directories that an option names. */
export function rootsFunctions(
  option: "file_roots" | "pillar_roots",
): Readonly<Record<string, WheelFunction>> {
  return {
    find: wheelFn({
      doc: "The files of a path in the directories of an environment, each with whether it is text or binary.",
      params: { path, saltenv },
      run: (args, { opts }) => findFiles(rootsOf(opts.get(option), args.saltenv ?? "base") ?? [], args.path),
    }),
    list_env: wheelFn({
      doc: "What lies in the directories of an environment.",
      params: { saltenv },
      run: (args, { opts }) => listTrees(rootsOf(opts.get(option), args.saltenv ?? "base") ?? []),
    }),
    list_roots: wheelFn({
      doc: "What lies in the directories of all environments.",
      run: (_args, { opts }) => {
        const roots = opts.get(option);
        const rows: readonly (readonly [Value, Value])[] = isDict(roots)
          ? [...roots.keys()].map((env) => [env, [listTrees(rootsOf(roots, String(env)) ?? [])]] as const)
          : [];
        return new Map(rows);
      },
    }),
    read: wheelFn({
      doc: "The contents of the text files of a path.",
      params: { path, saltenv },
      run: (args, { opts }) => readFiles(rootsOf(opts.get(option), args.saltenv ?? "base") ?? [], args.path),
    }),
    write: wheelFn({
      doc: "Writes a text into a file below one of the directories of an environment.",
      params: {
        data: needed.str("The text."),
        path,
        saltenv,
        index: maybe.int(0, "Which of the directories."),
      },
      run: ({ data, path: to, saltenv: env, index }, { opts }) =>
        writeFile(opts.get(option), { data, path: to, saltenv: env ?? "base", index: index ?? 0 }),
    }),
  };
}
