/**
 * The renderer `jinja`.
 */
import type { Dict, ExecutionContext, RendererInput, Value } from "@salt/core";
import { getDict, isTruthy } from "@salt/core";
import { RenderError, Renderer, TemplateCache, type TemplateSource, type Val } from "@salt/jinja";
import { RenderFault } from "../fault.js";
import { rendererText } from "../renderer-text.js";
import { netFilters } from "./net-filters.js";
import { SaltFunctions, SaltObject } from "./salt-functions.js";
import { slsVariables } from "./sls-variables.js";

/** What a run keeps for its templates. */
interface Kept {
  readonly cache: TemplateCache;
  /** Which functions there are, as far as templates have asked. */
  readonly known: Map<string, boolean>;
}

const MEMORY_KEY = "jinja";

/** The text of a template. Throws RenderFault with Salt's text. */
export async function renderJinja(input: RendererInput, context: ExecutionContext): Promise<string> {
  if (input.argline !== "" && input.argline !== "-s")
    throw new RenderFault(`Unknown renderer option: ${input.argline}`);
  const source = rendererText(input);
  const { cache, known } = kept(context);
  const functions = new SaltFunctions(context, known);
  await functions.prepare(source);
  const renderer = new Renderer(
    {
      read: (path) => readFile(path, input.saltenv, context, functions),
      strict: !isTruthy(context.opts.get("allow_undefined")),
      filters: netFilters(context),
    },
    cache,
  );
  const variables = variablesOf(input, context, new SaltObject(functions));
  try {
    return await renderer.render({
      source,
      context: variables,
      env: syntaxOptions(variables.get("sls"), context.opts),
    });
  } catch (error) {
    throw error instanceof RenderError ? faultOf(error, source) : error;
  }
}

function kept(context: ExecutionContext): Kept {
  const memory = context.rendering?.memory ?? new Map<string, unknown>();
  const known = memory.get(MEMORY_KEY);
  if (isKept(known)) return known;
  const made = { cache: new TemplateCache(), known: new Map<string, boolean>() };
  memory.set(MEMORY_KEY, made);
  return made;
}

function isKept(value: unknown): value is Kept {
  return typeof value === "object" && value !== null && "cache" in value && "known" in value;
}

async function readFile(
  path: string,
  saltenv: string,
  context: ExecutionContext,
  functions: SaltFunctions,
): Promise<TemplateSource | undefined> {
  const file = await context.rendering?.files.read(path, saltenv);
  if (file === undefined) return undefined;
  await functions.prepare(file.text);
  return { source: file.text, path: file.path };
}

function variablesOf(
  input: RendererInput,
  context: ExecutionContext,
  salt: SaltObject,
): ReadonlyMap<string, Val> {
  const out = new Map<string, Val>([
    ["salt", salt],
    ["grains", context.grains],
    // As in Salt, the facts are among the options too.
    ["opts", new Map([...context.opts, ["grains", context.grains], ["pillar", context.pillar]])],
    ["pillar", context.pillar],
    ["saltenv", input.saltenv],
  ]);
  if (input.isSls) out.set("sls", input.sls).set("proxy", context.opts.get("proxy") ?? null);
  for (const variables of [input.extra, input.context]) {
    for (const [key, value] of variables) if (typeof key === "string") out.set(key, value);
  }
  const sls = out.get("sls");
  if (typeof sls !== "string") return out;
  // What the caller gives under these names stays.
  return new Map<string, Val>([...slsVariables(input.path, sls), ...out]);
}

/** `jinja_sls_env` for SLS files, `jinja_env` for others, with the two options that are older than these. */
function syntaxOptions(sls: Val, opts: Dict): ReadonlyMap<Value, Value> {
  const own = getDict(opts, sls === undefined || sls === "" ? "jinja_env" : "jinja_sls_env") ?? new Map();
  const out = new Map(own);
  if (isTruthy(opts.get("jinja_trim_blocks"))) out.set("trim_blocks", true);
  if (isTruthy(opts.get("jinja_lstrip_blocks"))) out.set("lstrip_blocks", true);
  return out;
}

function faultOf(error: RenderError, source: string): RenderFault {
  const { hint } = error;
  return new RenderFault(
    error.message,
    { line: error.line, source },
    { cause: error, ...(hint === undefined ? {} : { hint }) },
  );
}
