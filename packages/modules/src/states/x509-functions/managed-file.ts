/**
 * Files with keys and certificates: what `file.managed` does of them, and what is left to the states of X.509.
 */
import { realpathSync } from "node:fs";
import type { Dict, ExecutionContext, MutableDict, Plain, Value } from "@salt/core";
import {
  CommandExecutionError,
  dict,
  get,
  isDict,
  isTrial,
  isTruthy,
  pythonRepr,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { replaceFile } from "../../files/replace-file.js";

/** Arguments that go on to `file.managed`. */
const FILE_ARGS = new Set([
  "user",
  "group",
  "mode",
  "attrs",
  "makedirs",
  "dir_mode",
  "backup",
  "create",
  "follow_symlinks",
  "check_cmd",
  "tmp_dir",
  "tmp_ext",
  "selinux",
  "encoding_errors",
  "win_owner",
  "win_perms",
  "win_deny_perms",
  "win_inheritance",
  "win_perms_reset",
]);

/** What a state found out about the file that is there. */
export interface Inspection {
  readonly changes: ReadonlyMap<string, Plain>;
  /** Whether the file could be read as what it should be. */
  readonly isReadable: boolean;
}

/** A file as it should be. */
export interface WishedFile {
  readonly name: string;
  /** For people: `The certificate`. */
  readonly noun: string;
  readonly encoding: string;
  readonly fileArgs: Dict;
  /** Looks at the file that is there; `isLinkGone` when a link of its name had to go. */
  readonly inspect: (path: string) => Promise<Inspection>;
  /** What a file that is not there, or that a link stood for, counts as. */
  readonly isAlwaysNew?: boolean;
  /** Whether a new file is told as made again when one was there that could not be read. */
  readonly countsUnreadable?: boolean;
  /** Makes the content, as PEM or in base64; `changes` says what is to change. */
  readonly make: (path: string, changes: ReadonlyMap<string, Plain>) => Promise<string>;
}

/** The arguments for `file.managed`, and all others. */
export function splitArguments(kwargs: ReadonlyMap<string, Value>): {
  readonly fileArgs: MutableDict;
  readonly rest: MutableDict;
} {
  const fileArgs = new Map<Value, Value>([["show_changes", false]]);
  const rest = new Map<Value, Value>();
  for (const [name, value] of kwargs) (FILE_ARGS.has(name) ? fileArgs : rest).set(name, value);
  return { fileArgs, rest };
}

/** Throws SaltInvocationError when there are arguments that nobody knows. */
export function refuseUnknown(rest: Dict): void {
  if (rest.size > 0)
    throw new SaltInvocationError(`Unrecognized keyword arguments: ${pythonRepr([...rest.keys()])}`);
}

/** Calls `file.managed` within a state. */
export async function fileManaged(
  name: string,
  options: { readonly [name: string]: Value },
  context: ExecutionContext,
): Promise<Dict> {
  const kwargs = { test: isTrial(context), ...options, concurrent: true };
  const told = await context.call("state.single", ["file.managed", name], kwargs);
  const [result] = isDict(told) ? [...told.values()] : [];
  if (isDict(result ?? null) && result !== undefined && isDict(result)) return result;
  throw new CommandExecutionError(`Failed running file.managed in x509_v2 state: ${pythonStr(told)}`);
}

/** Makes a file be as it should be. CommandExecutionError and SaltInvocationError become a failure. */
export async function manageFile(wished: WishedFile, context: ExecutionContext): Promise<Dict> {
  const told = new Answer(wished, context);
  try {
    await manage(wished, told, context);
  } catch (error) {
    if (!(error instanceof CommandExecutionError || error instanceof SaltInvocationError)) throw error;
    told.fail(error.message);
  }
  return told.whole();
}

async function manage(wished: WishedFile, told: Answer, context: ExecutionContext): Promise<void> {
  const { name, noun, encoding, fileArgs } = wished;
  const options = Object.fromEntries([...fileArgs].map(([key, value]) => [pythonStr(key), value]));
  const trial = await fileManaged(name, { ...options, test: true, replace: false }, context);
  if (trial.get("result") === false)
    return told.fail("Problem while testing file.managed changes, see its output", trial);
  if (pythonStr(trial.get("comment") ?? "").includes("is not present and is not set for creation"))
    return told.add(trial);
  const { changes, path, isThere } = await whatChanges(wished, context);
  if (changes.size === 0 && isTruthy(trial.get("result") ?? null) && !isTruthy(trial.get("changes") ?? null))
    return told.add(trial);
  const verb = isThere && changes.size > 0 ? "recreate" : "create";
  told.change(changes);
  if (isTrial(context)) {
    if (changes.size > 0) told.say(null, `${noun} would have been ${verb}d`);
    return told.add(trial);
  }
  const content = changes.size > 0 ? await wished.make(path, changes) : undefined;
  if (content !== undefined) told.say(true, `${noun} has been ${verb}d`);
  const isText = encoding === "pem" && content !== undefined;
  const part = isText ? { contents: content, replace: true } : { replace: false };
  const done = await fileManaged(name, { ...options, ...part }, context);
  told.add(done);
  if (done.get("result") === false)
    return told.fail(`Could not ${isThere ? "update" : "create"} file, see file.managed output`);
  if (content === undefined || isText) return;
  const bytes = Buffer.from(content, "base64");
  await replaceFile(path, async (file) => void (await file.write(bytes)), 0o600);
}

async function whatChanges(
  wished: WishedFile,
  context: ExecutionContext,
): Promise<{ changes: Map<string, Plain>; path: string; isThere: boolean }> {
  const { name, fileArgs } = wished;
  const isLink = isTruthy(await context.call("file.is_link", [name]));
  const follows = isTruthy(fileArgs.get("follow_symlinks") ?? true);
  const isReplaced = isLink && !follows;
  if (isReplaced && !isTrial(context)) await context.call("file.remove", [name]);
  const isThere = !isReplaced && isTruthy(await context.call("file.file_exists", [name]));
  const path = isLink && follows && isThere ? realpathSync(name) : name;
  if (!isThere) return { changes: new Map([[isReplaced ? "replaced" : "created", name]]), path, isThere };
  if (wished.isAlwaysNew === true) return { changes: new Map([["replaced", name]]), path, isThere };
  const { changes, isReadable } = await wished.inspect(path);
  return { changes: new Map(changes), path, isThere: isReadable || wished.countsUnreadable === true };
}

/** The answer of a state, as it grows. */
class Answer {
  readonly #name: string;
  readonly #id: Value;
  readonly #parts: Dict[] = [];
  #result: boolean | null = true;
  #comment: string;
  #changes: ReadonlyMap<string, Plain> = new Map();

  constructor({ name, noun }: WishedFile, context: ExecutionContext) {
    this.#name = name;
    this.#id = get(context.chunk?.low ?? new Map(), "__id__") ?? name;
    this.#comment = `${noun} is in the correct state`;
  }

  /** Adds what `file.managed` said. */
  add(part: Dict): void {
    const low = dict({ name: this.#name, state: "file", __id__: this.#id, fun: "managed" });
    this.#parts.push(new Map<Value, Value>([...part, ["low", low]]));
  }

  change(changes: ReadonlyMap<string, Plain>): void {
    this.#changes = changes;
  }

  say(result: boolean | null, comment: string): void {
    this.#result = result;
    this.#comment = comment;
  }

  fail(comment: string, part?: Dict): void {
    this.#changes = new Map();
    this.say(false, comment);
    if (part !== undefined) this.add(part);
  }

  whole(): Dict {
    return dict({
      name: this.#name,
      changes: Object.fromEntries(this.#changes),
      result: this.#result,
      comment: this.#comment,
      ...(this.#parts.length === 0 ? {} : { sub_state_run: this.#parts }),
    });
  }
}
