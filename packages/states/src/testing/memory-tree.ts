/**
 * A compiler over a state tree in memory, for tests: SLS are YAML without templates.
 */
import { type Dict, dict, type Logger, nullLogger, type Plain, parseYaml } from "@salt/core";
import { StateCompiler } from "../compile/compiler.js";
import type { StateFiles } from "../compile/state-files.js";

/** Texts by path, by environment. */
export type MemoryTree = { readonly [saltenv: string]: { readonly [path: string]: string } };

/** A compiler for the minion `web1`. */
export function memoryCompiler(
  tree: MemoryTree,
  opts: { readonly [name: string]: Plain } = {},
  log: Logger = nullLogger,
  masterTops: Dict = new Map(),
): StateCompiler {
  const files: StateFiles = {
    envs: async () => Object.keys(tree),
    listStates: async (saltenv) =>
      Object.keys(tree[saltenv] ?? {})
        .map((path) => path.replace(/(\/init)?\.sls$/, "").replaceAll("/", "."))
        .sort(),
    file: async (url, saltenv) => {
      const path = url.replace("salt://", "");
      return tree[saltenv]?.[path] === undefined ? undefined : { path, url };
    },
    textOf: ({ path }) => Object.values(tree).find((files) => path in files)?.[path],
  };
  return new StateCompiler({
    files,
    render: async ({ file, saltenv }) => (await parseYaml(tree[saltenv]?.[file.path] ?? "")) ?? new Map(),
    opts: dict({ top_file_merging_strategy: "merge", default_top: "base", ...opts }),
    facts: { id: "web1", grains: dict({ os: "Debian" }), pillar: new Map() },
    masterTops: async () => masterTops,
    log,
  });
}
