/**
 * Texts that come from templates on the master.
 */
import { readFileSync } from "node:fs";
import type { Args, ExecutionContext, Value } from "@salt/core";
import { isDict, isList, isTruthy, maybe, pythonStr } from "@salt/core";
import { textOf } from "../../execution/file-functions/text-file.js";
import { StateFault } from "./answer.js";
import { stateEnv } from "./saltenv.js";

/** The arguments by which states take texts from templates. */
export const templateParams = {
  source: maybe.any(null, "A template that the text comes from."),
  source_hash: maybe.any(null, "The checksum of a source from the net."),
  template: maybe.any("jinja", "The kind of template."),
  sources: maybe.any(null, "Several templates, in place of `source`."),
  source_hashes: maybe.any(null, "Their checksums."),
  defaults: maybe.any(null, "Variables for the templates, where `context` has none of that name."),
  context: maybe.any(null, "Variables for the templates."),
} as const;

type TemplateArguments = Args<typeof templateParams>;

/**
 * Renders the templates; undefined when there are none. `before` runs when the arguments are known to make sense.
 * Throws StateFault.
 */
export async function sourceTexts(
  name: string,
  args: TemplateArguments,
  context: ExecutionContext,
  before: () => unknown,
): Promise<readonly string[] | undefined> {
  const several = isList(args.sources) ? args.sources : [];
  if (isTruthy(args.source) && several.length > 0)
    throw new StateFault(name, "source and sources are mutually exclusive");
  if (isTruthy(args.source_hash) && isTruthy(args.source_hashes))
    throw new StateFault(name, "source_hash and source_hashes are mutually exclusive");
  await before();
  const sources = isTruthy(args.source) ? [args.source] : several;
  if (sources.length === 0) return undefined;
  const texts: string[] = [];
  for (const source of sources) texts.push(await textFrom(pythonStr(source), args, context));
  return texts;
}

async function textFrom(source: string, args: TemplateArguments, context: ExecutionContext): Promise<string> {
  const variables = new Map<Value, Value>([
    ...(isDict(args.defaults) ? args.defaults : []),
    ...(isDict(args.context) ? args.context : []),
  ]);
  const options = { template: args.template, saltenv: stateEnv(context), context: variables };
  const path = await context.call("cp.get_template", [source, ""], options);
  if (!isTruthy(path))
    throw new StateFault(source, `Failed to load template file ${source}`, {}, { data: [] });
  const text = textOf(readFileSync(pythonStr(path)));
  if (text === "")
    throw new StateFault(
      source,
      `Failed to read rendered template file ${pythonStr(path)} (${source})`,
      {},
      { data: [] },
    );
  return text;
}
