/**
 * Functions that write containers and images to files.
 */
import { createWriteStream, renameSync, rmSync, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { ExecutionContext, Plain, Rest, Value } from "@salt/core";
import {
  CommandExecutionError,
  errorText,
  fn,
  getList,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { runProgram } from "../program/run-program.js";
import { elapsed } from "./elapsed.js";
import type { EngineCall } from "./engine/engine-call.js";
import { resource } from "./engine/engine-call.js";
import { openEngine } from "./engine/open-engine.js";
import { inspectImage, sizeText } from "./listing.js";
import { readyToWrite } from "./local-files.js";

const params = {
  name: needed.any("What to write: its name or id."),
  path: needed.str("The file."),
  overwrite: maybe.bool(false, "Replace a file that is there."),
  makedirs: maybe.bool(false, "Make its directory when it is not there."),
  compression: maybe.any(null, "`gzip`, `bzip2` or `xz`; by the end of the file's name when not given."),
};

export const archiveFunctions = {
  export: fn({
    doc: "Writes the file system of a container to a tar archive; with `push=True` sends it to the master.",
    examples: ["salt '*' docker.export mycontainer /tmp/mycontainer.tar.xz"],
    params,
    varkw: "kwargs",
    run: async ({ name, ...wish }, context, { kwargs }) => {
      const call = { action: "export", path: resource`/containers/${name}/export`, timeout: null };
      return await written(call, wish, context, kwargs);
    },
  }),
  save: fn({
    doc: "Writes an image to a tar archive that `docker.load` reads; with `push=True` sends it to the master.",
    examples: ["salt '*' docker.save centos:7 /tmp/cent7.tar"],
    params,
    varkw: "kwargs",
    run: async ({ name, ...wish }, context, { kwargs }) => {
      const image = await inspectImage(await openEngine(context), name);
      const isTag = (getList(image, "RepoTags") ?? []).includes(name);
      const which = isTag ? name : (image.get("Id") ?? null);
      return await written(
        { action: "save", path: resource`/images/${which}/get`, timeout: null },
        wish,
        context,
        kwargs,
      );
    },
  }),
};

interface Wish {
  readonly path: string;
  readonly overwrite: boolean;
  readonly makedirs: boolean;
  readonly compression: Value;
}

const NAMES: Readonly<Record<string, string>> = { gz: "gzip", bz2: "bzip2", lzma: "xz" };

async function written(
  call: EngineCall,
  wish: Wish,
  context: ExecutionContext,
  kwargs: Rest["kwargs"],
): Promise<Plain> {
  const { path } = wish;
  readyToWrite(path, wish);
  const kind = compressionOf(wish);
  const engine = await openEngine(context);
  const started = performance.now();
  try {
    await engine.exchange(call, async (answer) => {
      const out = createWriteStream(path, { mode: 0o600 });
      await (kind === "gzip" ? pipeline(answer, createGzip(), out) : pipeline(answer, out));
    });
    if (kind === "bzip2" || kind === "xz") await compress(kind, path, context);
  } catch (error) {
    rmSync(path, { force: true });
    const what = call.action === "export" ? "container export" : "image save";
    throw new CommandExecutionError(`Error occurred during ${what}: ${errorText(error)}`, { cause: error });
  }
  const size = statSync(path).size;
  const answer = { Time_Elapsed: elapsed(started), Path: path, Size: size, Size_Human: sizeText(size) };
  return isTruthy(kwargs.get("push")) ? { ...answer, Push: await context.call("cp.push", [path]) } : answer;
}

function compressionOf({ path, compression }: Wish): string | undefined {
  const end = /\.(?:tar\.|t)(gz|bz2|xz)$/.exec(path)?.[1];
  const given = isTruthy(compression) ? pythonStr(compression) : end;
  if (given === undefined) return undefined;
  const kind = NAMES[given] ?? given;
  if (["gzip", "bzip2", "xz"].includes(kind)) return kind;
  throw new SaltInvocationError(`Invalid compression type '${kind}'`);
}

/** Packs a file with a program, which leaves the packed one under the same name. */
async function compress(program: string, path: string, context: ExecutionContext): Promise<void> {
  const suffix = program === "xz" ? ".xz" : ".bz2";
  const told = await runProgram([program, "-f", "--", path], context);
  if (told.retcode !== 0) throw new CommandExecutionError(told.stderr);
  renameSync(`${path}${suffix}`, path);
}
