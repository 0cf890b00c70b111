/**
 * Commands and scripts that are templates.
 */
import type { Dict, ExecutionContext, Rest, Value } from "@salt/core";
import { deriveContext, getDict, getString, mergeDicts, pythonStr } from "@salt/core";
import { rendered } from "../cp-functions/template.js";

/**
 * The text of a command or script with a template's variables put in. Throws CommandExecutionError for an engine that
 * is not there, and RenderFault.
 */
export async function renderedText(
  context: ExecutionContext,
  engine: string,
  given: string | null,
  text: string,
  variables: ReadonlyMap<string, Value> = new Map(),
): Promise<string> {
  const saltenv = given ?? (getString(context.opts, "saltenv") || "base");
  const [out = ""] = await rendered(context, engine, [text], { saltenv, variables });
  return out;
}

/** What a template sees of the arguments of its call: those that are left over, and what `context` holds. */
export function templateVariables(kwargs: Rest["kwargs"]): ReadonlyMap<string, Value> {
  const own = [...kwargs].filter(([key]) => !key.startsWith("__") && !TAKEN.includes(key));
  const inner = [...(getDict(kwargs, "context") ?? [])].map(
    ([key, value]) => [pythonStr(key), value] as const,
  );
  return new Map([...own, ...inner]);
}

/** Arguments that say how a template is rendered. */
const TAKEN = ["context", "pillar", "pillarenv", "pillar_override"];

/** Which pillar a template of a call sees: the arguments `pillar` and `pillarenv`. */
export interface PillarOfCall {
  readonly override: Dict | undefined;
  readonly pillarenv: string | undefined;
}

/** Reads them; undefined when a call has neither, and its templates see the minion's pillar as it is. */
export function pillarOfCall({ kwargs }: Pick<Rest, "kwargs">): PillarOfCall | undefined {
  const override = getDict(kwargs, "pillar") ?? getDict(kwargs, "pillar_override");
  const pillarenv = getString(kwargs, "pillarenv");
  return override === undefined && pillarenv === undefined ? undefined : { override, pillarenv };
}

/** The context in which the templates of a call are rendered, with a fresh pillar where the call asks for one. */
export async function templateContext(
  context: ExecutionContext,
  asked: PillarOfCall | undefined,
): Promise<ExecutionContext> {
  if (asked === undefined) return context;
  const { override, pillarenv } = asked;
  const pillar = await context.control.compilePillar({
    ...(override === undefined ? {} : { override }),
    ...(pillarenv === undefined ? {} : { pillarenv }),
  });
  return deriveContext(context, { pillar: override === undefined ? pillar : mergeDicts(pillar, override) });
}
