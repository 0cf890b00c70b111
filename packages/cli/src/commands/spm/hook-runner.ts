/**
 * Runs the states of packages' hooks: on this machine as `salt-call --local` does, on minions as `salt --async` does.
 */
import { join } from "node:path";
import type { Dict, Logger, Value } from "@salt/core";
import { dict, get, isDict, isList, loadConfig, minionOptions, pythonStr } from "@salt/core";
import type { Caller, CallOutcome } from "@salt/minion";
import { builtinPlugins } from "@salt/modules";
import type { Hook, HookRunner } from "@salt/spm";
import { SpmError } from "@salt/spm";

/** What the runner needs. */
export interface HookRunnerParts {
  /** Directory of the files `master` and `minion`. */
  readonly configDir: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Makes the runner; nothing is opened before a hook runs. */
export function hookRunner(parts: HookRunnerParts): HookRunner {
  return {
    render: (source, variables) => withCaller(parts, (caller) => render(caller, source, variables)),
    runHere: (high) =>
      withCaller(parts, async (caller) =>
        failureOf(await caller.call("state.high", [high], { quietly: true })),
      ),
    send: (target, high) => send(parts, target, high),
  };
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
    ["string", source],
    ["default_renderer", "jinja|yaml"],
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
  target: NonNullable<Hook["target"]>,
  high: Dict,
): Promise<string | undefined> {
  const { LocalClient } = await import("@salt/client");
  const client = await LocalClient.open({ configFile: join(configDir, "master"), log, signal });
  try {
    return await client.cmdAsync({ ...target, fun: "state.high", arg: [high] });
  } finally {
    await client.close();
  }
}
