/**
 * Values of files of YAML on this machine.
 */
import { readFileSync } from "node:fs";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  fn,
  getDict,
  getList,
  getString,
  isDict,
  isTruthy,
  maybe,
  mergeByStrategy,
  needed,
  pythonStr,
  sdbModule,
} from "@salt/core";
import { traverse } from "../values/traverse.js";

export const yaml = sdbModule("yaml", {
  doc: "Values of files of YAML: `files`, a list; `gpg: true` opens what is encrypted in them.",
  functions: {
    get: fn({
      doc: "The value at a path such as `a:b`; null when there is none.",
      params: { key: needed.str("The path."), profile: maybe.dict(null, "The profile.") },
      run: async (args, context) =>
        traverse(await values(args.profile ?? new Map(), context), args.key) ?? null,
    }),
    set: fn({
      doc: "Nothing can be set in files of YAML; this is refused.",
      params: {
        key: needed.str("The path."),
        value: needed.any("The value."),
        profile: maybe.any(null, "The profile."),
      },
      run: () => {
        throw new CommandExecutionError("sdb: files of YAML are only read");
      },
    }),
  },
});

/** All files as one map; as in Salt, a file that cannot be read is logged and left out. */
async function values(profile: Dict, context: ExecutionContext): Promise<Dict> {
  const rules = getDict(profile, "merge") ?? new Map();
  const strategy = getString(rules, "strategy") ?? "smart";
  const mergeLists = isTruthy(rules.get("merge_lists") ?? false);
  let merged: Dict = new Map();
  for (const file of getList(profile, "files") ?? []) {
    const read = await contents(pythonStr(file), isTruthy(profile.get("gpg") ?? false), context);
    if (isDict(read)) merged = mergeByStrategy(merged, read, { strategy, mergeLists, renderer: "yaml" });
  }
  return merged;
}

async function contents(file: string, isLocked: boolean, context: ExecutionContext): Promise<Value> {
  try {
    const string = readFileSync(file, "utf8");
    if (isLocked) return await context.call("slsutil.renderer", [], { string, default_renderer: "yaml|gpg" });
    const { loadSlsYaml } = await import("@salt/render");
    return loadSlsYaml(string).value;
  } catch (error) {
    context.log.error({ file, reason: errorText(error) }, "A file of sdb cannot be read");
    return null;
  }
}
