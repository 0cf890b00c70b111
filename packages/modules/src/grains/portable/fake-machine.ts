/**
 * A machine made of texts, for tests.
 */
import type { Machine } from "./machine.js";

/** What a fake machine has. A path in `programs` can be found by its name. */
export interface FakeMachine {
  readonly files?: { readonly [path: string]: string };
  readonly links?: { readonly [path: string]: string };
  readonly programs?: readonly string[];
  readonly env?: { readonly [name: string]: string };
}

/** Makes a machine that has these files and nothing else. */
export function fakeMachine({ files = {}, links = {}, programs = [], env = {} }: FakeMachine): Machine {
  const paths = [...Object.keys(files), ...Object.keys(links)];
  const below = (folder: string): readonly string[] =>
    paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
  const bytes = (path: string): Uint8Array | undefined =>
    files[path] === undefined ? undefined : Buffer.from(files[path], "latin1");
  return {
    env,
    text: (path) => files[path],
    head: (path, length) => bytes(path)?.subarray(0, length),
    findFromEnd: (path, find) => {
      const all = bytes(path);
      return all === undefined ? undefined : find(all);
    },
    list: (path) => [...new Set(below(path).map((name) => name.split("/")[0] ?? ""))].sort(),
    link: (path) => links[path],
    exists: (path) => paths.includes(path) || below(path).length > 0,
    which: (program) => programs.find((path) => path === program || path.endsWith(`/${program}`)),
  };
}
