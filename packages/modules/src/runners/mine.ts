/**
 * The mine as the master has it.
 */
import type { Dict, MutableDict, RunnerContext, Value } from "@salt/core";
import { get, isDict, isList, maybe, needed, pythonStr, runnerFn, runnerModule } from "@salt/core";
import { usualPatience } from "./asking/ping.js";
import { targetOf } from "./asking/target.js";
import { cachedParts } from "./cache-functions/cached.js";
import { argumentList } from "./salt-functions/argument-list.js";

const tgt = needed.any("The minions.");
const tgt_type = maybe.str("glob", "How the target is to be read.");

export const mine = runnerModule("mine", {
  doc: "The mine as the master has it.",
  functions: {
    get: runnerFn({
      doc: "What minions have put into the mine for a function, by minion; for several functions, by function first.",
      examples: ["salt-run mine.get 'web*' network.interfaces"],
      params: { tgt, fun: needed.any("The function, or several as a list."), tgt_type },
      run: (args, context) => mined(context, args.tgt, args.fun, args.tgt_type ?? "glob"),
    }),
    update: runnerFn({
      doc: "Makes minions fill the mine anew.",
      examples: ["salt-run mine.update '*'", "salt-run mine.update web1 clear=True"],
      params: {
        tgt,
        tgt_type,
        clear: maybe.bool(false, "Forget what was in it before."),
        mine_functions: maybe.any(null, "Functions instead of those that are configured."),
      },
      run: async (args, context) => {
        const { clear, mine_functions } = args;
        const list = argumentList([], { clear, mine_functions });
        const returns: MutableDict = new Map();
        const target = targetOf(args.tgt, args.tgt_type ?? "glob");
        for await (const answer of context.run(target, "mine.update", list, usualPatience(context))) {
          returns.set(answer.id, answer.return);
        }
        return returns;
      },
    }),
  },
});

async function mined(context: RunnerContext, tgt: Value, fun: Value, type: string): Promise<Dict> {
  const all = await cachedParts(context, tgt, type, "mine");
  const names = isList(fun) ? fun.map(pythonStr) : pythonStr(fun).split(",");
  const of = (name: string): Dict =>
    new Map(
      [...all].flatMap(([id, data]) => {
        const value = get(data, name);
        return value === undefined ? [] : [[id, withoutAccess(value)] as const];
      }),
    );
  const [only] = names;
  if (!isList(fun) && names.length === 1 && only !== undefined) return of(only);
  return new Map(names.map((name) => [name, of(name)] as const).filter(([, found]) => found.size > 0));
}

/** Who may read an entry is for minions; the master's own account may read all. */
function withoutAccess(value: Value): Value {
  return isDict(value) && value.has("__saltmine_acl__") ? (get(value, "__data__") ?? null) : value;
}
