/**
 * `master_tops`: which SLS a minion gets, asked of other sources than the top file.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { callDirectly, errorText, getDict, isDict, isList } from "@salt/core";

/** The minion that asks: its own id, and what it says of itself. */
export interface TopsRequest {
  readonly id: string;
  readonly grains: Dict;
  readonly minionOpts?: Dict | undefined;
}

/**
 * What all sources of the option say, merged: maps of lists by environment, lists one behind the other. A source that fails
 * or is not there is told in the log and says nothing, as in Salt.
 */
export async function masterTops(context: ExecutionContext, request: TopsRequest): Promise<Dict> {
  const configured = getDict(context.opts, "master_tops") ?? new Map();
  const merged = new Map<Value, Value>();
  for (const name of configured.keys()) {
    if (typeof name === "string") merge(merged, await askSource(context, name, request));
  }
  return merged;
}

async function askSource(context: ExecutionContext, name: string, request: TopsRequest): Promise<Value> {
  const { id, grains, minionOpts } = request;
  const opts = new Map<Value, Value>([...(minionOpts ?? []), ["id", id], ["grains", grains]]);
  const keywords = new Map<string, Value>([
    ["opts", opts],
    ["grains", grains],
  ]);
  try {
    const fn = await context.ofKind("top").find(`${name}.top`);
    return await callDirectly(`${name}.top`, fn, [], keywords, context);
  } catch (error) {
    context.signal.throwIfAborted();
    context.log.error(
      { source: name, minion: id, reason: errorText(error) },
      "A source of master_tops failed",
    );
    return null;
  }
}

function merge(into: Map<Value, Value>, more: Value): void {
  if (!isDict(more)) return;
  for (const [env, names] of more) {
    const before = into.get(env);
    into.set(env, isList(before) && isList(names) ? [...before, ...names] : names);
  }
}
