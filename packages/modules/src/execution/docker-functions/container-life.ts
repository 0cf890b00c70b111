/**
 * Functions that start, stop, pause and remove containers.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, fn, get, getDict, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { refuseOtherKeywords } from "../../values/keywords.js";
import type { StateChange } from "./change-state.js";
import { changeState, stateOrNull, stays } from "./change-state.js";
import type { Engine } from "./engine/engine.js";
import { resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { containerState, inspectContainer, listContainers, updateMine } from "./listing.js";
import { wholeNumber } from "./translate/words.js";

const name = needed.any("The container: its name or id.");

/** Seconds that a container has to end by itself when neither it nor the caller says. */
const SHUTDOWN_TIMEOUT = 10;

/** Runs a change, and brings the list in the mine up to date. */
async function withMine<T>(context: ExecutionContext, change: (engine: Engine) => Promise<T>): Promise<T> {
  const result = await change(await openEngine(context));
  await updateMine(context);
  return result;
}

const pause = fn({
  doc: "Stops the processes of a container where they are.",
  examples: ["salt '*' docker.pause web"],
  params: { name },
  run: async (args, context) =>
    await withMine(context, async (engine) => {
      const state = await containerState(engine, args.name);
      if (state === "stopped")
        return stays(state, `Container '${pythonStr(args.name)}' is stopped, cannot pause`);
      return await changeState(engine, { name: args.name, action: "pause", expected: "paused" });
    }),
});

const unpause = fn({
  doc: "Lets the processes of a paused container go on.",
  examples: ["salt '*' docker.unpause web"],
  params: { name },
  run: async (args, context) =>
    await withMine(context, async (engine) => {
      const state = await containerState(engine, args.name);
      if (state === "stopped")
        return stays(state, `Container '${pythonStr(args.name)}' is stopped, cannot unpause`);
      return await changeState(engine, { name: args.name, action: "unpause", expected: "running" });
    }),
});

export const containerLife = {
  start: fn({
    doc: "Starts a container.",
    examples: ["salt '*' docker.start web"],
    params: { name },
    run: async (args, context) => await withMine(context, (engine) => startContainer(engine, args.name)),
  }),
  stop: fn({
    doc: "Ends a container; one that is paused only with `unpause=True`.",
    examples: ["salt '*' docker.stop web", "salt '*' docker.stop web timeout=20 unpause=True"],
    params: {
      name,
      timeout: maybe.int(null, "Seconds before it is killed; the container's own, or 10, when not given."),
    },
    varkw: "kwargs",
    run: async ({ name: which, timeout }, context, { kwargs }) => {
      refuseOtherKeywords(kwargs, ["unpause", "client_timeout"]);
      return await withMine(context, (engine) =>
        stopContainer(engine, which, { timeout, unpause: isTruthy(kwargs.get("unpause")) }),
      );
    },
  }),
  restart: fn({
    doc: "Ends a container and starts it again.",
    examples: ["salt '*' docker.restart web", "salt '*' docker.restart web timeout=20"],
    params: { name, timeout: maybe.int(10, "Seconds before it is killed.") },
    run: async ({ name: which, timeout }, context): Promise<StateChange> => {
      const engine = await openEngine(context);
      const wish = { name: which, action: "restart", expected: "running", timeout: timeout ?? 10 } as const;
      const changed = await changeState(engine, wish);
      return changed.result ? { ...changed, restarted: true } : changed;
    },
  }),
  kill: fn({
    doc: "Ends a container at once.",
    examples: ["salt '*' docker.kill web"],
    params: { name },
    run: async (args, context) =>
      await withMine(context, (engine) =>
        changeState(engine, { name: args.name, action: "kill", expected: "stopped" }),
      ),
  }),
  signal: fn({
    doc: "Sends a signal to a container's first process.",
    examples: ["salt '*' docker.signal web SIGHUP"],
    params: { name, signal: needed.any("The signal: its name or number.") },
    run: async ({ name: which, signal }, context) =>
      await withMine(context, async (engine) => {
        const path = resource`/containers/${which}/kill`;
        await engine.bytes({ action: "kill", method: "POST", path, query: { signal } });
        return true;
      }),
  }),
  pause,
  freeze: { ...pause, doc: "Stops the processes of a container where they are: another name of `pause`." },
  unpause,
  unfreeze: { ...unpause, doc: "Lets the processes of a paused container go on: another name of `unpause`." },
  wait: fn({
    doc: "Waits until a container has ended, and tells its exit status.",
    examples: ["salt '*' docker.wait web"],
    params: {
      name,
      ignore_already_stopped: maybe.bool(false, "It is no failure when it does not run, or is not there."),
      fail_on_exit_status: maybe.bool(false, "It is a failure when the exit status is not 0."),
    },
    run: async (args, context) => await waitFor(await openEngine(context), args),
  }),
  rm: fn({
    doc: "Removes a container; one that runs only with `force=True` or `stop=True`.",
    examples: ["salt '*' docker.rm web", "salt '*' docker.rm web force=True volumes=True"],
    params: {
      name,
      force: maybe.bool(false, "Kill it when it runs."),
      volumes: maybe.bool(false, "Remove its nameless volumes, too."),
    },
    varkw: "kwargs",
    run: async ({ name: which, force, volumes }, context, { kwargs }) => {
      refuseOtherKeywords(kwargs, ["stop", "timeout", "client_timeout"]);
      const timeout = wholeNumber(kwargs.get("timeout") ?? null);
      return await withMine(context, (engine) =>
        removeContainer(engine, which, {
          force,
          volumes,
          stop: isTruthy(kwargs.get("stop")),
          timeout: timeout === undefined ? null : Number(timeout),
        }),
      );
    },
  }),
  rename: fn({
    doc: "Gives a container another name.",
    examples: ["salt '*' docker.rename web old_web"],
    params: { name, new_name: needed.str("The name that it is to have.") },
    run: async ({ name: which, new_name }, context) => {
      const engine = await openEngine(context);
      const id = (await inspectContainer(engine, which)).get("Id") ?? "";
      const path = resource`/containers/${id}/rename`;
      await engine.bytes({ action: "rename", method: "POST", path, query: { name: new_name } });
      return (await inspectContainer(engine, new_name)).get("Id") === id;
    },
  }),
};

/** Starts a container, unless it is paused. */
export async function startContainer(engine: Engine, name: Value): Promise<StateChange> {
  const state = await containerState(engine, name);
  if (state === "paused") return stays(state, `Container '${pythonStr(name)}' is paused, cannot start`);
  return await changeState(engine, { name, action: "start", expected: "running" });
}

async function stopContainer(
  engine: Engine,
  name: Value,
  options: { readonly timeout: number | null; readonly unpause: boolean },
): Promise<StateChange> {
  const info = await inspectContainer(engine, name);
  const own = wholeNumber(get(getDict(info, "Config"), "StopTimeout") ?? null);
  const timeout = options.timeout ?? Number(own ?? SHUTDOWN_TIMEOUT);
  const before = await containerState(engine, name);
  if (before === "paused" && !options.unpause) {
    const told = `Container '${pythonStr(name)}' is paused, run with unpause=True to unpause before stopping`;
    return stays(before, told);
  }
  if (before === "paused") {
    const resumed = await changeState(engine, { name, action: "unpause", expected: "running" });
    if (!resumed.result) return { ...resumed, comment: `Failed to unpause container '${pythonStr(name)}'` };
  }
  const changed = await changeState(engine, { name, action: "stop", expected: "stopped", timeout });
  return { ...changed, state: { old: before, new: changed.state.new } };
}

/** How a container is removed. */
interface Removal {
  readonly force: boolean;
  readonly volumes: boolean;
  readonly stop: boolean;
  readonly timeout: number | null;
}

/** Removes a container; the ids that are gone. Throws CommandExecutionError when it runs and may not be ended. */
export async function removeContainer(
  engine: Engine,
  name: Value,
  { force, volumes, stop, timeout }: Removal,
): Promise<readonly Value[]> {
  if ((await containerState(engine, name)) === "running" && !force && !stop) {
    throw new CommandExecutionError(
      `Container '${pythonStr(name)}' is running, use force=True to forcibly remove this container`,
    );
  }
  // One that removes itself at its end is gone when it has been stopped.
  let removesItself = false;
  if (stop && !force) {
    const host = getDict(await inspectContainer(engine, name), "HostConfig");
    removesItself = isTruthy(get(host, "AutoRemove"));
  }
  const before = await listContainers(engine, { all: true });
  if (stop && !force) await stopContainer(engine, name, { timeout, unpause: false });
  if (!removesItself) {
    const path = resource`/containers/${name}`;
    const query = { v: volumes, link: false, force };
    await engine.bytes({ action: "remove_container", method: "DELETE", path, query });
  }
  const after = await listContainers(engine, { all: true });
  return [...before.keys()].filter((id) => !after.has(id));
}

async function waitFor(
  engine: Engine,
  {
    name: which,
    ignore_already_stopped,
    fail_on_exit_status,
  }: {
    readonly name: Value;
    readonly ignore_already_stopped: boolean;
    readonly fail_on_exit_status: boolean;
  },
): Promise<{ readonly [key: string]: Value | { readonly old: string; readonly new: string | null } }> {
  const before = await stateOrNull(engine, which);
  if (before === null)
    return { result: ignore_already_stopped, comment: `Container '${pythonStr(which)}' absent` };
  const path = resource`/containers/${which}/wait`;
  const response = await engine.json({ action: "wait", method: "POST", path, timeout: null });
  const now = await stateOrNull(engine, which);
  const wasStopped = before === "stopped";
  const isDone = wasStopped ? ignore_already_stopped : now === "stopped";
  return {
    result: fail_on_exit_status && isDone ? get(response, "StatusCode") === 0 : isDone,
    state: { old: before, new: now },
    exit_status: response,
    ...(wasStopped ? { comment: `Container '${pythonStr(which)}' already stopped` } : {}),
  };
}
