/**
 * Keys of repositories, by call: in files of a directory, or with `apt-key` where that is still there.
 */
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { fn, isTruthy, maybe, pythonStr, SaltInvocationError } from "@salt/core";
import { findProgram } from "../cmd/programs.js";
import { plainName, runProgram } from "../program/run-program.js";
import { parseKeyList } from "./key-list.js";
import { removeKey } from "./repository-keys.js";

const KEY_DIR = "/etc/apt/keyrings";
const KEY_MODE = 0o644;

const aptkey = maybe.bool(true, "With `apt-key`, where it is there; else in files of `keydir`.");
const keydir = maybe.str(null, "The directory of the keys' files: /etc/apt/keyrings when not given.");

/** The functions, by name. */
export const keyFunctions = {
  add_repo_key: fn({
    doc: "Adds a key that repositories are signed with; whether it is there now.",
    examples: [
      "salt '*' pkg.add_repo_key 'salt://apt/shop.asc' aptkey=False keyfile=shop.gpg",
      "salt '*' pkg.add_repo_key keyserver=keyserver.example.org keyid=0123ABCD",
    ],
    params: {
      path: maybe.str(null, "The file with the key, as `salt://` or a path."),
      text: maybe.str(null, "The key itself; only with `apt-key`."),
      keyserver: maybe.str(null, "A server of keys; needs `keyid`."),
      keyid: maybe.any(null, "The id of the key."),
      saltenv: maybe.str("base", "The environment of the file."),
      aptkey,
      keydir,
      keyfile: maybe.str(null, "The name of the key's file; one that ends in `.asc` stays as text."),
    },
    run: async (args, context): Promise<boolean> => {
      const place = placeOf(args.aptkey, args.keydir);
      if (place !== undefined && !isDirectory(place, context)) return false;
      const id = isTruthy(args.keyid) ? plainName(args.keyid, "keyid") : undefined;
      if (id !== undefined && (await knows(id, place, context))) return true;
      const { path, text, keyserver, saltenv } = args;
      const file = args.keyfile === null ? undefined : fileName(args.keyfile);
      if (isTruthy(path)) return await addFile(pythonStr(path), saltenv ?? "base", place, file, context);
      if (isTruthy(text)) return await addText(pythonStr(text), place, context);
      if (isTruthy(keyserver))
        return await receive(plainName(keyserver, "keyserver"), id, place, file, context);
      if (id !== undefined) throw new SaltInvocationError(`No keyserver specified for keyid: ${id}`);
      throw new SaltInvocationError("add_repo_key() takes at least 1 argument (0 given)");
    },
  }),
  get_repo_keys: fn({
    doc: "The keys that repositories are signed with, by their ids.",
    examples: ["salt '*' pkg.get_repo_keys", "salt '*' pkg.get_repo_keys aptkey=False"],
    params: { aptkey, keydir },
    run: async (args, context): Promise<Plain> => {
      const place = placeOf(args.aptkey, args.keydir);
      if (place !== undefined && !isDirectory(place, context)) return false;
      return new Map([...(await keysAt(place, context))].map(([id, key]) => [id, new Map(key)]));
    },
  }),
  del_repo_key: fn({
    doc: "Removes a key that repositories are signed with; gives its id.",
    examples: [
      "salt '*' pkg.del_repo_key keyid=0123ABCD",
      "salt '*' pkg.del_repo_key keyid=0123ABCD aptkey=False",
    ],
    params: {
      name: maybe.any(null, "A personal archive, with `keyid_ppa`: only for Ubuntu; refused here."),
      aptkey,
      keydir,
    },
    varkw: "kwargs",
    run: async (args, context, { kwargs }): Promise<Plain> => {
      if (!isTruthy(kwargs.get("keyid")))
        throw new SaltInvocationError("keyid or keyid_ppa and PPA name must be passed");
      const id = plainName(kwargs.get("keyid") ?? "", "keyid");
      const place = placeOf(args.aptkey, args.keydir);
      if (place === undefined) return await removeKey(id, context);
      const file = isDirectory(place, context) ? await fileOfKey(id, place, context) : undefined;
      if (file === undefined) return false;
      rmSync(file);
      return id;
    },
  }),
};

/** The directory of keys; undefined when apt-key keeps them. */
function placeOf(wantsAptKey: boolean, dir: string | null): string | undefined {
  return wantsAptKey && findProgram("apt-key") !== undefined ? undefined : (dir ?? KEY_DIR);
}

function isDirectory(path: string, { log }: ExecutionContext): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return true;
  log.error({ path }, "There is no such directory for keys; make it, for root alone to write");
  return false;
}

function fileName(given: string): string {
  if (/^[A-Za-z0-9][\w.+@-]*$/.test(given)) return given;
  throw new SaltInvocationError(`keyfile must be the name of a file, not ${JSON.stringify(given)}`);
}

async function keysAt(place: string | undefined, context: ExecutionContext) {
  if (place === undefined) {
    const words = ["--list-public-keys", "--with-fingerprint", "--with-fingerprint", "--with-colons"];
    const { stdout } = await runProgram(
      ["apt-key", "adv", "--batch", ...words, "--fixed-list-mode"],
      context,
    );
    return parseKeyList(stdout);
  }
  const all = new Map<string, ReadonlyMap<string, Plain>>();
  for (const name of readdirSync(place).sort())
    for (const [id, key] of parseKeyList(await listFile(join(place, name), context))) all.set(id, key);
  return all;
}

async function listFile(file: string, context: ExecutionContext): Promise<string> {
  const words = ["gpg", "--no-default-keyring", "--keyring", file, "--list-keys", "--with-colons"];
  return (await runProgram(words, context)).stdout;
}

async function knows(id: string, place: string | undefined, context: ExecutionContext): Promise<boolean> {
  return [...(await keysAt(place, context)).keys()].some((known) => known.endsWith(id));
}

async function fileOfKey(id: string, place: string, context: ExecutionContext): Promise<string | undefined> {
  if (id.length !== 8 && id.length !== 16) {
    context.log.error({ id }, "The id of a key has 8 or 16 digits");
    return undefined;
  }
  for (const name of readdirSync(place).sort()) {
    const file = join(place, name);
    const keys = parseKeyList(await listFile(file, context));
    if ([...keys.keys()].some((known) => known.endsWith(id))) return file;
  }
  return undefined;
}

async function addFile(
  path: string,
  saltenv: string,
  place: string | undefined,
  name: string | undefined,
  context: ExecutionContext,
): Promise<boolean> {
  const cached: Value = await context.call("cp.cache_file", [path, saltenv]);
  if (!isTruthy(cached)) return false;
  const source = pythonStr(cached);
  if (place === undefined) return (await runProgram(["apt-key", "add", source], context)).retcode === 0;
  const target = join(place, name ?? fileName(basename(source)));
  const isArmored = readFileSync(source, "latin1").startsWith("-----BEGIN PGP");
  if (isArmored && !target.endsWith(".asc")) {
    const words = ["gpg", "--yes", "--output", target, "--dearmor", source];
    if ((await runProgram(words, context)).retcode !== 0) return false;
  } else copyFileSync(source, target);
  chmodSync(target, KEY_MODE);
  return true;
}

async function addText(text: string, place: string | undefined, context: ExecutionContext): Promise<boolean> {
  if (place !== undefined) throw new SaltInvocationError("text needs apt-key; give path and keyfile");
  return (await runProgram(["apt-key", "add", "-"], context, { stdin: text })).retcode === 0;
}

async function receive(
  server: string,
  id: string | undefined,
  place: string | undefined,
  name: string | undefined,
  context: ExecutionContext,
): Promise<boolean> {
  if (id === undefined) throw new SaltInvocationError(`No keyid or keyid too short for keyserver: ${server}`);
  if (place === undefined) {
    const words = ["apt-key", "adv", "--batch", "--keyserver", server, "--recv", id];
    return (await runProgram(words, context)).retcode === 0;
  }
  if (name === undefined) throw new SaltInvocationError("keyfile: the name of the key's file is needed");
  const file = join(place, name);
  const ring = ["gpg", "--batch", "--no-default-keyring", "--keyring", file];
  const { retcode } = await runProgram([...ring, "--keyserver", server, "--recv-keys", id], context);
  if (retcode === 0 && existsSync(file)) chmodSync(file, KEY_MODE);
  return retcode === 0;
}
