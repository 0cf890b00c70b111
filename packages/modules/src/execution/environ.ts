/**
 * The environment of the process that runs jobs. Changes last as long as that process.
 */
import type { Plain, Value } from "@salt/core";
import { dict, executionModule, fn, isDict, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";

const falseUnsets = maybe.any(false, "A value of false removes the variable instead of emptying it.");
const permanent = maybe.any(false, "For Windows only; has no meaning here.");

export const environ = executionModule("environ", {
  doc: "The environment of the process that runs jobs. Changes last as long as that process.",
  functions: {
    get: fn({
      doc: "The value of a variable, or a default. False when the name is no text.",
      examples: ["salt '*' environ.get PATH", "salt '*' environ.get EDITOR default=vi"],
      params: {
        key: needed.any("The variable."),
        default: maybe.any("", "What to answer when it is not set."),
      },
      run: ({ key, default: fallback }) => (typeof key === "string" ? (process.env[key] ?? fallback) : false),
    }),
    has_value: fn({
      doc: "Whether a variable is set, or set to a value.",
      examples: ["salt '*' environ.has_value PATH", "salt '*' environ.has_value LANG C.UTF-8"],
      params: { key: needed.any("The variable."), value: maybe.any(null, "The value it should have.") },
      run: ({ key, value }) => {
        const found = typeof key === "string" ? process.env[key] : undefined;
        return found !== undefined && (value === null || found === value);
      },
    }),
    item: fn({
      doc: "The values of several variables.",
      examples: ["salt '*' environ.item '[PATH, LANG]'"],
      params: {
        keys: needed.any("A variable, or a list of them."),
        default: maybe.any("", "For those not set."),
      },
      run: ({ keys, default: fallback }) => {
        const names = isList(keys) ? keys : typeof keys === "string" ? [keys] : [];
        return new Map(names.map((name): [Value, Value] => [name, process.env[pythonStr(name)] ?? fallback]));
      },
    }),
    items: fn({
      doc: "All variables.",
      examples: ["salt '*' environ.items"],
      run: () => dict(Object.entries(process.env).map(([name, value]) => [name, value ?? ""] as const)),
    }),
    setval: fn({
      doc: "Sets a variable and gives its value. False in place of a text empties or removes it; anything else is refused.",
      examples: [
        "salt '*' environ.setval EDITOR vi",
        "salt '*' environ.setval EDITOR False false_unsets=True",
      ],
      params: {
        key: needed.str("The variable."),
        val: needed.any("The value, a text or false."),
        false_unsets: falseUnsets,
        permanent,
      },
      run: ({ key, val, false_unsets }) => setVariable(key, val, false_unsets === true),
    }),
    setenv: fn({
      doc: "Sets several variables. False when one of the values is neither a text nor false.",
      examples: ["salt '*' environ.setenv '{EDITOR: vi, PAGER: false}'"],
      params: {
        environ: needed.any("Values by variable."),
        false_unsets: falseUnsets,
        clear_all: maybe.any(false, "Empty or remove all other variables."),
        update_minion: maybe.any(false, "Tell this machine's bus, too."),
        permanent,
      },
      run: async (args, context) => {
        if (!isDict(args.environ)) return false;
        const set = setVariables(args.environ, args.false_unsets === true, args.clear_all === true);
        if (args.update_minion === true && set !== false) {
          const { environ: variables, false_unsets, clear_all, permanent: isPermanent } = args;
          const data = dict({ environ: variables, false_unsets, clear_all, permanent: isPermanent });
          await context.control.fireLocal("environ_setenv", data);
        }
        return set;
      },
    }),
  },
});

function setVariables(values: ReadonlyMap<Value, Value>, falseUnsets: boolean, clearAll: boolean): Plain {
  const set = new Map<Value, Value>();
  const others = clearAll ? Object.keys(process.env).filter((name) => !values.has(name)) : [];
  for (const name of others) set.set(name, setVariable(name, false, falseUnsets));
  for (const [name, value] of values) {
    if (typeof value !== "string" && value !== false) return false;
    set.set(name, setVariable(pythonStr(name), value, falseUnsets));
  }
  return set;
}

/** The value set; null when removed, false when refused. */
function setVariable(name: string, value: Value, falseUnsets: boolean): Value {
  const isName = isTruthy(name) && !/[=\0]/.test(name);
  if (!isName || (typeof value === "string" && value.includes("\0"))) return false;
  if (value === false && falseUnsets) {
    delete process.env[name];
    return null;
  }
  if (typeof value !== "string" && value !== false) return false;
  process.env[name] = value === false ? "" : value;
  return process.env[name] ?? "";
}
