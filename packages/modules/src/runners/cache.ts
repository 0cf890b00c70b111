/**
 * What the master has cached of its minions, and the cache itself.
 */
import type { RunnerContext, Value } from "@salt/core";
import { maybe, needed, pythonStr, runnerFn, runnerModule, SaltInvocationError } from "@salt/core";
import { cachedParts } from "./cache-functions/cached.js";
import type { Cleared } from "./cache-functions/clear.js";
import { clearCached } from "./cache-functions/clear.js";
import { clearGitLock } from "./cache-functions/git-lock.js";

const neededTgt = needed.any("The minions.");
const tgt = maybe.any(null, "The minions; all unless given.");
const tgt_type = maybe.str("glob", "How the target is to be read.");
const bank = needed.str("The bank, a path such as `minions/web1`.");
const cachedir = maybe.str(null, "Another directory; only the master's own is served.");

const clear = (name: string, doc: string, what: Cleared) =>
  runnerFn({
    doc,
    examples: [`salt-run cache.${name} tgt='web*'`],
    params: { tgt: maybe.any(null, "The minions. Without it nothing is done."), tgt_type },
    run: (args, context) => clearCached(context, args.tgt, args.tgt_type ?? "glob", what),
  });

export const cache = runnerModule("cache", {
  doc: "What the master has cached of its minions, and the cache itself.",
  functions: {
    grains: runnerFn({
      doc: "The cached grains of minions.",
      examples: ["salt-run cache.grains '*'"],
      params: { tgt: neededTgt, tgt_type },
      varkw: "kwargs",
      run: (args, context) => cachedParts(context, args.tgt, args.tgt_type ?? "glob", "grains"),
    }),
    pillar: runnerFn({
      doc: "The cached pillar of minions.",
      examples: ["salt-run cache.pillar", "salt-run cache.pillar 'web*'"],
      params: { tgt, tgt_type },
      varkw: "kwargs",
      run: (args, context) => cachedParts(context, args.tgt ?? "*", args.tgt_type ?? "glob", "pillar"),
    }),
    mine: runnerFn({
      doc: "What minions have put into the mine.",
      examples: ["salt-run cache.mine 'web*'"],
      params: { tgt, tgt_type },
      varkw: "kwargs",
      run: (args, context) => cachedParts(context, args.tgt ?? "*", args.tgt_type ?? "glob", "mine"),
    }),
    clear_pillar: clear("clear_pillar", "Forgets the cached pillar of minions.", { pillar: true }),
    clear_grains: clear("clear_grains", "Forgets the cached grains of minions.", { grains: true }),
    clear_mine: clear("clear_mine", "Forgets what minions have put into the mine.", { mine: true }),
    clear_mine_func: runnerFn({
      doc: "Forgets one function of what minions have put into the mine.",
      examples: ["salt-run cache.clear_mine_func tgt='*' clear_mine_func_flag=network.interfaces"],
      params: {
        tgt: maybe.any(null, "The minions. Without it nothing is done."),
        tgt_type,
        clear_mine_func_flag: maybe.str(null, "The function."),
      },
      run: (args, context) => {
        const what = args.clear_mine_func_flag === null ? {} : { mineFunction: args.clear_mine_func_flag };
        return clearCached(context, args.tgt, args.tgt_type ?? "glob", what);
      },
    }),
    clear_all: clear("clear_all", "Forgets everything cached of minions.", {
      grains: true,
      pillar: true,
      mine: true,
    }),
    clear_git_lock: runnerFn({
      doc: "Lets remotes of gitfs be updated again. Keyword `type`: update, checkout or mountpoint; all unless given.",
      examples: ["salt-run cache.clear_git_lock gitfs", "salt-run cache.clear_git_lock gitfs type=update"],
      params: { role: needed.str("Whose locks: `gitfs`."), remote: maybe.str(null, "A glob for remotes.") },
      varkw: "kwargs",
      run: ({ role, remote }, context, { kwargs }) => {
        const other = [...kwargs.keys()]
          .map(pythonStr)
          .find((key) => key !== "type" && !key.startsWith("__"));
        if (other !== undefined)
          throw new SaltInvocationError(`The following keyword arguments are not valid: ${other}`);
        return clearGitLock({ role, remote, types: kwargs.get("type") ?? null }, () => context.fileServer());
      },
    }),
    cloud: runnerFn({
      doc: "The cached data of machines in clouds: there are none, for there is no salt-cloud here.",
      examples: ["salt-run cache.cloud 'web*'"],
      params: { tgt: neededTgt, provider: maybe.str(null, "Only those of this provider.") },
      run: () => ({}),
    }),
    store: runnerFn({
      doc: "Keeps a value in the master's cache.",
      examples: ["salt-run cache.store mycache mykey 'The time has come the walrus said'"],
      params: { bank, key: needed.str("The key."), data: needed.any("The value."), cachedir },
      run: (args, context) => {
        ownCache(args.cachedir, context).store(args.bank, args.key, args.data);
        return null;
      },
    }),
    list: runnerFn({
      doc: "The keys in a bank of the master's cache.",
      examples: ["salt-run cache.list minions"],
      params: { bank, cachedir },
      run: (args, context) => ownCache(args.cachedir, context).list(args.bank),
    }),
    fetch: runnerFn({
      doc: "A value of the master's cache; an empty map when there is none.",
      examples: ["salt-run cache.fetch mycache mykey"],
      params: { bank, key: needed.str("The key."), cachedir },
      run: (args, context): Value =>
        ownCache(args.cachedir, context).fetch(args.bank, args.key) ?? new Map<Value, Value>(),
    }),
    flush: runnerFn({
      doc: "Removes a key of the master's cache, or without one a whole bank. Answers whether there was something.",
      examples: ["salt-run cache.flush mycache mykey", "salt-run cache.flush mycache"],
      params: { bank, key: maybe.str(null, "The key."), cachedir },
      run: (args, context) => ownCache(args.cachedir, context).flush(args.bank, args.key ?? undefined),
    }),
  },
});

function ownCache(cachedir: string | null, { cache: own, opts }: RunnerContext): RunnerContext["cache"] {
  if (cachedir === null || cachedir === opts.get("cachedir")) return own;
  throw new SaltInvocationError("cachedir: only the master's own cache is served");
}
