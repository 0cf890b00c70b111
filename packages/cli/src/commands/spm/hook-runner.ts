/**
 * Runs the states of packages' hooks: on this machine as `salt-call --local` does, on minions as `salt --async` does.
 */
import { join } from "node:path";
import type { Dict, Logger, Value } from "@salt/core";
import {
  dict,
  get,
  getString,
  isDict,
  isList,
  loadConfig,
  minionOptions,
  pythonStr,
  TARGET_TYPES,
} from "@salt/core";
import type { Caller, CallOutcome } from "@salt/minion";
import { builtinPlugins } from "@salt/modules";
import type { HookOutcome } from "@salt/spm";
import { SpmError } from "@salt/spm";

/** What running a hook needs. */
export interface HookRunnerParts {
  /** Directory of the files `master` and `minion`. */
  readonly configDir: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** A hook, and the variables of its template. */
export interface HookToRun {
  readonly source: string;
  readonly variables: Dict;
  /** The minions that it is for; undefined for this machine. */
  readonly target: { readonly tgt: string; readonly tgtType: string } | undefined;
}

/** Renders a hook, and runs or sends its states. Throws SaltError. */
export async function runHook(hook: HookToRun, parts: HookRunnerParts): Promise<HookOutcome> {
  const { source, variables, target } = hook;
  return await withCaller(parts, async (caller) => {
    const high = await render(caller, source, variables);
    if (target !== undefined) return await send(parts, target, high);
    const outcome = await caller.call("state.high", [high], { quietly: true });
    return { failure: failureOf(outcome), jid: undefined };
  });
}

/** Opens a caller without a master, whose states and files are those of this machine's configuration. */
async function withCaller<T>(parts: HookRunnerParts, use: (caller: Caller) => Promise<T>): Promise<T> {
  const { configDir, log, signal } = parts;
  const { config, opts } = loadConfig(minionOptions, {
    file: join(configDir, "minion"),
    overrides: { file_client: "local" },
  });
  const { openCaller } = await import("@salt/minion");
  const caller = await openCaller({ config, opts, plugins: builtinPlugins, log, signal });
  try {
    return await use(caller);
  } finally {
    await caller.close();
  }
}

async function render(caller: Caller, source: string, variables: Dict): Promise<Dict> {
  const keywords = dict([
    ["__kwarg__", true],
    ...variables,
    ["path", null],
    ["string", source],
    ["default_renderer", getString(variables, "renderer") ?? "jinja|yaml"],
  ]);
  const { return: high } = await caller.call("slsutil.renderer", [keywords], { quietly: true });
  if (isDict(high)) return new Map([...high].map(([id, body]) => [id, inParts(body)] as const));
  throw new SpmError("package", `A hook renders to ${pythonStr(high)}, not to states`, {
    hint: "Write it as an SLS file is written.",
  });
}

/** `cmd.run: […]` as `cmd: [run, …]`: state.high, as in Salt, runs nothing of the first form, which SLS files have. */
function inParts(body: Value): Value {
  if (!isDict(body)) return body;
  const parts = new Map<Value, Value>();
  for (const [key, args] of body) {
    const [state, fun] = typeof key === "string" ? key.split(".", 2) : [];
    if (state === undefined || fun === undefined) parts.set(key, args);
    else parts.set(state, [...(isList(args) ? args : []), fun]);
  }
  return parts;
}

/** Why a run of states failed: the comments of what did. */
function failureOf({ return: results, retcode }: CallOutcome): string | undefined {
  if (isList(results)) return results.map((error) => pythonStr(error)).join("; ");
  if (!isDict(results)) return `state.high gave ${pythonStr(results)}`;
  const failed = [...results].filter(([, result]) => get(result, "result") === false);
  if (failed.length === 0) return retcode === 0 ? undefined : `state.high ended with status ${retcode}`;
  return failed
    .map(([tag, result]) => `${shown(tag)}: ${pythonStr(get(result, "comment") ?? "")}`)
    .join("; ");
}

function shown(tag: Value): string {
  return pythonStr(tag).split("_|-").slice(0, 2).join(" ");
}

async function send(
  { configDir, log, signal }: HookRunnerParts,
  { tgt, tgtType: named }: { readonly tgt: string; readonly tgtType: string },
  high: Dict,
): Promise<HookOutcome> {
  const tgtType = TARGET_TYPES.find((type) => type === named) ?? "glob";
  const { LocalClient } = await import("@salt/client");
  const client = await LocalClient.open({ configFile: join(configDir, "master"), log, signal });
  try {
    const jid = await client.cmdAsync({ tgt, tgtType, fun: "state.high", arg: [high] });
    return { failure: jid === undefined ? `no minion matches ${tgt}` : undefined, jid };
  } finally {
    await client.close();
  }
}
