/**
 * Functions of `test` that tell about the minion that runs them.
 */
import type { Value } from "@salt/core";
import { fn, isList, maybe, needed } from "@salt/core";
import { SALT_VERSION } from "../../grains/portable/salt-version.js";
import { moduleReport, notLoaded, providersOf } from "./loaded.js";
import { collectVersions, versionsReport } from "./versions.js";

/** Versions, options, providers and calls to other functions. */
export const surroundingFunctions = {
  version: fn({
    doc: "The version of this program on the minion.",
    examples: ["salt '*' test.version"],
    control: true,
    run: () => SALT_VERSION,
  }),
  versions: fn({
    doc: "The same report as test.versions_report, under a shorter name.",
    examples: ["salt '*' test.versions"],
    run: async () => versionsReport(await collectVersions()),
  }),
  versions_information: fn({
    doc: "Versions of this program, of what it is built on and of the machine, as a map.",
    examples: ["salt '*' test.versions_information"],
    run: () => collectVersions(),
  }),
  versions_report: fn({
    doc: "Versions of this program, of what it is built on and of the machine, as a text for people.",
    examples: ["salt '*' test.versions_report"],
    run: async () => versionsReport(await collectVersions()),
  }),
  conf_test: fn({
    doc: "The option `test.foo` of the minion's configuration, or a default that says it was not configured.",
    examples: ["salt '*' test.conf_test"],
    run: (_args, context) => context.call("config.option", ["test.foo"]),
  }),
  get_opts: fn({
    doc: "All options that the minion works with.",
    examples: ["salt '*' test.get_opts"],
    control: true,
    run: (_args, { opts }) => opts,
  }),
  opts_pkg: fn({
    doc: "All options that the minion works with, and its grains under `grains`.",
    examples: ["salt '*' test.opts_pkg"],
    control: true,
    run: (_args, { opts, grains }) => new Map<Value, Value>([...opts, ["grains", grains]]),
  }),
  attr_call: fn({
    doc: "Calls grains.items from inside another function.",
    examples: ["salt '*' test.attr_call"],
    run: (_args, context) => context.call("grains.items"),
  }),
  cross_test: fn({
    doc: "Calls another function from inside this one, to see that this works.",
    examples: ["salt '*' test.cross_test test.echo '[hello]'"],
    params: {
      func: needed.str("The function to call, as `module.function`."),
      args: maybe.any(null, "Its positional arguments as a list; of a text, each character is one."),
    },
    run: ({ func, args }, context) => context.call(func, argumentsFrom(args)),
  }),
  provider: fn({
    doc: "Which plugin serves a module's name on this minion; an empty text when none does.",
    examples: ["salt '*' test.provider service"],
    params: { module: needed.str("The module's name.") },
    run: async ({ module }, { functions }) => (await functions.provider(module)) ?? "",
  }),
  providers: fn({
    doc: "All plugins for execution modules in use, and the module names that they serve.",
    examples: ["salt '*' test.providers"],
    run: (_args, { functions }) => providersOf(functions),
  }),
  not_loaded: fn({
    doc: "The plugins for execution modules that are not in use on this minion.",
    examples: ["salt '*' test.not_loaded"],
    run: (_args, { functions }) => notLoaded(functions),
  }),
  module_report: fn({
    doc: "All functions and modules in use, by the ways in which code reaches them.",
    examples: ["salt '*' test.module_report"],
    run: (_args, { functions }) => moduleReport(functions),
  }),
};

function argumentsFrom(args: Value): readonly Value[] {
  if (typeof args === "string") return [...args];
  return isList(args) ? args : [];
}
