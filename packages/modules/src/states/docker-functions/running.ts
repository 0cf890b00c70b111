/**
 * A container that is there, is set up as wanted, and runs.
 *
 * Whether an existing one is set up as wanted is found out as Salt does it: a second container is made of the same
 * arguments, the two are compared, and one of them is removed.
 */
import type { ExecutionContext, MutableDict, Plain, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  get,
  getString,
  isDict,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
} from "@salt/core";
import { networksOf } from "../../execution/docker-functions/compare-networks.js";
import { InputFault } from "../../execution/docker-functions/translate/translate-input.js";
import { givenKeywords } from "../../values/keywords.js";
import { changeConnections } from "./connections.js";
import {
  clientTimeout,
  faultSentences,
  orUndefined,
  parseNetworks,
  resolveImage,
  sentences,
  translateParams,
} from "./container-arguments.js";
import { finishRunning } from "./finish-running.js";
import { compareSetup } from "./setup.js";

/** What the steps of one run share. */
export interface RunningWork {
  readonly name: string;
  readonly image: string;
  readonly force: boolean;
  readonly watchAction: Value;
  readonly start: boolean;
  readonly shutdownTimeout: Value;
  readonly sendsSignal: boolean;
  readonly networks: MutableDict;
  /** Whether the state says anything about networks. */
  readonly choosesNetworks: boolean;
  readonly imageId: Value;
  /** The image of the container that is there; null when there is none. */
  readonly currentImageId: Value;
  readonly stateBefore: Value;
  readonly changes: Map<string, Plain>;
  readonly comments: string[];
  readonly warnings: string[];
}

/** The container that is made to compare with, or to be the new one. */
export interface TempContainer {
  readonly name: string;
  readonly id: Value;
}

export const running = stateFn({
  doc: "Makes a container be there, be set up as the arguments of `docker.create` say, and run.",
  params: {
    name: needed.str("The name of the container."),
    image: maybe.any(null, "The image, which is fetched when it is not there."),
    ...translateParams,
    force: maybe.bool(false, "Replace the container even when nothing differs."),
    watch_action: maybe.any(
      "force",
      "What a watched change does: `force` replaces it, else a signal to send.",
    ),
    start: maybe.bool(true, "Start it."),
    shutdown_timeout: maybe.any(null, "Seconds that the old one has to end by itself."),
    client_timeout: clientTimeout,
    networks: maybe.any(null, "Networks, a list of names, or of maps with settings."),
  },
  varkw: "kwargs",
  run: async (args, context, { kwargs }) => {
    const changes = new Map<string, Plain>();
    const refused = (comment: string): StateAnswer => finished(args.name, false, comment, { changes });
    if (args.image === null) return refused("The 'image' argument is required");
    const given = givenKeywords(kwargs);
    const sendsSignal = isTruthy(given.get("send_signal"));
    given.delete("send_signal");
    let work: RunningWork;
    try {
      work = await prepare({ ...args, sendsSignal }, changes, context);
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      return refused(faultSentences(error));
    }
    if (work.networks.size > 0) given.set("networks", work.networks);
    const { skip_translate, ignore_collisions, validate_ip_addrs, client_timeout } = args;
    const options = { skip_translate, ignore_collisions, validate_ip_addrs, client_timeout };
    return await bring(work, { ...Object.fromEntries(given), ...options }, context);
  },
});

interface RunningArgs {
  readonly name: string;
  readonly image: Value;
  readonly force: boolean;
  readonly watch_action: Value;
  readonly start: boolean;
  readonly shutdown_timeout: Value;
  readonly client_timeout: Value;
  readonly networks: Value;
  readonly sendsSignal: boolean;
}

async function prepare(
  args: RunningArgs,
  changes: Map<string, Plain>,
  context: ExecutionContext,
): Promise<RunningWork> {
  const image = pythonStr(args.image);
  const networks = await parseNetworks(args.networks, context);
  const imageId = await resolveImage(image, changes, args.client_timeout, context);
  const info = await orUndefined(context.call("docker.inspect_container", [args.name]));
  return {
    name: args.name,
    image,
    force: args.force,
    watchAction: args.watch_action,
    start: args.start,
    shutdownTimeout: args.shutdown_timeout,
    sendsSignal: args.sendsSignal,
    networks,
    choosesNetworks: args.networks !== null,
    imageId,
    currentImageId: get(info, "Image") ?? null,
    stateBefore: info === undefined ? null : await context.call("docker.state", [args.name]),
    changes,
    comments: [],
    warnings: [],
  };
}

/** The answer of a state of containers. */
export function finished(
  name: string,
  result: boolean | null,
  comment: string,
  { changes, warnings = [] }: { readonly changes: Map<string, Plain>; readonly warnings?: readonly string[] },
): StateAnswer {
  const answer = { name, changes: Object.fromEntries(changes), result, comment };
  return warnings.length > 0 ? { ...answer, warnings } : answer;
}

/** Whether there is nothing to compare: the container is to be made or replaced whatever it is like. */
function isReplaced({ force, currentImageId, imageId }: RunningWork): boolean {
  return force || currentImageId === null || currentImageId !== imageId;
}

async function bring(
  work: RunningWork,
  kwargs: { readonly [name: string]: Plain },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, changes, comments } = work;
  const exists = work.currentImageId !== null;
  if (isReplaced(work) && isTrial(context)) {
    if (work.force) changes.set("forced_update", true);
    else if (work.currentImageId !== work.imageId)
      changes.set("image", { old: work.currentImageId, new: work.imageId });
    return finished(name, null, `Container '${name}' would be ${exists ? "replaced" : "created"}`, work);
  }
  let temp: TempContainer;
  try {
    const made = await context.call("docker.create", [work.image], { ...kwargs, name: exists ? null : name });
    temp = { name: getString(made, "Name") ?? name, id: get(made, "Id") ?? null };
  } catch (error) {
    const isInput = error instanceof InputFault && error.info.has("invalid");
    comments.push(isInput ? `${errorText(error)}\n\n${SKIP_HINT}` : errorText(error));
    return finished(name, false, sentences(comments), work);
  }
  return await compareAndReplace(work, temp, context);
}

const SKIP_HINT =
  "If you feel this information is incorrect, the skip_translate argument can be used to skip input translation for " +
  "the argument(s) identified as invalid. See the documentation for details.";

async function compareAndReplace(
  work: RunningWork,
  temp: TempContainer,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, changes, comments } = work;
  const exists = work.currentImageId !== null;
  const step = { removesTemp: !isReplaced(work), result: true as boolean | null };
  try {
    const connected = await connectTemp(work, temp, context);
    if (typeof connected === "string") {
      comments.push(connected);
      return finished(name, false, sentences(comments), work);
    }
    if (!isReplaced(work) && !(await compareSetup(work, temp, step, context)))
      return finished(name, false, sentences(comments), work);
    if (connected.size > 0 && !(await changeConnections(work, connected, step, context)))
      return finished(name, false, sentences(comments), work);
  } finally {
    if (step.removesTemp) await context.call("docker.rm", [temp.name]);
  }
  if (isReplaced(work)) {
    if (!exists) comments.push(`Created container '${name}'`);
    else if (!(await replace(work, temp, context))) return finished(name, false, sentences(comments), work);
    containerIds(changes, "added", temp.id);
  }
  return await finishRunning(work, step, context);
}

/** Connects the new container; how its connections differ from the old one's, or what went wrong. */
async function connectTemp(
  work: RunningWork,
  temp: TempContainer,
  context: ExecutionContext,
): Promise<MutableDict | string> {
  const exists = work.currentImageId !== null;
  const before = await context.call("docker.inspect_container", [exists ? work.name : temp.name]);
  for (const [network, settings] of work.networks) {
    try {
      const kwargs = isDict(settings) ? Object.fromEntries(settings) : {};
      await context.call("docker.connect_container_to_network", [temp.name, network], kwargs);
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      return errorText(error);
    }
  }
  let after = await context.call("docker.inspect_container", [temp.name]);
  const extra = isDict(after) ? [...networksOf(after).keys()].filter((one) => !work.networks.has(one)) : [];
  if (work.choosesNetworks && extra.length > 0) {
    for (const network of extra)
      await context.call("docker.disconnect_container_from_network", [temp.name, network]);
    after = await context.call("docker.inspect_container", [temp.name]);
  }
  const told = await context.call("docker.compare_container_networks", [before, after]);
  return isDict(told) ? new Map(told) : new Map();
}

/** Puts the new container in the old one's place. */
export async function replace(
  work: RunningWork,
  temp: TempContainer,
  context: ExecutionContext,
): Promise<boolean> {
  const { name, changes, comments, shutdownTimeout } = work;
  const timeout = shutdownTimeout === null ? {} : { timeout: shutdownTimeout };
  containerIds(changes, "removed", await context.call("docker.rm", [name], { stop: true, ...timeout }));
  try {
    if (isTruthy(await context.call("docker.rename", [temp.name, name]))) {
      comments.push(`Replaced container '${name}'`);
      return true;
    }
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    comments.push(`Failed to rename temp container: ${errorText(error)}`);
  }
  comments.push(`Failed to replace container '${name}'`);
  return false;
}

/** Notes ids of containers in the changes. */
export function containerIds(changes: Map<string, Plain>, key: string, value: Value): void {
  const before = changes.get("container_id");
  const ids = before instanceof Map ? before : new Map<Value, Value>();
  changes.set("container_id", new Map<Value, Value>([...ids, [key, value]]));
}

/** The entry `container` of the changes, made when it is not there. */
export function containerChanges(changes: Map<string, Plain>): MutableDict {
  const before = changes.get("container");
  if (before instanceof Map) return before;
  const made: MutableDict = new Map<Value, Value>();
  changes.set("container", made);
  return made;
}
