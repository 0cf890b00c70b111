/**
 * Reading the arguments of `file.managed`.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { isDict, isList, isTruthy, pythonStr } from "@salt/core";
import { normalizeMode } from "../../execution/file-functions/ownership.js";
import { expandUser } from "../../execution/file-functions/paths.js";
import { accumulatorsOf } from "./accumulators.js";
import { StateFault } from "./answer.js";
import { contentsOf, countContents } from "./contents.js";
import type { ManagedArguments } from "./managed-arguments.js";
import { userAsked } from "./owners.js";
import { stateEnv } from "./saltenv.js";

/** Arguments that were read, with what they come to. */
export interface Managed {
  /** The arguments as they were given. */
  readonly args: ManagedArguments;
  readonly name: string;
  readonly source: Value;
  readonly source_hash: Value;
  readonly user: Value;
  readonly mode: string | null;
  readonly replace: boolean;
  readonly contents: Value;
  readonly keepMode: boolean;
  readonly saltenv: Value;
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly label: Readonly<Record<"seuser" | "serole" | "setype" | "serange", Value>>;
  readonly warnings: readonly string[];
}

const NO_FILE_MODE =
  "The 'file_mode' argument will be ignored.  Please use 'mode' instead to set file permissions.";

/** Reads the arguments. Throws StateFault when they contradict each other. */
export async function readManaged(
  args: ManagedArguments,
  kwargs: ReadonlyMap<string, Value>,
  context: ExecutionContext,
): Promise<Managed> {
  const name = expandUser(args.name);
  if (name === "") throw new StateFault(name, "Destination file name is required");
  const keepMode = typeof args.mode === "string" && args.mode.toLowerCase() === "keep";
  refuseContradictions(name, args, keepMode);
  const found = await contentsOf(name, args, context);
  const isTemplate = isTruthy(args.template) && found !== null;
  return {
    args,
    name,
    source: args.source,
    source_hash: args.source_hash,
    keepMode,
    mode: keepMode ? null : normalizeMode(args.mode),
    user: userAsked(args.user, kwargs),
    replace: args.replace && (isTruthy(args.source) || countContents(args) > 0),
    contents: isTemplate ? await renderedContents(name, found, args, context) : found,
    saltenv: stateEnv(context),
    kwargs: kwargs.has("env") ? new Map([...kwargs].filter(([key]) => key !== "env")) : kwargs,
    label: labelOf(args.selinux),
    warnings: kwargs.has("file_mode") ? [NO_FILE_MODE] : [],
  };
}

function refuseContradictions(name: string, args: ManagedArguments, keepMode: boolean): void {
  const count = countContents(args);
  const combined = "cannot be used in combination with 'contents', 'contents_pillar', or 'contents_grains'";
  if (isTruthy(args.source) && count > 0) throw new StateFault(name, `'source' ${combined}`);
  if (keepMode && count > 0) throw new StateFault(name, `Mode preservation ${combined}`);
  if (count > 1) {
    throw new StateFault(
      name,
      "Only one of 'contents', 'contents_pillar', and 'contents_grains' is permitted",
    );
  }
}

function labelOf(selinux: Dict | null): Managed["label"] {
  const part = (key: string): Value => selinux?.get(key) ?? null;
  return { seuser: part("seuser"), serole: part("serole"), setype: part("setype"), serange: part("serange") };
}

async function renderedContents(
  name: string,
  contents: Value,
  args: ManagedArguments,
  context: ExecutionContext,
): Promise<Value> {
  const { template, context: variables, defaults } = args;
  const options = { template, context: variables, defaults, saltenv: stateEnv(context) };
  const rendered = await context.call("file.apply_template_on_contents", [contents], options);
  if (!isDict(rendered)) return rendered;
  throw new StateFault(
    name,
    pythonStr(rendered.get("comment") ?? "Error while applying template on contents"),
  );
}

/** The variables of the template, with what was gathered for the file. Throws StateFault when they are no maps. */
export function templateVariables(request: Managed, context: ExecutionContext): Dict {
  const given = request.args.context ?? new Map();
  if (!isDict(given)) throw new StateFault(request.name, "Context must be formed as a dict");
  if (isTruthy(request.args.defaults) && !isDict(request.args.defaults))
    throw new StateFault(request.name, "Defaults must be formed as a dict");
  const gathered = accumulatorsOf(context).of(request.name);
  return gathered === undefined ? given : new Map([...given, ["accumulator", gathered]]);
}

/** Whether a source may have a checksum that has to be asked for. */
export function mayHaveSum({ source, source_hash }: Managed): boolean {
  return isTruthy(source_hash) || isList(source);
}
