/**
 * Directories named after minions and nodegroups, as an external source of the pillar.
 */
import { statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { Dict, ExecutionContext, Value } from "@salt/core";
import {
  fn,
  getDict,
  getString,
  isList,
  isMinionId,
  maybe,
  mergeDicts,
  needed,
  pillarModule,
  pythonStr,
} from "@salt/core";
import type { FileTreeOptions } from "./sources/file-tree.js";
import { readFileTree } from "./sources/file-tree.js";
import { nodegroupsOf } from "./sources/nodegroups-of.js";

export const fileTree = pillarModule("file_tree", {
  doc: "The files below `hosts/<minion>` and `nodegroups/<group>` of a directory: names are keys, contents values.",
  functions: {
    ext_pillar: fn({
      doc: "Reads the files of the minion's nodegroups, then its own.",
      params: {
        minion_id: needed.str("The minion."),
        pillar: needed.any("The pillar so far."),
        root_dir: maybe.str(
          null,
          "The directory; a relative one is below those of the pillar's environment.",
        ),
        follow_dir_links: maybe.bool(false, "Whether links to directories are entered."),
        debug: maybe.bool(false, "Known for compatibility: what is passed over is not logged."),
        keep_newline: maybe.any(false, "Whether newlines at ends of files are kept, or globs of such files."),
        render_default: maybe.str(null, "The pipe of renderers; the option `renderer` unless given."),
        renderer_blacklist: maybe.list(null, "Renderers that are passed over."),
        renderer_whitelist: maybe.list(null, "The only renderers that count."),
        template: maybe.bool(false, "Whether files are rendered."),
      },
      run: async (args, context) => {
        const { keep_newline: keep } = args;
        if (typeof keep !== "boolean" && !isList(keep)) {
          context.log.error({}, "keep_newline of file_tree must be a boolean or a list of globs");
          return new Map();
        }
        const options: FileTreeOptions = {
          followsLinks: args.follow_dir_links,
          keepsNewline: isList(keep) ? keep.map(pythonStr) : keep,
          pipe: args.template
            ? (args.render_default ?? getString(context.opts, "renderer") ?? "jinja|yaml")
            : undefined,
        };
        const limited = withRenderers(context, args.renderer_blacklist, args.renderer_whitelist);
        let found: Dict = new Map();
        for (const root of rootsOf(args.root_dir, context)) {
          found = mergeDicts(found, await fromRoot(root, args.minion_id, options, limited));
        }
        return found;
      },
    }),
  },
});

function withRenderers(
  context: ExecutionContext,
  blacklist: readonly Value[] | null,
  whitelist: readonly Value[] | null,
): ExecutionContext {
  const opts = new Map(context.opts);
  opts.set("renderer_blacklist", blacklist ?? []).set("renderer_whitelist", whitelist ?? []);
  return { ...context, opts };
}

/** The directories meant, those that are none left out. */
function rootsOf(root: string | null, { opts, log }: ExecutionContext): readonly string[] {
  if (root === null || root === "") {
    log.error({}, "file_tree has no root_dir");
    return [];
  }
  const pillarenv = getString(opts, "pillarenv");
  const below = pillarenv === undefined ? undefined : getDict(opts, "pillar_roots")?.get(pillarenv);
  const roots = isAbsolute(root)
    ? [root]
    : (isList(below) ? below : []).map((dir) => join(pythonStr(dir), root));
  const there = [...new Set(roots)].filter(isDirectory);
  if (there.length < roots.length || roots.length === 0) {
    log.error({ root_dir: root, pillarenv }, "A directory of file_tree does not exist");
  }
  return there;
}

async function fromRoot(
  root: string,
  id: string,
  options: FileTreeOptions,
  context: ExecutionContext,
): Promise<Dict> {
  let found: Dict = new Map();
  for (const group of nodegroupsOf(id, context)) {
    const folder = join(root, "nodegroups", group);
    if (!group.includes("/") && isDirectory(folder)) {
      found = mergeDicts(found, await readFileTree(folder, options, context));
    }
  }
  const own = join(root, "hosts", id);
  if (!isMinionId(id) || !isDirectory(own)) return found;
  return mergeDicts(found, await readFileTree(own, options, context));
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
