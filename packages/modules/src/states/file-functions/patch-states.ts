/**
 * `file.patch`: differences that are applied to a file or directory where they are not yet.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Args, Dict, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  callDirectly,
  deriveContext,
  dict,
  get,
  isDict,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
} from "@salt/core";
import { dirName, exists, expandUser, isDirectory } from "../../execution/file-functions/paths.js";
import { chooseSource } from "../../execution/file-functions/source-list.js";
import { nestedText } from "../../outputters/text/nested-text.js";
import { done, failed, fileState, planned, StateFault } from "./answer.js";
import { managedStates } from "./managed-states.js";
import { stateEnv } from "./saltenv.js";

const params = {
  name: needed.str("The file or directory."),
  source: maybe.any(null, "The differences: a URL, a path, or a list of which the first is taken."),
  source_hash: maybe.any(null, "The checksum of a source from the net, or where a list of them is."),
  source_hash_name: maybe.any(null, "Under which name such a list has it."),
  skip_verify: maybe.bool(false, "Take a source from the net without a checksum."),
  template: maybe.any(null, "The kind of template that the source is."),
  context: maybe.any(null, "Variables for the template."),
  defaults: maybe.any(null, "Variables for the template, where `context` has none of that name."),
  options: maybe.str("", "Options of the patch program."),
  reject_file: maybe.str(null, "Where differences go that do not fit."),
  strip: maybe.int(null, "How many directories at the start of paths are left out; for directories."),
  saltenv: maybe.any(null, "The environment of the source."),
} as const;

type PatchArguments = Args<typeof params>;

export const patchStates = {
  patch: fileState({
    doc: "Makes sure that differences are applied to a file or directory.",
    params,
    varkw: "kwargs",
    run: async (args, context, rest) => {
      const answer = await patched(args, context);
      const warnings = UNUSED.filter((one) => rest.kwargs.has(one)).map(
        (one) => `The '${one}' argument is no longer used and has been ignored.`,
      );
      return warnings.length === 0 ? answer : new Map([...dict(answer), ["warnings", warnings]]);
    },
  }),
};

/** Arguments that Salt once had and passes over with a warning. */
const UNUSED = ["hash", "dry_run_first"];

async function patched(args: PatchArguments, context: ExecutionContext): Promise<StateAnswer | Dict> {
  const name = expandUser(args.name);
  const fault = faultOf(name, args.reject_file);
  if (fault !== undefined) return failed(name, fault);
  const { words, strip } = wordsOf(name, args);
  const directory = mkdtempSync(join(tmpdir(), "salt-patch-"));
  try {
    const patch = join(directory, randomUUID());
    const fetched = await fetchPatch(patch, name, args, context);
    if (!isTruthy(fetched.get("result"))) return fetched;
    const own = isDirectory(name) && strip !== null ? [...words, `-p${strip}`] : words;
    return await apply({ name, patch, words: own, directory, rejects: args.reject_file }, context);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function faultOf(name: string, rejects: string | null): string | undefined {
  if (name === "") return "A file/directory to be patched is required";
  if (!isAbsolute(name)) return `${name} is not an absolute path`;
  if (!exists(name)) return `${name} does not exist`;
  if (rejects === null) return undefined;
  if (!isAbsolute(rejects)) return `'${rejects}' is not an absolute path`;
  if (isDirectory(dirName(rejects))) return undefined;
  return `Parent directory for reject_file '${rejects}' either does not exist, or is not a directory`;
}

/** Options that this state sets itself. */
const OWN_OPTIONS = ["-N", "--forward", "-r", "--reject-file", "-o", "--output"];

function wordsOf(name: string, args: PatchArguments) {
  const words: string[] = [];
  const refused: string[] = [];
  let { strip } = args;
  const given = (args.options ?? "").split(/\s+/).filter((word) => word !== "");
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? "";
    const own = OWN_OPTIONS.find((option) => word.startsWith(option));
    if (own !== undefined) refused.push(own);
    const isShort = word.startsWith("-p");
    if (!isShort && !word.startsWith("--strip")) words.push(word);
    else {
      const number = isShort ? word.slice(2) : word.includes("=") ? word.replace(/^.*=/, "") : given[++at];
      if (!/^\d+$/.test(number ?? "")) {
        const option = isShort ? "-p" : "-strip";
        throw new StateFault(
          name,
          `Invalid format for '${option}' CLI option. Consider using the 'strip' option for this state.`,
        );
      }
      strip = Number(number);
    }
  }
  if (refused.length === 0) return { words, strip };
  throw new StateFault(name, `The following CLI options are not allowed: ${refused.join(", ")}`);
}

async function fetchPatch(
  path: string,
  name: string,
  args: PatchArguments,
  context: ExecutionContext,
): Promise<Dict> {
  let source: Value;
  try {
    source = (await chooseSource(args.source, args.source_hash, stateEnv(context), context)).source;
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    throw new StateFault(name, error.message);
  }
  const url = pythonStr(source);
  const isElsewhere = args.saltenv !== null && url.startsWith("salt://") && !url.includes("?saltenv=");
  const { source_hash, source_hash_name, skip_verify, template, defaults } = args;
  const given = {
    ...{ name: path, source: isElsewhere ? `${url}?saltenv=${pythonStr(args.saltenv)}` : source },
    ...{ source_hash: source_hash ?? "", source_hash_name, skip_verify, template, defaults },
    context: args.context,
  };
  // The differences are needed in a trial, too.
  const opts = new Map([...context.opts, ["test", false] as const]);
  const real = deriveContext(context, { opts });
  const kwargs = new Map(Object.entries(given));
  const answer = await callDirectly("file.managed", managedStates.managed, [], kwargs, real);
  return isDict(answer) ? answer : new Map();
}

interface Patching {
  readonly name: string;
  readonly patch: string;
  readonly words: readonly string[];
  readonly directory: string;
  readonly rejects: string | null;
}

async function apply(work: Patching, context: ExecutionContext): Promise<StateAnswer> {
  const { name, patch, words, directory } = work;
  const rejects = work.rejects ?? join(directory, "rejects");
  const run = (file: string, more: readonly string[], dry: boolean): Promise<Value> =>
    context.call("file.patch", [name, file], { options: [...words, ...more].join(" "), dry_run: dry });
  const check = await run(patch, ["-N", "-r", rejects, "-o", join(directory, "out")], false);
  if (get(check, "retcode") !== 0) {
    const stderr = get(check, "stderr") ?? "";
    const reverse = exists(rejects) ? await run(rejects, ["-R", "-f"], true) : null;
    if (get(check, "retcode") === 2 && isTruthy(stderr)) return failed(name, pythonStr(stderr));
    if (get(reverse, "retcode") === 0) return done(name, "Patch was already applied");
    return failed(name, misfit(check, work.rejects));
  }
  if (isTrial(context)) return { ...planned(name, "The patch would be applied"), changes: check };
  const changes = await run(patch, [], false);
  if (get(changes, "retcode") === 0) return { ...done(name, "Patch successfully applied"), changes };
  return { ...failed(name, "Failed to apply patch"), changes };
}

/** How far the outcome of the program is indented. */
const INDENT = 14;

function misfit(check: Value, rejects: string | null): string {
  const more =
    rejects === null
      ? " Run state again using the reject_file option to save rejects to a persistent file."
      : "";
  const plain = {
    ...{ color: false, stripColors: true, indent: undefined, retcode: 0, opts: new Map<Value, Value>() },
    ...{ stateOutput: "full", stateVerbose: true },
  };
  const outline = nestedText(check, plain, INDENT);
  return `Patch would not apply cleanly, no changes made. Results of dry-run are below.${more}\n\n${outline}`;
}
