/**
 * The mine: values that minions leave at the master for other minions.
 */
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  errorText,
  executionModule,
  fn,
  isDict,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
} from "@salt/core";
import { givenKeywords } from "../values/keywords.js";
import type { MineDefinition } from "./mine-functions/definition.js";
import { mineValue, readDefinition, takeAccess } from "./mine-functions/definition.js";

export const mine = executionModule("mine", {
  doc: "The mine: values that minions leave at the master for other minions.",
  functions: {
    get: fn({
      doc: "Values that minions left in the mine, by minion; for several functions, below each function's name.",
      examples: [
        "salt '*' mine.get '*' network.ip_addrs",
        "salt '*' mine.get 'role:web' status.uptime tgt_type=grain",
      ],
      params: {
        tgt: needed.any("The minions whose values are wanted."),
        fun: needed.any("The entry, or several as a list or with commas."),
        tgt_type: maybe.str("glob", "How the target is to be read."),
        exclude_minion: maybe.bool(false, "Leave this minion's own value out."),
      },
      run: async ({ tgt, fun, tgt_type, exclude_minion }, context) => {
        // Nobody has left anything where there is no master; templates ask all the same.
        if (isLocal(context)) return new Map();
        const found = await ask(context, { cmd: "_mine_get", tgt, fun, tgt_type });
        if (!exclude_minion || !isDict(found)) return found;
        return new Map([...found].filter(([id]) => id !== context.id));
      },
    }),
    update: fn({
      doc: "Runs the functions of the option `mine_functions`, or others, and leaves their values in the mine.",
      examples: ["salt '*' mine.update", "salt '*' mine.update mine_functions='[status.uptime]'"],
      params: {
        clear: maybe.bool(false, "Remove all other entries of this minion."),
        mine_functions: maybe.any(null, "Functions to run instead: a list of names, or definitions by name."),
      },
      run: async ({ clear, mine_functions }, context) => {
        const definitions = await definitionsFor(mine_functions, context);
        if (definitions === undefined) return null;
        const data: MutableDict = new Map();
        for (const [name, definition] of definitions)
          await addValue(data, pythonStr(name), definition, context);
        return await ask(context, { cmd: "_mine", data, clear });
      },
    }),
    send: fn({
      doc: "Runs one function and leaves its value in the mine, under its name or another.",
      examples: [
        "salt '*' mine.send status.uptime",
        "salt '*' mine.send addresses mine_function=grains.get ipv4",
      ],
      params: { name: needed.str("The entry, and the function unless `mine_function` names one.") },
      varargs: "args",
      varkw: "kwargs",
      run: async ({ name }, context, { args, kwargs: all }) => {
        const kwargs = givenKeywords(all);
        const access = takeAccess(kwargs);
        const fun = kwargs.get("mine_function");
        kwargs.delete("mine_function");
        const definition = { fun: isTruthy(fun) ? pythonStr(fun ?? "") : undefined, args, kwargs, access };
        const data: MutableDict = new Map();
        if (!(await addCalled(data, name, definition, context))) return false;
        return await ask(context, { cmd: "_mine", data, clear: false });
      },
    }),
    delete: fn({
      doc: "Removes one entry of this minion from the mine.",
      examples: ["salt '*' mine.delete status.uptime"],
      params: { fun: needed.str("The entry.") },
      run: ({ fun }, context) => ask(context, { cmd: "_mine_delete", fun }),
    }),
    flush: fn({
      doc: "Removes all entries of this minion from the mine.",
      examples: ["salt '*' mine.flush"],
      run: (_args, context) => ask(context, { cmd: "_mine_flush" }),
    }),
    valid: fn({
      doc: "The definitions of the option `mine_functions` whose function is there.",
      examples: ["salt '*' mine.valid"],
      run: async (_args, context) => {
        const definitions = await definitionsFor(null, context);
        if (definitions === undefined) return null;
        const valid: MutableDict = new Map();
        for (const [name, definition] of definitions) {
          const { fun, args, kwargs } = readDefinition(definition);
          if (!(await context.functions.has(fun ?? pythonStr(name)))) continue;
          const pairs = [...kwargs].map(([key, value]): Value => new Map([[key, value]]));
          valid.set(
            name,
            fun === undefined ? definition : new Map<Value, Value>([[fun, [...args, ...pairs]]]),
          );
        }
        return valid;
      },
    }),
  },
});

async function definitionsFor(given: Value, context: ExecutionContext): Promise<Dict | undefined> {
  const definitions = isTruthy(given) ? given : await context.call("config.merge", ["mine_functions", {}]);
  if (isList(definitions)) return dict(definitions.map((name) => [pythonStr(name), {}] as const));
  return isDict(definitions) && definitions.size > 0 ? definitions : undefined;
}

async function addValue(
  data: MutableDict,
  name: string,
  raw: Value,
  context: ExecutionContext,
): Promise<void> {
  const definition = readDefinition(raw);
  const fun = definition.fun ?? name;
  if (await context.functions.has(fun)) await addCalled(data, name, definition, context);
  else context.log.error({ fun }, "A function of mine_functions is not there");
}

/** Calls the function; false when it failed, and then there is no entry. */
async function addCalled(
  data: MutableDict,
  name: string,
  { fun, args, kwargs, access }: MineDefinition,
  context: ExecutionContext,
): Promise<boolean> {
  try {
    const keywords = Object.fromEntries([...kwargs].map(([key, value]) => [pythonStr(key), value]));
    data.set(name, mineValue(await context.call(fun ?? name, args, keywords), access));
    return true;
  } catch (error) {
    context.log.error({ fun: fun ?? name, reason: errorText(error) }, "A function for the mine failed");
    return false;
  }
}

function isLocal({ opts }: ExecutionContext): boolean {
  return opts.get("file_client") === "local" || isTruthy(opts.get("local"));
}

async function ask(context: ExecutionContext, load: { readonly [key: string]: Plain }): Promise<Value> {
  if (isLocal(context)) {
    throw new CommandExecutionError("The mine is kept by a master, and there is none in local mode");
  }
  return await context.control.request(dict({ ...load, id: context.id }));
}
