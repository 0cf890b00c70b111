/**
 * Pillar files in git repositories, as an external source of the pillar.
 */
import { join } from "node:path";
import type { Dict, ExecutionContext } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  fn,
  getString,
  isTruthy,
  mergeByStrategy,
  needed,
  pillarModule,
} from "@salt/core";
import type { PillarRepository } from "./sources/git-repositories.js";
import { readRepositories } from "./sources/git-repositories.js";

/** A repository that is checked out. */
interface CheckedOut {
  readonly repository: PillarRepository;
  readonly dir: string;
}

export const git = pillarModule("git", {
  doc: "Pillar files in git repositories: each branch has a top file of its own.",
  functions: {
    ext_pillar: fn({
      doc: "Fetches the repositories, items such as `main https://example.org/pillar.git`, and compiles their files.",
      params: { minion_id: needed.str("The minion."), pillar: needed.any("The pillar so far.") },
      varargs: "repositories",
      run: async (_args, context, { args }) => {
        const { opts } = context;
        const all = await checkedOut(readRepositories(args, opts), context);
        const pillarenv = getString(opts, "pillarenv") ?? "";
        const rules = {
          strategy: getString(opts, "pillar_source_merging_strategy") || "smart",
          mergeLists: isTruthy(opts.get("pillar_merge_lists")),
        };
        let found: Dict = new Map();
        for (const { repository, dir } of all) {
          const { env } = repository;
          if (repository.mountpoint !== "" || (pillarenv !== "" && env !== pillarenv)) continue;
          const others = all.filter((other) => other.repository.env === env && other.dir !== dir);
          const roots = [
            dir,
            ...(isTruthy(opts.get("git_pillar_includes") ?? true) ? others : []).map((o) => o.dir),
          ];
          found = mergeByStrategy(found, await compileOne(env, roots, context), rules);
        }
        return found;
      },
    }),
  },
});

async function checkedOut(
  repositories: readonly PillarRepository[],
  context: ExecutionContext,
): Promise<readonly CheckedOut[]> {
  const found: CheckedOut[] = [];
  for (const repository of repositories) {
    const dir = await sourceOf(context).checkOut(repository.wish);
    if (dir !== undefined) found.push({ repository, dir: join(dir, repository.root) });
    else
      context.log.error({ ref: repository.wish.ref }, "A repository of the pillar has no such branch or tag");
  }
  return found;
}

async function compileOne(env: string, roots: readonly string[], context: ExecutionContext): Promise<Dict> {
  const changes = dict({ saltenv: env, pillar_roots: { [env]: roots } });
  return await sourceOf(context).compile(changes);
}

function sourceOf({ pillarSource }: ExecutionContext): NonNullable<ExecutionContext["pillarSource"]> {
  if (pillarSource !== undefined) return pillarSource;
  throw new CommandExecutionError("The source git serves only while a pillar is compiled");
}
