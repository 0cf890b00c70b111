/**
 * Arguments that the states of containers share.
 */
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  getString,
  isDict,
  isList,
  isTrial,
  isTruthy,
  maybe,
  pythonStr,
} from "@salt/core";
import { repacked, stringList } from "../../execution/docker-functions/translate/words.js";

/** How arguments of containers and networks are read. */
export const translateParams = {
  skip_translate: maybe.any(null, "True, or names of arguments, to hand these on as they are."),
  ignore_collisions: maybe.bool(false, "Let an argument win over another name of it."),
  validate_ip_addrs: maybe.bool(true, "Refuse texts that are no addresses."),
};

/** Seconds that a request may be silent. */
export const clientTimeout = maybe.any(
  60,
  "Seconds without a byte from the engine after which it is given up.",
);

/** Settings of networks that have something wrong; every text is one fault. */
export class NetworkFault extends CommandExecutionError {
  readonly faults: readonly string[];

  constructor(message: string, faults: readonly string[] = [message]) {
    super(message);
    this.faults = faults;
  }
}

/** Networks with their settings, in any of the forms that people write. Throws NetworkFault. */
export async function parseNetworks(given: Value, context: ExecutionContext): Promise<MutableDict> {
  const found: MutableDict = new Map<Value, Value>();
  if (!isTruthy(given)) return found;
  for (const [name, settings] of networkEntries(given)) {
    if (settings === null) {
      found.set(name, new Map<Value, Value>());
      continue;
    }
    const packed = repacked(settings);
    if (!isDict(packed) || packed.size === 0)
      throw new NetworkFault(`Invalid configuration for network '${pythonStr(name)}' (see documentation)`);
    found.set(name, withLists(packed));
  }
  refuseMissingValues(found);
  await refuseMissingNetworks(found, context);
  return found;
}

function networkEntries(given: Value): readonly (readonly [Value, Value])[] {
  if (isDict(given)) return [...given];
  const items = isList(given) ? given : stringList(given);
  return items.flatMap((item): readonly (readonly [Value, Value])[] => {
    if (!isDict(item)) return [[pythonStr(item), null]];
    if (item.size !== 1) throw new NetworkFault("Invalid network configuration (see documentation)");
    return [...item];
  });
}

function withLists(settings: Dict): MutableDict {
  const found = new Map(settings);
  for (const key of ["links", "aliases"]) {
    const value = found.get(key) ?? null;
    if (value !== null) found.set(key, stringList(value));
  }
  return found;
}

function refuseMissingValues(networks: Dict): void {
  const faults = [...networks].flatMap(([name, settings]) =>
    [...(isDict(settings) ? settings : [])]
      .filter(([, value]) => value === null)
      .map(
        ([key]) => `Config option '${pythonStr(key)}' for network '${pythonStr(name)}' is missing a value`,
      ),
  );
  if (faults.length > 0) throw new NetworkFault("Invalid network configuration", faults);
}

async function refuseMissingNetworks(networks: Dict, context: ExecutionContext): Promise<void> {
  const told = await context.call("docker.networks");
  const known = (isList(told) ? told : []).map((network) => getString(network, "Name"));
  const missing = [...networks.keys()].map((name) => pythonStr(name)).filter((name) => !known.includes(name));
  if (missing.length > 0)
    throw new NetworkFault(`The following networks are not present: ${missing.sort().join(", ")}`);
}

/** The id of an image, which is fetched when it is not there; false in a trial. Throws CommandExecutionError. */
export async function resolveImage(
  image: string,
  changes: Map<string, Plain>,
  client_timeout: Value,
  context: ExecutionContext,
): Promise<Value> {
  const id = await context.call("docker.resolve_image_id", [image]);
  if (id !== false || isTrial(context)) return id;
  try {
    changes.set("image", await context.call("docker.pull", [image], { client_timeout }));
  } catch (error) {
    throw new CommandExecutionError(`Failed to pull ${image}: ${errorText(error)}`);
  }
  const pulled = await context.call("docker.resolve_image_id", [image]);
  if (pulled === false)
    throw new CommandExecutionError(`Image '${image}' not present despite a docker pull raising no errors`);
  return pulled;
}

/** Comments as one text: several are sentences. */
export function sentences(comments: readonly string[]): string {
  return comments.length > 1 ? `${comments.join(". ")}.` : comments.join("");
}

/** What is wrong, as the comment of a state. */
export function faultSentences(error: unknown): string {
  return error instanceof NetworkFault ? sentences(error.faults) : errorText(error);
}

/** Calls a function; undefined when it fails. */
export async function orUndefined(call: Promise<Value>): Promise<Value | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CommandExecutionError) return undefined;
    throw error;
  }
}
