/**
 * Building images.
 */
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import type { ExecutionContext, Value } from "@salt/core";
import {
  CommandExecutionError,
  getString,
  isDict,
  isTruthy,
  pythonStr,
  SaltInvocationError,
  toJson,
} from "@salt/core";
import { runProgram } from "../program/run-program.js";
import { contextFiles } from "./build-context.js";
import { elapsed } from "./elapsed.js";
import type { Engine } from "./engine/engine.js";
import { withErrors } from "./progress.js";

/** What is to be built, and how. */
export interface BuildWish {
  readonly path: Value;
  readonly image: string | undefined;
  readonly cache: boolean;
  readonly rm: boolean;
  readonly dockerfile: Value;
  readonly buildargs: Value;
}

/** What was built. */
export interface Built {
  readonly id: string;
  readonly elapsed: Value;
  readonly containers: readonly string[];
  readonly events: readonly Value[];
}

/** Builds an image. Throws CommandExecutionError with what the engine reported. */
export async function buildImage(engine: Engine, wish: BuildWish, context: ExecutionContext): Promise<Built> {
  if (wish.path === null) throw new SaltInvocationError("The path to build of is needed");
  const path = pythonStr(wish.path);
  const started = performance.now();
  const events = await sendBuild(engine, { ...wish, path }, context);
  const streams = events.flatMap((event) => getString(event, "stream") ?? []);
  const built = streams.filter((text) => text.includes("Successfully built"));
  const id = lastWord(built.at(-1));
  if (id === undefined) throw withErrors(`Build failed for ${path}`, events);
  const containers = streams
    .filter((text) => text.includes("Running in"))
    .flatMap((text) => lastWord(text) ?? []);
  return { id, elapsed: elapsed(started), containers, events };
}

function lastWord(text: string | undefined): string | undefined {
  return text?.trim().split(/\s+/).at(-1);
}

async function sendBuild(
  engine: Engine,
  wish: BuildWish & { readonly path: string },
  context: ExecutionContext,
): Promise<readonly Value[]> {
  const isRemote = /^(https?:\/\/|git:\/\/|github\.com\/|git@)/.test(wish.path);
  const query = {
    t: wish.image,
    remote: isRemote ? wish.path : undefined,
    q: false,
    nocache: !wish.cache,
    rm: wish.rm,
    dockerfile: isTruthy(wish.dockerfile) ? fileBelow(wish.path, pythonStr(wish.dockerfile)) : undefined,
    buildargs: isDict(wish.buildargs) ? toJson(wish.buildargs) : undefined,
  };
  const call = { action: "build", method: "POST", path: "/build", query, timeout: null } as const;
  if (isRemote) return await engine.lines(call);
  const scratch = mkdtempSync(join(tmpdir(), "salt-docker-"));
  try {
    const archive = await packed(wish.path, pythonStr(query.dockerfile ?? "Dockerfile"), scratch, context);
    return await engine.lines({ ...call, archive: createReadStream(archive) });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The path of the Dockerfile in the directory. Throws SaltInvocationError for one outside. */
function fileBelow(path: string, dockerfile: string): string {
  const below = isAbsolute(dockerfile) ? relative(path, dockerfile) : dockerfile;
  if (below.split("/").includes(".."))
    throw new SaltInvocationError(`The Dockerfile ${dockerfile} is not below ${path}`);
  return below;
}

/** The archive of a directory without what `.dockerignore` leaves out; its path. */
async function packed(
  path: string,
  dockerfile: string,
  scratch: string,
  context: ExecutionContext,
): Promise<string> {
  if (!isAbsolute(path) || !existsSync(path) || !statSync(path).isDirectory())
    throw new CommandExecutionError("Unable to perform build: You must specify a directory to build in path");
  const ignored = join(path, ".dockerignore");
  const patterns = existsSync(ignored) ? readFileSync(ignored, "utf8").split("\n") : [];
  const files = contextFiles(path, patterns, dockerfile);
  const [list, archive] = [join(scratch, "files"), join(scratch, "context.tar")];
  writeFileSync(list, files.map((file) => `${file}\0`).join(""));
  const words = [
    "tar",
    "-C",
    path,
    "--null",
    "--no-recursion",
    "--verbatim-files-from",
    "-T",
    list,
    "-cf",
    archive,
  ];
  const told = await runProgram(words, context);
  if (told.retcode !== 0) throw new CommandExecutionError(`Unable to perform build: ${told.stderr}`);
  return archive;
}
