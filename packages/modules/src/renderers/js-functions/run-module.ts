/**
 * Running an SLS that is an ES module.
 */
import { createRequire } from "node:module";
import type { Dict, ExecutionContext, Plain, RendererInput, Value } from "@salt/core";
import { errorText, isDict, isList } from "@salt/core";
import { RenderFault } from "@salt/render";

/** What an SLS gets as the argument of its `run`. */
interface SlsWorld {
  /** `await salt["cmd.run"]("uptime")`, or `salt.cmd.run`; keyword arguments are a last object made by `kwargs`. */
  readonly salt: unknown;
  readonly kwargs: (named: Readonly<Record<string, Plain>>) => Keywords;
  readonly grains: unknown;
  readonly pillar: unknown;
  readonly opts: unknown;
  readonly saltenv: string;
  readonly sls: string;
  readonly context: unknown;
}

/** Keyword arguments of a call. */
class Keywords {
  readonly named: Readonly<Record<string, Plain>>;
  constructor(named: Readonly<Record<string, Plain>>) {
    this.named = named;
  }
}

/** The data that a module's `run` gives. Throws RenderFault. */
export async function runModule(
  source: string,
  input: RendererInput,
  context: ExecutionContext,
): Promise<Plain> {
  if (input.argline !== "" && input.argline !== "ts")
    throw new RenderFault(`Unknown renderer option: ${input.argline}`);
  const text = input.argline === "ts" ? withoutTypes(source) : source;
  try {
    const loaded: unknown = await import(
      `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`
    );
    const run = memberOf(loaded, "run") ?? memberOf(loaded, "default");
    if (typeof run !== "function") throw new RenderFault("The module exports no function 'run'");
    return (await run(worldOf(input, context))) as Plain;
  } catch (error) {
    if (error instanceof RenderFault) throw error;
    throw new RenderFault(`${errorText(error)}${placeOf(error)}`, undefined, { cause: error });
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** JavaScript of TypeScript, where this Node can do that. */
function withoutTypes(source: string): string {
  const strip: unknown = memberOf(createRequire(import.meta.url)("node:module"), "stripTypeScriptTypes");
  if (typeof strip === "function") return String(strip(source));
  throw new RenderFault("This version of Node does not read TypeScript", undefined, {
    hint: "Use Node 22.13 or later, or write the file in JavaScript.",
  });
}

/** The line of the module that failed. */
function placeOf(error: unknown): string {
  const line = /data:text\/javascript[^\s)]*?:(\d+)(?::\d+)?\)?/.exec(
    error instanceof Error ? (error.stack ?? "") : "",
  );
  return line === null ? "" : `, line ${line[1]}`;
}

function worldOf(input: RendererInput, context: ExecutionContext): SlsWorld {
  return {
    salt: functionsOf(context, ""),
    kwargs: (named) => new Keywords(named),
    grains: plainOf(context.grains),
    pillar: plainOf(context.pillar),
    opts: plainOf(context.opts),
    saltenv: input.saltenv,
    sls: input.sls,
    context: plainOf(input.context),
  };
}

/** An object whose members are functions by their names, whole or in two parts. */
function functionsOf(context: ExecutionContext, module: string): unknown {
  return new Proxy(Object.create(null), {
    get: (_, name) => {
      if (typeof name !== "string" || name === "then") return undefined;
      const full = module === "" ? name : `${module}.${name}`;
      return full.includes(".") ? caller(context, full) : functionsOf(context, name);
    },
  });
}

function caller(
  context: ExecutionContext,
  name: string,
): (...args: readonly (Plain | Keywords)[]) => Promise<unknown> {
  return async (...given) => {
    const last = given.at(-1);
    const named = last instanceof Keywords ? last.named : {};
    const args = given.filter((arg): arg is Plain => !(arg instanceof Keywords));
    return plainOf(await context.call(name, args, named));
  };
}

/** Dicts with nothing but texts as keys are objects for JavaScript. */
function plainOf(value: Value): unknown {
  if (isList(value)) return value.map(plainOf);
  if (!isDict(value)) return value;
  const texts = [...value.keys()].every((key) => typeof key === "string");
  return texts ? objectOf(value) : new Map([...value].map(([key, item]) => [key, plainOf(item)]));
}

function objectOf(dict: Dict): Readonly<Record<string, unknown>> {
  return Object.fromEntries([...dict].map(([key, item]) => [String(key), plainOf(item)]));
}
