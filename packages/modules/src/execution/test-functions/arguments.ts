/**
 * Functions of `test` that show how arguments arrive.
 */
import type { Dict, Value } from "@salt/core";
import { fn, pythonRepr, pythonType, tuple } from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";

/** `arg`, `arg_clean`, `arg_repr`, `arg_type`, `kwarg`. */
export const argumentFunctions = {
  arg: fn({
    doc:
      "Gives all arguments back, positional ones as `args` and keyword ones as `kwargs`. What the publication says " +
      "of the job is among the latter, under names that begin with `__pub_`.",
    examples: ["salt '*' test.arg 1 two 3.1 txt=hello map='{a: 1}'"],
    varargs: "args",
    varkw: "kwargs",
    control: true,
    run: (_args, _context, { args, kwargs }) => ({ args: tuple(args), kwargs }),
  }),
  arg_clean: fn({
    doc: "Gives all arguments back as test.arg does, without those that the publication adds.",
    examples: ["salt '*' test.arg_clean 1 two txt=hello"],
    varargs: "args",
    varkw: "kwargs",
    control: true,
    run: (_args, _context, { args, kwargs }) => ({ args: tuple(args), kwargs: givenKeywords(kwargs) }),
  }),
  arg_repr: fn({
    doc: "Shows all arguments in Python's notation, so that texts, numbers and nothing can be told apart.",
    examples: ["salt '*' test.arg_repr 1 '\"1\"' key=None"],
    varargs: "args",
    varkw: "kwargs",
    control: true,
    run: (_args, _context, { args, kwargs }) => ({
      args: tupleRepr(args),
      kwargs: pythonRepr(new Map<Value, Value>(kwargs)),
    }),
  }),
  arg_type: fn({
    doc: "Shows the type of every argument, by Python's names of types.",
    examples: ["salt '*' test.arg_type 1 '1.0' '[a, b]' flag=true"],
    varargs: "args",
    varkw: "kwargs",
    control: true,
    run: (_args, _context, { args, kwargs }) => ({
      args: args.map(typeText),
      kwargs: mapValues(kwargs, typeText),
    }),
  }),
  kwarg: fn({
    doc: "Gives the keyword arguments back, those that the publication adds included.",
    examples: ["salt '*' test.kwarg num=1 txt=two env='{a: 1}'"],
    varkw: "kwargs",
    control: true,
    run: (_args, _context, { kwargs }) => kwargs,
  }),
};

function tupleRepr(args: readonly Value[]): string {
  const inner = args.map(pythonRepr).join(", ");
  return args.length === 1 ? `(${inner},)` : `(${inner})`;
}

function typeText(value: Value): string {
  return `<class '${pythonType(value)}'>`;
}

function mapValues(map: ReadonlyMap<string, Value>, change: (value: Value) => string): Dict {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
