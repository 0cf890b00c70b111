/**
 * The command that makes an environment of Python: `python3 -m venv`, or virtualenv.
 */
import { basename } from "node:path";
import type { Args, ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError, isList, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { plainName, plainValue } from "../program/run-program.js";

/** The parameters of `virtualenv.create`. */
export const createParams = {
  path: needed.str("Where to make it."),
  venv_bin: maybe.str(null, "The program: `venv` (of python3), a Python, or virtualenv."),
  system_site_packages: maybe.bool(false, "With the packages of the system."),
  distribute: maybe.bool(false, "Without a meaning in any virtualenv since 1.10, as in Salt."),
  clear: maybe.bool(false, "Empty it first."),
  python: maybe.str(null, "The Python of the environment."),
  extra_search_dir: maybe.any(
    null,
    "Where virtualenv also looks for packages: a list, or a text with commas.",
  ),
  never_download: maybe.any(null, "Nothing comes from the net (virtualenv)."),
  prompt: maybe.str(null, "What a shell shows when it uses the environment."),
  pip: maybe.bool(
    false,
    "Where the program brings no pip this is refused: pip is in every environment since 2014.",
  ),
  symlinks: maybe.any(null, "Links in place of copies (venv)."),
  upgrade: maybe.any(null, "Fit an environment to a newer Python (venv)."),
  user: maybe.str(null, "The account to make it as."),
  use_vt: maybe.bool(false, "Without a meaning: there is no terminal to show it on."),
  saltenv: maybe.str("base", "The environment of the file server."),
} as const;

type CreateArguments = Args<typeof createParams>;

const NAMES = ["virtualenv3", "virtualenv"];

/** The program to use: the one that was named, the pillar's or the minion's `venv_bin`, or what there is. */
export async function programOf(given: string | null, context: ExecutionContext): Promise<string> {
  for (const place of [given, context.pillar.get("venv_bin"), context.opts.get("venv_bin")])
    if (place !== undefined && isTruthy(place)) return plainName(place, "venv_bin");
  return NAMES.find((name) => findProgram(name) !== undefined) ?? "venv";
}

/** All words before the path. Throws CommandExecutionError for options that the program lacks. */
export function wordsOf(program: string, args: CreateArguments): readonly string[] {
  const common = [
    ...(args.clear ? ["--clear"] : []),
    ...(args.system_site_packages ? ["--system-site-packages"] : []),
  ];
  const isPython = /^(python|pypy)[0-9.]*$/i.test(basename(program));
  if (!isPython && !program.includes("venv")) return [...virtualenvWords(program, args), ...common];
  if (!isPython && program !== "venv" && program.includes("virtualenv"))
    return [...virtualenvWords(program, args), ...common];
  return [...venvWords(program, isPython, args), ...common];
}

function given(value: Value): boolean {
  return isTruthy(value) && pythonStr(value).trim() !== "";
}

function requirePython(name: string): string {
  if (findProgram(name) === undefined)
    throw new CommandExecutionError(`Cannot find requested python (${name}).`);
  return plainName(name, "python");
}

function unsupported(name: string, program: string): CommandExecutionError {
  const option = `--${name.replaceAll("_", "-")}`;
  return new CommandExecutionError(`The \`${name}\`(\`${option}\`) option is not supported by '${program}'`);
}

function virtualenvWords(program: string, args: CreateArguments): readonly string[] {
  for (const name of ["upgrade", "symlinks"] as const)
    if (args[name] !== null) throw unsupported(name, program);
  if (findProgram(program) === undefined)
    throw new CommandExecutionError(`Unable to run '${program}': it is not installed`);
  const dirs = isList(args.extra_search_dir)
    ? args.extra_search_dir
    : pythonStr(args.extra_search_dir ?? "").split(",");
  return [
    program,
    ...(given(args.python) ? [`--python=${requirePython(args.python ?? "")}`] : []),
    ...dirs
      .filter(given)
      .map((dir) => `--extra-search-dir=${plainValue(pythonStr(dir).trim(), "extra_search_dir")}`),
    ...(args.never_download === true ? ["--never-download"] : []),
    ...(given(args.prompt) ? [`--prompt='${plainValue(args.prompt, "prompt")}'`] : []),
  ];
}

function venvWords(program: string, isPython: boolean, args: CreateArguments): readonly string[] {
  if (isPython && given(args.python))
    throw new CommandExecutionError(
      "Pass the target interpreter either as `venv_bin` or as `python`, not both.",
    );
  if (!isPython && program !== "venv" && given(args.python)) throw unsupported("python", program);
  if (given(args.extra_search_dir)) throw unsupported("extra_search_dir", program);
  if (args.never_download !== null) throw unsupported("never_download", program);
  const python = isPython ? program : given(args.python) ? (args.python ?? "") : "python3";
  const words = isPython || program === "venv" ? [requirePython(python), "-m", "venv"] : [program];
  return [
    ...words,
    ...(args.upgrade === true ? ["--upgrade"] : []),
    ...(args.symlinks === true ? ["--symlinks"] : []),
    // In one word: argparse takes a next word that begins with a dash for an option.
    ...(given(args.prompt) ? [`--prompt=${plainValue(args.prompt, "prompt")}`] : []),
  ];
}
