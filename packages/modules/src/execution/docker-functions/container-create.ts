/**
 * Making containers, and running them to their end.
 */
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  fn,
  get,
  getDict,
  isDict,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { withAdditionalInfo } from "../../states/answer/additional-info.js";
import type { ContainerBody } from "./bodies/container-body.js";
import { containerBody } from "./bodies/container-body.js";
import { stateOrNull } from "./change-state.js";
import { removeContainer, startContainer } from "./container-life.js";
import { LOG_ARGUMENTS } from "./container-queries.js";
import { elapsed } from "./elapsed.js";
import type { Engine } from "./engine/engine.js";
import { asDict } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { pullImage } from "./image-transfers.js";
import { inspectContainer, inspectImage, stateOf, updateMine } from "./listing.js";
import { containerLogs } from "./logs.js";
import { connect } from "./networks.js";
import { containerTranslator } from "./translate/container-translator.js";
import { translateInput } from "./translate/translate-input.js";
import { split } from "./translate/words.js";

const params = {
  image: needed.any("The image."),
  name: maybe.any(null, "The name of the container; the engine makes one up when not given."),
};
const options = {
  skip_translate: maybe.any(null, "True, or names of arguments, to hand these on as they are."),
  ignore_collisions: maybe.bool(false, "Let an argument win over another name of it."),
  validate_ip_addrs: maybe.bool(true, "Refuse texts that are no addresses."),
  client_timeout: maybe.any(60, "Seconds without a byte from the engine after which it is given up."),
};

export const containerCreation = {
  create: fn({
    doc: "Makes a container; takes all arguments of `docker run`, e.g. `cmd`, `binds`, `environment`, `port_bindings`.",
    examples: [
      "salt '*' docker.create myuser/mycontainer name=mycontainer",
      "salt '*' docker.create nginx name=web port_bindings=8080:80 start=True",
    ],
    params: { ...params, start: maybe.bool(false, "Start it, too."), ...options },
    varkw: "kwargs",
    run: async ({ image, name, start, ...rules }, context, { kwargs }) => {
      const engine = await openEngine(context, { timeout: rules.client_timeout });
      const made = await newContainer(engine, { image, name, kwargs, rules }, context);
      await updateMine(context);
      if (!start) return made.answer;
      try {
        await startContainer(engine, made.name);
      } catch (error) {
        const info = { response: made.answer, error: errorText(error) };
        throw new CommandExecutionError(withAdditionalInfo("Failed to start container after creation", info));
      }
      return made.answer.set("Started", true);
    },
  }),
  run_container: fn({
    doc: "Makes a container, starts it, and waits for its end unless `bg` is set; takes what `create` takes.",
    examples: ["salt '*' docker.run_container debian cmd='uname -a'"],
    params: {
      ...params,
      ...options,
      bg: maybe.bool(false, "Do not wait for its end."),
      replace: maybe.bool(false, "Remove a container of the same name first."),
      force: maybe.bool(false, "Remove it even when it runs."),
      networks: maybe.any(null, "Networks to connect it to: names, or settings by name."),
    },
    varkw: "kwargs",
    run: async ({ image, name, bg, replace, force, networks, ...rules }, context, { kwargs }) => {
      const engine = await openEngine(context, { timeout: rules.client_timeout });
      const removed = await makeRoom(engine, name, { replace, force });
      const wanted = networkSettings(networks);
      const logged: readonly string[] = LOG_ARGUMENTS;
      const rest = new Map([...kwargs].filter(([key]) => !logged.includes(key)));
      const made = await newContainer(engine, { image, name, kwargs: rest, rules }, context);
      if (removed.length > 0) made.answer.set("Replaces", removed);
      const result = await runToEnd(engine, { made, networks: wanted, bg });
      await updateMine(context);
      return result;
    },
  }),
};

/** What a container is to be made of. */
interface NewContainer {
  readonly image: Value;
  readonly name: Value;
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly rules: {
    readonly skip_translate: Value;
    readonly ignore_collisions: boolean;
    readonly validate_ip_addrs: boolean;
    readonly client_timeout: Value;
  };
}

/** A container that has just been made. */
interface MadeContainer {
  readonly answer: MutableDict;
  readonly name: string;
  readonly started: number;
  readonly described: ContainerBody;
}

async function newContainer(
  engine: Engine,
  { image, name, kwargs, rules }: NewContainer,
  context: ExecutionContext,
): Promise<MadeContainer> {
  const given = new Map(kwargs);
  const inspects = isTruthy(given.get("inspect") ?? true);
  given.delete("inspect");
  if (inspects && !(await hasImage(engine, image))) await pullImage(engine, pythonStr(image), context);
  const described = containerBody(pythonStr(image), translateInput(containerTranslator, given, rules));
  const { unused, body, platform } = described;
  if (unused.length > 0)
    context.log.warn({ arguments: unused }, "Arguments that Docker does not know are ignored");
  const started = performance.now();
  const query = { name: name === null ? undefined : pythonStr(name), platform };
  const call = {
    action: "create_container",
    method: "POST",
    path: "/containers/create",
    query,
    body,
  } as const;
  const answer = new Map(asDict(await engine.json(call), call.action));
  answer.set("Time_Elapsed", elapsed(started));
  const own = name === null ? await nameOf(engine, answer.get("Id") ?? null) : pythonStr(name);
  answer.set("Name", own);
  return { answer, name: own, started, described };
}

async function hasImage(engine: Engine, image: Value): Promise<boolean> {
  try {
    return isTruthy((await inspectImage(engine, image)).get("Id"));
  } catch (error) {
    if (error instanceof CommandExecutionError) return false;
    throw error;
  }
}

async function nameOf(engine: Engine, id: Value): Promise<string> {
  return pythonStr((await inspectContainer(engine, id)).get("Name") ?? "").replace(/^\/+/, "");
}

async function makeRoom(
  engine: Engine,
  name: Value,
  { replace, force }: { readonly replace: boolean; readonly force: boolean },
): Promise<readonly Value[]> {
  const state = name === null ? null : await stateOrNull(engine, name);
  if (state === null) return [];
  if (state === "running" && !(replace && force)) {
    throw new CommandExecutionError(
      `Container '${pythonStr(name)}' exists and is running. Run with replace=True and force=True to force removal ` +
        "of the existing container.",
    );
  }
  if (!replace) {
    throw new CommandExecutionError(
      `Container '${pythonStr(name)}' exists. Run with replace=True to remove the existing container`,
    );
  }
  return await removeContainer(engine, name, { force, volumes: false, stop: false, timeout: null });
}

function networkSettings(networks: Value): ReadonlyMap<string, Dict> {
  if (!isTruthy(networks)) return new Map();
  if (typeof networks === "string") return new Map(split(networks).map((network) => [network, new Map()]));
  const entries = isDict(networks) ? [...networks] : [];
  const settings = entries.flatMap(([name, given]) =>
    isDict(given) ? [[pythonStr(name), given] as const] : [],
  );
  if (!isDict(networks) || settings.length !== networks.size)
    throw new SaltInvocationError("Invalid format for networks argument");
  return new Map(settings);
}

/** A container that is to run, and how. */
interface Run {
  readonly made: MadeContainer;
  readonly networks: ReadonlyMap<string, Dict>;
  readonly bg: boolean;
}

async function runToEnd(engine: Engine, { made, networks, bg }: Run): Promise<Plain> {
  const { answer, described, started } = made;
  const id = answer.get("Id") ?? null;
  const removesItself = isTruthy(described.hostConfig.get("AutoRemove"));
  try {
    await connectAll(engine, { id, networks, removesItself, name: made.name });
    await startContainer(engine, id);
    const logs = bg ? undefined : await logsToEnd(engine, id, answer);
    answer.set("Time_Elapsed", elapsed(started));
    if (logs === undefined) return answer;
    answer.set("Logs", logs);
    if (!removesItself) await addExitCode(engine, id, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    throw new CommandExecutionError(withAdditionalInfo(error.message, { return: answer }), { cause: error });
  }
}

async function connectAll(
  engine: Engine,
  wish: {
    readonly id: Value;
    readonly networks: ReadonlyMap<string, Dict>;
    readonly removesItself: boolean;
    readonly name: string;
  },
): Promise<void> {
  try {
    for (const [network, settings] of wish.networks) await connect(engine, wish.id, network, settings);
  } catch (error) {
    if (wish.removesItself)
      await removeContainer(engine, wish.name, { force: false, volumes: false, stop: false, timeout: null });
    throw error;
  }
}

async function logsToEnd(engine: Engine, id: Value, answer: MutableDict): Promise<string> {
  try {
    return await containerLogs(engine, id, new Map([["follow", true]]));
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    const told =
      "The logs cannot be had: the container may have ended and removed itself before they were asked for";
    addWarning(answer, `${told}. Consider setting auto_remove to False.`);
    return "";
  }
}

async function addExitCode(engine: Engine, id: Value, answer: MutableDict): Promise<void> {
  const info = await inspectContainer(engine, id);
  const state = getDict(info, "State");
  if (get(state, "Status") !== "exited" && stateOf(info) !== "stopped")
    addWarning(answer, "Container state is not 'exited'");
  answer.set("ExitCode", get(state, "ExitCode") ?? null);
}

function addWarning(answer: MutableDict, text: string): void {
  const before = answer.get("Warnings") ?? null;
  answer.delete("Warnings");
  answer.set("Warnings", before === null ? [text] : [before, text]);
}
