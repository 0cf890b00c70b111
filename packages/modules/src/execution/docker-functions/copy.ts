/**
 * Functions that copy files into containers and out of them.
 */
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, posix } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  fn,
  get,
  isInt,
  maybe,
  needed,
  parseJson,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { runProgram } from "../program/run-program.js";
import type { Engine } from "./engine/engine.js";
import { EngineRefusal, resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { containerState } from "./listing.js";
import { cachedFile, readyToWrite } from "./local-files.js";
import { oneFileArchive } from "./one-file-archive.js";

const name = needed.any("The container: its name or id.");
const overwrite = maybe.bool(false, "Replace a file that is there.");
const makedirs = maybe.bool(false, "Make the directory when it is not there.");

const copy_from = fn({
  doc: "Copies a file out of a container that runs.",
  examples: ["salt '*' docker.copy_from mycontainer /var/log/nginx/access.log /home/myuser"],
  params: {
    name,
    source: needed.str("The file inside."),
    dest: needed.str("Where to."),
    overwrite,
    makedirs,
  },
  run: async (args, context) => await copyFrom(args, context),
});

export const copyFunctions = {
  copy_from,
  cp: { ...copy_from, doc: "Copies a file out of a container that runs: another name of `copy_from`." },
  copy_to: fn({
    doc: "Copies a file into a container that runs.",
    examples: ["salt '*' docker.copy_to mycontainer /tmp/foo /root/foo"],
    params: {
      name,
      source: needed.str("The file, of this machine or `salt://`."),
      dest: needed.str("Where to."),
      exec_driver: maybe.any(null, "Nothing or `docker-exec`: files go through the engine."),
      overwrite,
      makedirs,
    },
    run: async ({ exec_driver, ...args }, context) => {
      if (exec_driver !== null && exec_driver !== "docker-exec")
        throw new SaltInvocationError("exec_driver is not served here: files go through the engine");
      return await copyTo(args, context);
    },
  }),
};

interface Copy {
  readonly name: Value;
  readonly source: string;
  readonly dest: string;
  readonly overwrite: boolean;
  readonly makedirs: boolean;
}

async function runningEngine(name: Value, context: ExecutionContext): Promise<Engine> {
  const engine = await openEngine(context);
  if ((await containerState(engine, name)) === "running") return engine;
  throw new CommandExecutionError(`Container '${pythonStr(name)}' is not running`);
}

async function copyFrom({ name, source, dest, ...how }: Copy, context: ExecutionContext): Promise<boolean> {
  const engine = await runningEngine(name, context);
  if (!isAbsolute(dest)) throw new SaltInvocationError("Destination path must be absolute");
  if (!isAbsolute(source)) throw new SaltInvocationError("Source path must be absolute");
  const isDirectory = existsSync(dest) && statSync(dest).isDirectory();
  const target = isDirectory ? join(dest, basename(source)) : dest;
  if (existsSync(target) && !how.overwrite) throw taken(target);
  if (!existsSync(dirname(target)) && !how.makedirs)
    throw new SaltInvocationError(`Directory ${dirname(target)} does not exist`);
  const kind = await kindInside(engine, name, source);
  if (kind === undefined) throw new SaltInvocationError(`Source file ${source} does not exist`);
  if (kind !== "file") throw new SaltInvocationError("Source must be a regular file");
  readyToWrite(target, how);
  const scratch = mkdtempSync(join(tmpdir(), "salt-docker-"));
  try {
    const archive = join(scratch, "archive.tar");
    const call = {
      action: "get_archive",
      path: resource`/containers/${name}/archive`,
      query: { path: source },
    };
    await engine.exchange({ ...call, timeout: null }, (answer) =>
      pipeline(answer, createWriteStream(archive)),
    );
    const out = join(scratch, "out");
    const words = ["tar", "-C", scratch, "--no-same-owner", "--transform", "s,.*,out,", "-xf", archive];
    const told = await runProgram(words, context);
    if (told.retcode !== 0 || !statSync(out).isFile())
      throw new CommandExecutionError(`Failed to copy ${source}: ${told.stderr}`);
    place(out, target);
    return true;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function taken(path: string): CommandExecutionError {
  return new CommandExecutionError(
    `Destination path ${path} already exists. Use overwrite=True to overwrite it`,
  );
}

/** Puts a finished file in its place at once; a copy beside it first, for it may be of another file system. */
function place(file: string, target: string): void {
  const beside = `${target}.salt-${process.pid}`;
  copyFileSync(file, beside);
  renameSync(beside, target);
}

async function copyTo({ name, source, dest, ...how }: Copy, context: ExecutionContext): Promise<boolean> {
  const engine = await runningEngine(name, context);
  const local = await cachedFile(source, context);
  if (!isAbsolute(local)) throw new SaltInvocationError("Source path must be absolute");
  if (!existsSync(local)) throw new SaltInvocationError(`Source file ${local} does not exist`);
  if (!statSync(local).isFile()) throw new SaltInvocationError("Source must be a regular file");
  if (!isAbsolute(dest)) throw new SaltInvocationError("Destination path must be absolute");
  const isDirectory = (await kindInside(engine, name, dest)) === "directory";
  const inside = isDirectory ? posix.join(dest, basename(local)) : dest;
  const parent = posix.dirname(inside);
  const hasParent = (await kindInside(engine, name, parent)) === "directory";
  if (!hasParent && !how.makedirs)
    throw new SaltInvocationError(
      `Directory ${parent} does not exist on docker container '${pythonStr(name)}'`,
    );
  if (!how.overwrite && (await kindInside(engine, name, inside)) !== undefined) throw taken(inside);
  await putFile(engine, { container: name, local, inside, mode: 0o644 });
  return true;
}

/** A file that is to be put into a container. */
export interface PutWish {
  readonly container: Value;
  readonly local: string;
  readonly inside: string;
  readonly mode: number;
}

/** Puts a file into a container; directories above it are made. Throws CommandExecutionError. */
export async function putFile(engine: Engine, { container, local, inside, mode }: PutWish): Promise<void> {
  const size = statSync(local).size;
  const archive = Readable.from(
    oneFileArchive(inside.replace(/^\/+/, ""), { size, mode }, createReadStream(local)),
  );
  const path = resource`/containers/${container}/archive`;
  await engine.bytes({
    action: "put_archive",
    method: "PUT",
    path,
    query: { path: "/" },
    archive,
    timeout: null,
  });
}

const MAX_LINKS = 8;
const DIRECTORY = 2 ** 31;
const LINK = 2 ** 27;

/** What a path inside a container is, links followed; undefined when there is nothing. */
async function kindInside(engine: Engine, container: Value, path: string): Promise<string | undefined> {
  let current = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    const facts = await factsInside(engine, container, current);
    if (facts === undefined) return undefined;
    const mode = get(facts, "mode") ?? null;
    const bits = isInt(mode) ? Number(mode) : 0;
    if (Math.floor(bits / DIRECTORY) % 2 === 1) return "directory";
    if (Math.floor(bits / LINK) % 2 === 0) return "file";
    current = posix.resolve(posix.dirname(current), pythonStr(get(facts, "linkTarget") ?? ""));
  }
  return undefined;
}

async function factsInside(engine: Engine, container: Value, path: string): Promise<Value | undefined> {
  const call = { action: "get_archive", method: "HEAD", query: { path } } as const;
  try {
    return await engine.exchange(
      { ...call, path: resource`/containers/${container}/archive` },
      async (answer) => {
        const header = answer.headers["x-docker-container-path-stat"];
        return parseJson(Buffer.from(String(header ?? ""), "base64").toString("utf8"));
      },
    );
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return undefined;
    throw error;
  }
}
