/**
 * The file server's commands, as minions send them.
 */
import type { Dict, Plain } from "@salt/core";
import { getString, isInt, isTruthy } from "@salt/core";
import { filePiece } from "./file-piece.js";
import type { FileServer } from "./file-server.js";

type FileCommand = (server: FileServer, load: Dict) => Promise<Plain>;

const NOT_FOUND = { data: "", dest: "" };

const COMMANDS: ReadonlyMap<string, FileCommand> = new Map<string, FileCommand>([
  ["_file_envs", fileEnvs],
  ["_file_list", (server, load) => names(server, load, "files")],
  ["_file_list_emptydirs", (server, load) => names(server, load, "empty_dirs")],
  ["_dir_list", (server, load) => names(server, load, "dirs")],
  ["_symlink_list", (server, load) => links(server, load)],
  ["_file_find", fileFind],
  ["_file_hash", async (server, load) => (await hashAndStat(server, load))[0]],
  ["_file_hash_and_stat", hashAndStat],
  ["_serve_file", serveFile],
]);

/** Whether a command is one of the file server's. */
export function isFileCommand(cmd: string): boolean {
  return COMMANDS.has(cmd);
}

/** Answers a command; undefined when it is none of the file server's. Throws the system's error for unreadable files. */
export async function answerFileRequest(server: FileServer, load: Dict): Promise<Plain | undefined> {
  return await COMMANDS.get(getString(load, "cmd") ?? "")?.(server, load);
}

async function fileEnvs(server: FileServer, load: Dict): Promise<Plain> {
  const environments = await server.environments(load.get("back"));
  return isTruthy(load.get("sources")) ? environments : [...new Set([...environments.values()].flat())];
}

async function names(server: FileServer, load: Dict, form: "files" | "dirs" | "empty_dirs"): Promise<Plain> {
  const saltenv = getString(load, "saltenv");
  if (saltenv === undefined) return [];
  const listed = await server.list(form, saltenv, load.get("fsbackend"));
  const prefix = prefixOf(load);
  if (!Array.isArray(listed) || prefix === "") return listed;
  return listed.filter((name) => String(name).startsWith(prefix));
}

async function links(server: FileServer, load: Dict): Promise<Plain> {
  const saltenv = getString(load, "saltenv");
  if (saltenv === undefined) return {};
  const listed = await server.list("links", saltenv, load.get("fsbackend"));
  const prefix = prefixOf(load);
  if (!(listed instanceof Map)) return listed;
  return new Map([...listed].filter(([name]) => String(name).startsWith(prefix)));
}

function prefixOf(load: Dict): string {
  return (getString(load, "prefix") ?? "").replace(/^\/+|\/+$/g, "");
}

/** Where the file lies on the master is nobody's business: a real minion only looks whether there is a path. */
async function fileFind(server: FileServer, load: Dict): Promise<Plain> {
  const found = await wanted(server, load);
  if (found === undefined) return { path: "", rel: "" };
  return { path: `/${found.rel}`, rel: found.rel, stat: found.stat };
}

async function hashAndStat(server: FileServer, load: Dict): Promise<readonly [Plain, Plain]> {
  const found = await wanted(server, load);
  if (found === undefined) return ["", null];
  return [{ hash_type: server.hashType, hsum: await server.hash(found) }, found.stat];
}

async function serveFile(server: FileServer, load: Dict): Promise<Plain> {
  const loc = load.get("loc");
  if (typeof loc !== "number" || !Number.isSafeInteger(loc) || loc < 0) return NOT_FOUND;
  const found = await wanted(server, load);
  if (found === undefined) return NOT_FOUND;
  const piece = await filePiece(await server.read(found, loc), gzipLevel(load));
  return { ...piece, dest: found.rel };
}

function gzipLevel(load: Dict): number | undefined {
  const level = load.get("gzip");
  return isInt(level) && level >= 1 && level <= 9 ? Number(level) : undefined;
}

async function wanted(server: FileServer, load: Dict): ReturnType<FileServer["find"]> {
  const path = getString(load, "path");
  const saltenv = getString(load, "saltenv");
  return path === undefined || saltenv === undefined ? undefined : await server.find(path, saltenv);
}
