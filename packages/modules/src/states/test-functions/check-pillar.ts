/**
 * `test.check_pillar`: whether keys are in the pillar, with values of the right types.
 */
import type { Value } from "@salt/core";
import {
  isDict,
  isInt,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
  stateFn,
} from "@salt/core";
import { PythonError } from "../../values/python-error.js";

/** A type, as Python prints it. */
interface Type {
  readonly shown: string;
  readonly holds: (value: Value) => boolean;
}

const TYPES = {
  boolean: { shown: "<class 'bool'>", holds: (value) => typeof value === "boolean" },
  integer: { shown: "<class 'int'>", holds: (value) => isInt(value) || typeof value === "boolean" },
  string: { shown: "(<class 'str'>,)", holds: (value) => typeof value === "string" },
  listing: { shown: "<class 'list'>", holds: isList },
  dictionary: { shown: "<class 'dict'>", holds: isDict },
} as const satisfies Record<string, Type>;

const keys = (what: string) => maybe.any(null, `Keys or paths that must be there ${what}: a text or a list.`);

/** The state. */
export const checkPillar = stateFn({
  doc: "Checks that keys are in the pillar and have values of certain types.",
  params: {
    name: needed.str("Anything."),
    present: keys("with any value"),
    boolean: keys("and true or false"),
    integer: keys("with whole numbers"),
    string: keys("with texts"),
    listing: keys("with lists"),
    dictionary: keys("with maps"),
    verbose: maybe.bool(false, "Say which keys passed, too."),
  },
  run: async (args, context) => {
    const asked = [
      ...namesIn(args.present).map((key) => [key, undefined] as const),
      ...Object.entries(TYPES).flatMap(([kind, type]) =>
        namesIn(args[kind as keyof typeof TYPES]).map((key) => [key, type] as const),
      ),
    ];
    if (asked.length === 0) throw new SaltInvocationError("Missing required argument text.");
    const failed = new Map<string, string>();
    const fine = new Map<string, string>();
    for (const [key, type] of asked) {
      const value = await context.call("pillar.get", [key, null]);
      if (value === null) failed.set(key, "is missing.");
      else if (type?.holds(value) === false) failed.set(key, `is not ${type.shown}.`);
      else fine.set(key, type?.shown ?? "None");
    }
    let comment = [...failed].map(([key, fault]) => `Pillar key "${key}" ${fault}\n`).join("");
    if (args.verbose && fine.size > 0) {
      comment += `Those keys passed the check:\n${[...fine].map(([key, type]) => `- ${key} (${type})\n`).join("")}`;
    }
    return { name: args.name, changes: {}, result: failed.size === 0, comment };
  },
});

function namesIn(value: Value): readonly string[] {
  if (!isTruthy(value)) return [];
  if (typeof value === "string") return [value];
  if (isList(value)) return value.map(pythonStr);
  throw new PythonError("TypeError", "");
}
