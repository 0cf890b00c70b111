/**
 * States of Samba's accounts.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { get, isDict, isEqual, isList, isTrial, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import { answer, changed, failed, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The account.");

const managed = stateFn({
  doc: "Makes an account be there as the arguments of `pdbedit.modify` say.",
  params: { name },
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => await manage(args.name, settingsOf(kwargs), context),
});

export const pdbedit = stateModule("pdbedit", {
  doc: "States of Samba's accounts.",
  available: async (context) =>
    (await context.functions.has("pdbedit.create"))
      ? true
      : "pdbedit state module can only be loaded when the pdbedit module is available",
  functions: {
    managed,
    present: { ...managed, doc: "Makes an account be there: another name of `managed`." },
    absent: stateFn({
      doc: "Makes an account not be there.",
      params: { name },
      run: async ({ name: which }, context) => {
        const names = await context.call("pdbedit.list", [false]);
        if (!isList(names) || !names.includes(which)) return unchanged(which, `account ${which} is absent`);
        if (isTrial(context)) return pending(which, `account ${which} would be deleted`);
        const told = await context.call("pdbedit.delete", [which]);
        const outcome = pythonStr(get(told, which) ?? "");
        if (outcome === "deleted") return changed(which, "", told);
        return outcome === "absent" ? unchanged(which, "") : failed(which, outcome);
      },
    }),
  },
});

/** The arguments of `pdbedit.modify`; the name of the state is the login, whatever is given. */
function settingsOf(kwargs: ReadonlyMap<string, Value>): { readonly [name: string]: Value } {
  return Object.fromEntries([...givenKeywords(kwargs)].filter(([name]) => name !== "login"));
}

async function manage(
  which: string,
  kwargs: { readonly [name: string]: Value },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const before = get(await context.call("pdbedit.list", [], { hashes: true }), which);
  // Whether a password is the right one is only known by asking for the change.
  if (isTrial(context))
    return pending(which, `account ${which} would be ${before === undefined ? "created" : "checked"}`);
  const told = await context.call("pdbedit.modify", [which], kwargs);
  const outcome = pythonStr(get(told, which) ?? "");
  if (outcome === "unchanged") return unchanged(which, "");
  if (outcome === "created") return changed(which, "", told);
  if (outcome !== "updated") return failed(which, outcome);
  const after = get(await context.call("pdbedit.list", [], { hashes: true }), which);
  return answer(which, true, "", { [which]: differences(before, after) });
}

/** What differs between two maps. */
function differences(before: Value | undefined, after: Value | undefined): Value {
  const [old, now] = [isDict(before) ? before : new Map(), isDict(after) ? after : new Map()];
  const found = new Map<Value, Value>();
  for (const key of new Set<Value>([...old.keys(), ...now.keys()])) {
    const [left, right] = [old.get(key) ?? "", now.get(key) ?? ""];
    if (isEqual(left, right)) continue;
    found.set(
      key,
      new Map<Value, Value>([
        ["old", left],
        ["new", right],
      ]),
    );
  }
  return found;
}
