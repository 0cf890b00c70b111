/**
 * `saltutil.sync_*`: plugins from the file server.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { CommandExecutionError, fn, isList, isTruthy, maybe, pythonStr } from "@salt/core";
import { fileClient, saltenvOf } from "../../files/file-client.js";
import { syncPlugins } from "../../files/sync-plugins.js";

/** What becomes of a sync: nothing, forgetting loaded plugins, or also grains and pillar anew, or beacons. */
type Refresh = "none" | "modules" | "grains" | "beacons";

const params = {
  saltenv: maybe.any(
    null,
    "Environments, as a list or with commas; that of the option saltenv unless given.",
  ),
  refresh: maybe.bool(true, "Make the minion forget what it has loaded."),
  extmod_whitelist: maybe.any(null, "Names of the only plugins that are synced."),
  extmod_blacklist: maybe.any(null, "Names of plugins that are not synced."),
};
const clean = maybe.bool(false, "Known for compatibility: the pillar is always made anew.");

/** What all syncs are called with. */
interface SyncArgs {
  readonly saltenv: Value;
  readonly refresh?: boolean;
  readonly extmod_whitelist: Value;
  readonly extmod_blacklist: Value;
}

/** Kinds in the order of `sync_all`: name, what it is for people, directory, what is refreshed. */
const KINDS: readonly (readonly [name: string, what: string, folder: string, refresh: Refresh])[] = [
  ["clouds", "cloud modules", "clouds", "modules"],
  ["beacons", "beacons", "beacons", "beacons"],
  ["modules", "execution modules", "modules", "modules"],
  ["states", "state modules", "states", "modules"],
  ["sdb", "sdb modules", "sdb", "none"],
  ["grains", "grains modules", "grains", "grains"],
  ["renderers", "renderers", "renderers", "modules"],
  ["returners", "returners", "returners", "modules"],
  ["output", "outputters", "output", "modules"],
  ["utils", "utility modules", "utils", "modules"],
  ["log_handlers", "log handlers", "log_handlers", "modules"],
  ["executors", "executors", "executors", "modules"],
  ["proxymodules", "proxy modules", "proxy", "modules"],
  ["engines", "engines", "engines", "modules"],
  ["thorium", "thorium modules", "thorium", "modules"],
  ["serializers", "serializers", "serializers", "modules"],
  ["matchers", "matchers", "matchers", "modules"],
];
/** Real Salt refreshes after these only when it is told to. */
const QUIET: ReadonlySet<string> = new Set(["proxymodules", "engines", "thorium", "matchers"]);

/** Kinds whose functions take other arguments in Salt. */
const OTHERS: ReadonlySet<string> = new Set(["sdb", "grains"]);

const kindFunctions = Object.fromEntries(
  [...KINDS, ["wrapper", "wrapper modules of salt-ssh", "wrapper", "modules"] as const]
    .filter(([name]) => !OTHERS.has(name))
    .map(([name, what, folder, refresh]) => [
      `sync_${name}`,
      fn({
        doc: docOf(what, folder),
        examples: examplesOf(name),
        params: { ...params, refresh: maybe.bool(!QUIET.has(name), params.refresh.doc) },
        run: (args, context) => syncKind(context, folder, refresh, args),
      }),
    ]),
);

/** `sync_all` and one function for each kind. */
export const syncFunctions = {
  ...kindFunctions,
  sync_grains: fn({
    doc: docOf("grains modules", "grains"),
    examples: examplesOf("grains"),
    params: { ...params, clean_pillar_cache: clean },
    run: (args, context) => syncKind(context, "grains", "grains", args),
  }),
  sync_tops: fn({
    doc: docOf("modules of master tops", "tops"),
    examples: examplesOf("tops"),
    params,
    run: (args, context) => {
      if (context.opts.get("file_client") !== "local")
        throw new CommandExecutionError("Master top modules can only be synced to masterless minions");
      return syncKind(context, "tops", "none", args);
    },
  }),
  sync_sdb: fn({
    doc: docOf("sdb modules", "sdb"),
    examples: examplesOf("sdb"),
    params: {
      saltenv: params.saltenv,
      extmod_whitelist: params.extmod_whitelist,
      extmod_blacklist: params.extmod_blacklist,
    },
    run: (args, context) => sync(context, "sdb", args),
  }),
  sync_outputters: fn({
    doc: "Another name of saltutil.sync_output.",
    examples: ["salt '*' saltutil.sync_outputters"],
    params,
    run: (args, context) => syncKind(context, "output", "modules", args),
  }),
  sync_pillar: fn({
    doc: "Syncs pillar modules from the directories _pillar, on a minion without a master.",
    examples: ["salt '*' saltutil.sync_pillar"],
    params: { ...params, clean_pillar_cache: clean },
    run: async (args, context) => {
      if (!isMasterless(context))
        throw new CommandExecutionError("Pillar modules can only be synced to masterless minions");
      const changed = await sync(context, "pillar", args);
      if (args.refresh) await refreshAfter(context, "grains");
      return changed;
    },
  }),
  sync_all: fn({
    doc: "Syncs plugins of every kind; the names of those that changed, by kind. The pillar is fetched again.",
    examples: [
      "salt '*' saltutil.sync_all",
      "salt '*' saltutil.sync_all extmod_whitelist={'modules': ['mine']}",
    ],
    params: { ...params, clean_pillar_cache: clean },
    run: async (args, context) => {
      const changed: Record<string, Plain> = {};
      for (const [name, , folder] of KINDS) changed[name] = await sync(context, folder, args);
      if (isMasterless(context)) changed.pillar = await sync(context, "pillar", args);
      if (args.refresh) await refreshAfter(context, "grains");
      return changed;
    },
  }),
};

function docOf(what: string, folder: string): string {
  return `Syncs ${what} from the directories _${folder} of the file server; the names of those that changed.`;
}

function examplesOf(name: string): readonly string[] {
  return [`salt '*' saltutil.sync_${name}`, `salt '*' saltutil.sync_${name} saltenv=base,dev`];
}

async function syncKind(
  context: ExecutionContext,
  folder: string,
  refresh: Refresh,
  args: SyncArgs,
): Promise<readonly string[]> {
  const changed = await sync(context, folder, args);
  if (args.refresh === true) await refreshAfter(context, refresh);
  return changed;
}

async function sync(context: ExecutionContext, folder: string, args: SyncArgs): Promise<readonly string[]> {
  const { changed } = await syncPlugins(fileClient(context), folder, {
    saltenvs: environments(context, args.saltenv),
    whitelist: args.extmod_whitelist,
    blacklist: args.extmod_blacklist,
  });
  return changed;
}

function environments({ opts }: ExecutionContext, given: Value): readonly string[] {
  if (isList(given)) return given.map(pythonStr);
  return isTruthy(given) ? pythonStr(given).split(",") : [saltenvOf(opts, null)];
}

async function refreshAfter({ control }: ExecutionContext, refresh: Refresh): Promise<void> {
  if (refresh === "none") return;
  await control.refreshModules();
  if (refresh === "beacons") await control.fireLocal("beacons_refresh", new Map());
  if (refresh !== "grains") return;
  await control.refreshGrains();
  await control.refreshPillar();
}

function isMasterless({ opts }: ExecutionContext): boolean {
  return opts.get("file_client") === "local" || opts.get("local") === true;
}
