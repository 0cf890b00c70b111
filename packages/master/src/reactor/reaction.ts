/**
 * A reaction as a low chunk says it, read into what is called with which arguments.
 */
import type { Dict, FunctionShape, MutableDict, Value } from "@salt/core";
import { getString, isDict, isList, MalformedError, pythonStr } from "@salt/core";

/** Who does it: minions, a runner, a wheel function, or an execution function beside the master. */
export type ReactionClient = "local" | "runner" | "wheel" | "caller";

/** A reaction that can be done. */
export interface Reaction {
  readonly id: string;
  readonly client: ReactionClient;
  readonly fun: string;
  readonly arg: readonly Value[];
  readonly kwarg: Dict;
  /** All that the file says of it. */
  readonly chunk: Dict;
}

/** Names of clients; `cmd` is the oldest name of minions. */
const CLIENTS: ReadonlyMap<string, ReactionClient> = new Map([
  ["local", "local"],
  ["cmd", "local"],
  ["runner", "runner"],
  ["wheel", "wheel"],
  ["caller", "caller"],
]);

/** Words of a chunk that are no arguments. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  "state",
  "fun",
  "name",
  "order",
  "key",
  "arg",
  "kwarg",
  "args",
]);

/** Who does what; throws MalformedError where a chunk does not say it. */
export function headOf(chunk: Dict): Pick<Reaction, "id" | "client" | "fun" | "chunk"> {
  const state = getString(chunk, "state") ?? "";
  const client = CLIENTS.get(state);
  const fun = getString(chunk, "fun");
  if (client === undefined) throw new MalformedError(`there is no kind of reaction ${state}`);
  if (fun === undefined || fun === "") throw new MalformedError("it names no function");
  return { id: pythonStr(chunk.get("__id__") ?? null), client, fun, chunk };
}

/** Whether the function itself is needed to read the arguments: the older form of runners has them beside the other words. */
export function isBoundByName({ client, chunk }: Pick<Reaction, "client" | "chunk">): boolean {
  if (client !== "runner" && client !== "wheel") return false;
  return !chunk.has("args") && !(chunk.has("arg") && chunk.has("kwarg"));
}

/** The arguments. Throws MalformedError for those that have no form. */
export function readReaction(chunk: Dict, shape: FunctionShape | undefined): Reaction {
  const head = headOf(chunk);
  const args = chunk.get("args");
  if (args !== undefined) return { ...head, ...newForm(head.client, args) };
  const bound = shape === undefined ? new Map<Value, Value>() : byName(shape, chunk);
  const arg = chunk.get("arg");
  const kwarg = chunk.get("kwarg");
  if (kwarg !== undefined && kwarg !== null && !isDict(kwarg))
    throw new MalformedError("its kwarg is no map");
  // Positional arguments that are given take the place of the first parameters.
  const taken = isGiven(arg) ? Object.keys(shape?.params ?? {}).slice(0, listOf(arg).length) : [];
  const left = new Map([...bound].filter(([name]) => !taken.includes(pythonStr(name))));
  return { ...head, arg: isGiven(arg) ? listOf(arg) : [], kwarg: isDict(kwarg) ? kwarg : left };
}

/** `args`: a map, or a list of maps; for `caller` also a list of positional arguments. */
function newForm(client: ReactionClient, args: Value): Pick<Reaction, "arg" | "kwarg"> {
  if (isDict(args)) return { arg: [], kwarg: args };
  if (!isList(args)) throw new MalformedError("its args are neither a map nor a list of maps");
  if (args.every(isDict)) return { arg: [], kwarg: new Map(args.flatMap((part) => [...part])) };
  if (client === "caller") return { arg: args, kwarg: new Map() };
  throw new MalformedError("its args are neither a map nor a list of maps");
}

/** What the function takes of the words beside the function. Throws MalformedError for words that it does not know. */
function byName(shape: FunctionShape, chunk: Dict): Dict {
  const bound: MutableDict = new Map();
  for (const [key, value] of chunk) {
    const name = pythonStr(key);
    if (Object.hasOwn(shape.params, name)) bound.set(name, value);
    else if (OWN_WORDS.has(name) || name.startsWith("__")) continue;
    else if (shape.varkw !== undefined) bound.set(name, value);
    else throw new MalformedError(`its function has no argument ${name}`);
  }
  return bound;
}

function isGiven(value: Value | undefined): value is Value {
  return value !== undefined && value !== null;
}

function listOf(value: Value): readonly Value[] {
  return isList(value) ? value : [value];
}
