/**
 * Data that a minion keeps for itself.
 */
import type { Datastore, Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  isDict,
  isEqual,
  isList,
  maybe,
  needed,
} from "@salt/core";

const key = needed.any("The key.");

export const data = executionModule("data", {
  doc: "Data that a minion keeps for itself, from job to job and over restarts.",
  functions: {
    load: fn({
      doc: "Everything that is kept.",
      examples: ["salt '*' data.load"],
      run: (_args, context) => storeOf(context).read(),
    }),
    items: fn({
      doc: "Everything that is kept, by key.",
      examples: ["salt '*' data.items"],
      run: (_args, context) => storeOf(context).read(),
    }),
    keys: fn({
      doc: "The keys of what is kept.",
      examples: ["salt '*' data.keys"],
      run: (_args, context) => [...storeOf(context).read().keys()],
    }),
    values: fn({
      doc: "The values that are kept.",
      examples: ["salt '*' data.values"],
      run: (_args, context) => [...storeOf(context).read().values()],
    }),
    has_key: fn({
      doc: "Whether something is kept under a key.",
      examples: ["salt '*' data.has_key role"],
      params: { key },
      run: (args, context) => storeOf(context).read().has(args.key),
    }),
    get: fn({
      doc: "The value of a key, or the values of several. Of several, those that are missing are left out, or the default.",
      examples: ["salt '*' data.get role", "salt '*' data.get '[role, place]'"],
      params: { key, default: maybe.any(null, "What stands for a missing value.") },
      run: (args, context) => valuesOf(storeOf(context).read(), args.key, args.default),
    }),
    update: fn({
      doc: "Keeps a value under a key.",
      examples: ["salt '*' data.update role web"],
      params: { key, value: needed.any("The value.") },
      run: (args, context) => changed(context, (kept) => kept.set(args.key, args.value)),
    }),
    cas: fn({
      doc: "Keeps a value under a key if another one is kept there now; whether it was.",
      examples: ["salt '*' data.cas role db web"],
      params: { key, value: needed.any("The value."), old_value: needed.any("What must be kept there.") },
      run: (args, context) => {
        const found = storeOf(context).read().get(args.key);
        if (found === undefined || !isEqual(found, args.old_value)) return false;
        return changed(context, (kept) => kept.set(args.key, args.value));
      },
    }),
    pop: fn({
      doc: "Removes a key and gives its value, or the default.",
      examples: ["salt '*' data.pop role"],
      params: { key, default: maybe.any(null, "What stands for a missing value.") },
      run: (args, context) => {
        const value = storeOf(context).read().get(args.key);
        if (value !== undefined) changed(context, (kept) => void kept.delete(args.key));
        return value ?? args.default;
      },
    }),
    dump: fn({
      doc: "Puts a map in place of everything that is kept; whether it is one.",
      examples: ["salt '*' data.dump '{role: web}'"],
      params: { new_data: needed.any("The map.") },
      run: (args, context) => {
        if (!isDict(args.new_data)) return false;
        storeOf(context).write(args.new_data);
        return true;
      },
    }),
    clear: fn({
      doc: "Removes everything that is kept.",
      examples: ["salt '*' data.clear"],
      run: (_args, context) => {
        storeOf(context).clear();
        return true;
      },
    }),
  },
});

function storeOf({ datastore }: ExecutionContext): Datastore {
  if (datastore === undefined)
    throw new CommandExecutionError("There is no minion here whose data could be kept");
  return datastore;
}

function valuesOf(kept: Dict, key: Value, fallback: Value): Value {
  if (!isList(key)) return kept.get(key) ?? fallback;
  return key.flatMap((each) => {
    const value = kept.get(each) ?? fallback;
    return value === null && !kept.has(each) ? [] : [value];
  });
}

function changed(context: ExecutionContext, change: (kept: MutableDict) => void): true {
  const store = storeOf(context);
  const kept: MutableDict = new Map(store.read());
  change(kept);
  store.write(kept);
  return true;
}
