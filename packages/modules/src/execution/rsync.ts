/**
 * Copying trees of files with rsync.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  executionModule,
  fn,
  isList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { findProgram } from "./cmd/programs.js";
import { isSystemError, reasonText } from "./file-functions/system-error.js";
import { plainName, plainValue, runProgram } from "./program/run-program.js";

/** Arguments that the configuration can give too, as `rsync.delete` and so on. */
const CONFIGURABLE = [
  "src",
  "dst",
  "delete",
  "force",
  "update",
  "passwordfile",
  "exclude",
  "excludefrom",
  "dryrun",
  "rsh",
] as const;

const unset = (doc: string) => maybe.any(false, doc);

/** What is copied, and how. */
type Request = Readonly<Record<(typeof CONFIGURABLE)[number], Value>>;

export const rsync = executionModule("rsync", {
  doc: "Copying trees of files with rsync.",
  available: () =>
    findProgram("rsync") !== undefined ||
    "The rsync execution module cannot be loaded: the rsync binary is not in the path.",
  functions: {
    rsync: fn({
      doc: "Copies files; each argument that is not given is looked for in the configuration as `rsync.NAME`.",
      examples: ["salt '*' rsync.rsync /path/to/src /path/to/dest delete=True update=True"],
      params: {
        src: needed.any("What to copy: a path, an address of rsync, or `salt://`."),
        dst: needed.any("Where to."),
        delete: unset("Delete what is not in the source."),
        force: unset("Delete directories that are in the way, even when they are not empty."),
        update: unset("Leave what is newer in the destination."),
        passwordfile: maybe.any(null, "A file with the password."),
        exclude: maybe.any(null, "A pattern, or a list of them, to leave out."),
        excludefrom: maybe.any(null, "A file with patterns to leave out."),
        dryrun: unset("Only say what would be done."),
        rsh: maybe.any(null, "The remote shell to use."),
        additional_opts: maybe.any(null, "Further options of rsync, a list."),
        saltenv: maybe.str("base", "The environment of the file server."),
      },
      run: async (args, context) => {
        const request = await configured(args, context);
        if (!isTruthy(request.src) || !isTruthy(request.dst))
          throw new SaltInvocationError("src and dst cannot be empty");
        const more = isList(args.additional_opts)
          ? args.additional_opts.map((one) => plainValue(one, "additional_opts"))
          : [];
        const source = pythonStr(request.src);
        const target = plainName(request.dst, "dst");
        if (!source.startsWith("salt://"))
          return await copy([...options(request), ...more], plainName(source, "src"), target, context);
        const scratch = mkdtempSync(join(tmpdir(), "salt-rsync-"));
        try {
          const local = await fetched(source, scratch, args.saltenv ?? "base", context);
          return await copy([...options(request), ...more], local, target, context);
        } finally {
          rmSync(scratch, { recursive: true, force: true });
        }
      },
    }),
    version: fn({
      doc: "The version of rsync.",
      examples: ["salt '*' rsync.version"],
      run: async (_args, context) => {
        const { stdout } = await runProgram(["rsync", "--version"], context);
        const version = stdout.split("\n")[0]?.split(/\s+/)[2];
        if (version === undefined) throw new CommandExecutionError("Unable to determine rsync version");
        return version;
      },
    }),
    config: fn({
      doc: "The configuration of the daemon of rsync, as it stands.",
      examples: ["salt '*' rsync.config"],
      params: {
        conf_path: {
          ...maybe.str("/etc/rsyncd.conf", "The file."),
          convert: (value: Value) => pythonStr(value),
        },
      },
      run: ({ conf_path }) => readConfig(conf_path),
    }),
  },
});

async function configured(args: Request, context: ExecutionContext): Promise<Request> {
  const found: Record<string, Value> = {};
  for (const name of CONFIGURABLE)
    found[name] = isTruthy(args[name]) ? args[name] : await context.call("config.option", [`rsync.${name}`]);
  return { ...args, ...found };
}

function options(request: Request): readonly string[] {
  const value = (name: keyof Request): string => plainValue(request[name], name);
  const has = (name: keyof Request): boolean => isTruthy(request[name]);
  const { exclude } = request;
  const patterns = isList(exclude) ? exclude : isTruthy(exclude) ? [exclude] : [];
  // The other way round than in Salt's arguments: a file of patterns goes before single ones.
  const excluded = has("excludefrom")
    ? ["--exclude-from", value("excludefrom")]
    : patterns.flatMap((one) => ["--exclude", plainValue(one, "exclude")]);
  return [
    "-avz",
    ...(has("delete") ? ["--delete"] : []),
    ...(has("force") ? ["--force"] : []),
    ...(has("update") ? ["--update"] : []),
    ...(has("rsh") ? [`--rsh=${value("rsh")}`] : []),
    ...(has("passwordfile") ? ["--password-file", value("passwordfile")] : []),
    ...excluded,
    ...(has("dryrun") ? ["--dry-run"] : []),
  ];
}

async function copy(
  words: readonly string[],
  source: string,
  target: string,
  context: ExecutionContext,
): Promise<Value> {
  return await context.call("cmd.run_all", [["rsync", ...words, source, target]], { python_shell: false });
}

/** A file or directory of the file server, on this machine. */
async function fetched(
  source: string,
  scratch: string,
  saltenv: string,
  context: ExecutionContext,
): Promise<string> {
  const path = source.slice("salt://".length).replace(/\/$/, "");
  const directories = await context.call("cp.list_master_dirs", [], { saltenv });
  const isDirectory = isList(directories) && directories.includes(path);
  const local = isDirectory ? `${scratch}/` : join(scratch, "file");
  const got = isDirectory
    ? await context.call("cp.get_dir", [source, scratch, saltenv])
    : await context.call("cp.get_file", [source, local, saltenv]);
  if (!isTruthy(got)) throw new CommandExecutionError(`${source} does not exist`);
  return local;
}

function readConfig(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = isSystemError(error) ? error.code : "";
    if (code === "ENOENT") throw new CommandExecutionError(`${path} does not exist`);
    if (code === "EACCES") throw new CommandExecutionError(`Unable to read ${path}, access denied`);
    if (code === "EISDIR") throw new CommandExecutionError(`Unable to read ${path}, path is a directory`);
    throw new CommandExecutionError(`Error reading ${path}: ${reasonText(error)}`);
  }
}
