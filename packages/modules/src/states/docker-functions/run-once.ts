/**
 * A container that is run to its end.
 */
import type { ExecutionContext, MutableDict, Plain, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  get,
  isDict,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
} from "@salt/core";
import { givenKeywords } from "../../values/keywords.js";
import { answer, failed, pending } from "../answer/answer.js";
import {
  clientTimeout,
  faultSentences,
  parseNetworks,
  resolveImage,
  translateParams,
} from "./container-arguments.js";

const UNSUPPORTED = ["watch_action", "start", "shutdown_timeout", "follow"];

export const run = stateFn({
  doc: "Makes a container and runs it, each time; takes the arguments of `docker.run_container`.",
  params: {
    name: needed.str("The name of the container."),
    image: maybe.any(null, "The image, which is fetched when it is not there."),
    bg: maybe.bool(false, "Do not wait for its end."),
    failhard: maybe.bool(true, "It is a failure when the exit status is not 0."),
    replace: maybe.bool(false, "Remove a container of the same name first."),
    force: maybe.bool(false, "Remove it even when it runs."),
    ...translateParams,
    client_timeout: clientTimeout,
  },
  varkw: "kwargs",
  run: async ({ name, image, bg, failhard, ...options }, context, { kwargs }) => {
    const given = givenKeywords(kwargs);
    const other = UNSUPPORTED.find((key) => given.has(key));
    if (other !== undefined) return failed(name, `The '${other}' argument is not supported`);
    if (image === null) return failed(name, "The 'image' argument is required");
    const changes = new Map<string, Plain>();
    try {
      const networks = given.get("networks") ?? null;
      if (networks !== null) given.set("networks", await parseNetworks(networks, context));
      await resolveImage(pythonStr(image), changes, options.client_timeout, context);
    } catch (error) {
      if (!(error instanceof CommandExecutionError)) throw error;
      return failed(name, faultSentences(error), Object.fromEntries(changes));
    }
    if (isTrial(context)) return pending(name, `Container would be run${bg ? " in the background" : ""}`);
    const removal = bg ? { remove: false } : takeRemoval(given, options.ignore_collisions);
    if ("fault" in removal) return failed(name, removal.fault);
    const call = { ...Object.fromEntries(given), ...options, name, bg };
    return await runAndTell(
      { name, image: pythonStr(image), failhard, call, remove: removal.remove },
      context,
    );
  },
});

/** Whether the container is removed afterwards. The engine must not do it, for then the exit status is lost. */
function takeRemoval(
  given: MutableDict,
  ignoresCollisions: boolean,
): { readonly remove: boolean } | { readonly fault: string } {
  const values = ["auto_remove", "rm"].flatMap((key) => {
    const value = given.get(key);
    given.delete(key);
    return value === undefined ? [] : [value];
  });
  if (values.length > 1 && !ignoresCollisions)
    return { fault: "'rm' is an alias for 'auto_remove', they cannot both be used" };
  if (values.length > 0) given.set("auto_remove", false);
  return { remove: isTruthy(values[0] ?? false) };
}

interface RunWish {
  readonly name: string;
  readonly image: string;
  readonly failhard: boolean;
  readonly call: { readonly [name: string]: Value };
  readonly remove: boolean;
}

async function runAndTell(wish: RunWish, context: ExecutionContext): Promise<StateAnswer> {
  const { name, image, call, failhard, remove } = wish;
  let changes: Value;
  try {
    changes = await context.call("docker.run_container", [image], call);
  } catch (error) {
    return failed(name, `Encountered error running container: ${errorText(error)}`);
  }
  const warnings = remove ? await removed(get(changes, "Id") ?? null, context) : [];
  const told = outcome(name, changes, { bg: isTruthy(call.bg ?? false), failhard });
  return warnings.length > 0 ? { ...told, warnings } : told;
}

function outcome(
  name: string,
  changes: Value,
  { bg, failhard }: { readonly bg: boolean; readonly failhard: boolean },
): StateAnswer {
  if (bg) return answer(name, true, "Container was run in the background", changes);
  if (!isDict(changes) || !changes.has("ExitCode")) return answer(name, true, "", changes);
  const status = changes.get("ExitCode") ?? null;
  const comment = `Container ran and exited with a return code of ${pythonStr(status)}`;
  return answer(name, !(failhard && status !== 0), comment, changes);
}

async function removed(id: Value, context: ExecutionContext): Promise<readonly string[]> {
  if (id === null) return [];
  try {
    await context.call("docker.rm", [id]);
    return [];
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return [`Failed to auto_remove container: ${errorText(error)}`];
  }
}
