/**
 * Plugins for the master itself, from its own file server.
 */
import type { Plain, RunnerContext, RunnerFunction, Value } from "@salt/core";
import { DigestMemory, isList, maybe, pythonStr, runnerFn, runnerModule } from "@salt/core";
import { syncPlugins } from "../files/sync-plugins.js";

/** Kinds in the order of `sync_all`: name and directory. */
const KINDS: readonly (readonly [name: string, folder: string, key: string])[] = [
  ["clouds", "clouds", "clouds"],
  ["modules", "modules", "modules"],
  ["states", "states", "states"],
  ["grains", "grains", "grains"],
  ["renderers", "renderers", "renderers"],
  ["returners", "returners", "returners"],
  ["output", "output", "output"],
  ["proxymodules", "proxy", "proxymodules"],
  ["runners", "runners", "runners"],
  ["wheel", "wheel", "wheel"],
  ["engines", "engines", "engines"],
  ["thorium", "thorium", "thorium"],
  ["queues", "queues", "queues"],
  ["pillar", "pillar", "pillar"],
  ["utils", "utils", "utils"],
  ["sdb", "sdb", "sdb"],
  ["cache", "cache", "cache"],
  ["fileserver", "fileserver", "fileserver"],
  ["tops", "tops", "tops"],
  ["eauth_tokens", "tokens", "tokens"],
  ["serializers", "serializers", "serializers"],
  ["executors", "executors", "executors"],
  ["roster", "roster", "roster"],
];

const params = {
  saltenv: maybe.any("base", "Environments, as a list or with commas."),
  extmod_whitelist: maybe.any(null, "Names of the only plugins that are synced."),
  extmod_blacklist: maybe.any(null, "Names of plugins that are not synced."),
};

interface SyncArgs {
  readonly saltenv: Value;
  readonly extmod_whitelist: Value;
  readonly extmod_blacklist: Value;
}

const kindFunctions: Readonly<Record<string, RunnerFunction>> = Object.fromEntries(
  KINDS.map(([name, folder]) => [
    `sync_${name}`,
    runnerFn({
      doc: `Syncs plugins from the directories _${folder} to the master; the names of those that changed.`,
      examples: [`salt-run saltutil.sync_${name}`],
      params,
      run: (args, context) => sync(context, folder, args),
    }),
  ]),
);

export const saltutil = runnerModule("saltutil", {
  doc: "Plugins for the master itself, from its own file server.",
  functions: {
    sync_all: runnerFn({
      doc: "Syncs plugins of every kind to the master; the names of those that changed, by kind.",
      examples: ["salt-run saltutil.sync_all"],
      params,
      run: async (args, context) => {
        const changed: Record<string, Plain> = {};
        for (const [, folder, key] of KINDS) changed[key] = await sync(context, folder, args);
        return changed;
      },
    }),
    ...kindFunctions,
  },
});

async function sync(context: RunnerContext, folder: string, args: SyncArgs): Promise<readonly string[]> {
  const server = await context.fileServer();
  const { opts, signal, log } = context;
  const request = (load: ReadonlyMap<Value, Value>): Promise<Value> => server.request(load);
  const client = { opts, signal, log, request, digests: new DigestMemory() };
  const { changed } = await syncPlugins(client, folder, {
    saltenvs: isList(args.saltenv) ? args.saltenv.map(pythonStr) : pythonStr(args.saltenv).split(","),
    whitelist: args.extmod_whitelist,
    blacklist: args.extmod_blacklist,
  });
  return changed;
}
