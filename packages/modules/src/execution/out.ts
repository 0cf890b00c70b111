/**
 * Values as outputters print them.
 */
import type { ExecutionContext, Outputter, Value } from "@salt/core";
import { CommandExecutionError, executionModule, fn, getString, isInt, maybe, needed } from "@salt/core";

const params = {
  data: needed.any("The value."),
  out: maybe.str("nested", "The outputter, as `yaml`."),
  opts: maybe.any(null, "Must not be given: the options are those of the minion."),
};

export const out = executionModule("out", {
  doc: "Values as outputters print them.",
  functions: {
    out_format: fn({
      doc: "A value as an outputter prints it.",
      examples: ["salt '*' out.out_format '{a: [1, 2]}' out=yaml"],
      params,
      run: (args, context) => printed(args, context),
    }),
    string_format: fn({
      doc: "A value as an outputter prints it, without colours.",
      examples: ["salt '*' out.string_format '{a: [1, 2]}'"],
      params,
      run: (args, context) => printed(args, context),
    }),
  },
});

async function printed(
  args: { readonly data: Value; readonly out: string | null; readonly opts: Value },
  context: ExecutionContext,
): Promise<string | null> {
  if (args.opts !== null) throw new CommandExecutionError("opts: the options are those of the minion");
  const { opts } = context;
  const indent = opts.get("output_indent");
  const outputter = await outputterNamed(args.out ?? "", context);
  const text = await outputter.print(args.data, {
    color: false,
    stripColors: true,
    indent: isInt(indent) ? Number(indent) : undefined,
    retcode: 0,
    stateOutput: getString(opts, "state_output") ?? "full",
    stateVerbose: opts.get("state_verbose") !== false,
    opts,
  });
  return text === undefined ? null : text.trimEnd();
}

/** As in Salt, an outputter that is not there becomes `nested`. */
async function outputterNamed(given: string, { log }: ExecutionContext): Promise<Outputter> {
  const { outputterPlugins } = await import("../outputter-plugins.js");
  const all = outputterPlugins.ofKind("outputter");
  const name = given === "text" ? "txt" : given === "" ? "nested" : given;
  const entry = all.find((one) => one.virtualName === name);
  if (entry === undefined) log.error({ name }, "There is no such outputter; it is printed as nested");
  const plugin = await (entry ?? all.find((one) => one.virtualName === "nested"))?.load();
  if (plugin !== undefined && isOutputter(plugin)) return plugin;
  throw new CommandExecutionError(`The outputter ${name} cannot be loaded`);
}

function isOutputter(plugin: { readonly kind: string }): plugin is Outputter {
  return plugin.kind === "outputter" && "print" in plugin;
}
