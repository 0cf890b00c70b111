/**
 * Salt's filters that ask the machine: files, programs and users.
 */
import { createHash } from "node:crypto";
import { accessSync, constants, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { env, geteuid } from "node:process";
import { filter, soft } from "../filters/define.js";

/** How much of a file decides whether it is text. */
const BLOCK = 512;

function size(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

function firstBlock(path: string): Buffer | undefined {
  try {
    return readFileSync(path).subarray(0, BLOCK);
  } catch {
    return undefined;
  }
}

function isText(block: Buffer): boolean {
  if (block.includes(0)) return false;
  const odd = block.filter((byte) => byte < 0x20 && !"\n\r\t\f\b".includes(String.fromCharCode(byte)));
  return block.length === 0 || odd.length / block.length <= 0.3;
}

function which(name: string): string | null {
  const folders = name.includes("/") ? [""] : (env.PATH ?? "").split(delimiter);
  for (const folder of folders) {
    const path = folder === "" ? name : join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

function listFiles(folder: string): string[] {
  const inside = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return [folder, ...inside.map((name) => join(folder, name))];
}

function userId(name: string): number | null {
  const line = (firstMatch("/etc/passwd", name) ?? "").split(":")[2];
  return line === undefined ? null : Number(line);
}

function firstMatch(file: string, name: string): string | undefined {
  return readFileSync(file, "utf8")
    .split("\n")
    .find((line) => line.startsWith(`${name}:`));
}

/** The filters. */
export const HOST_FILTERS = [
  filter("file_hashsum", "get_hash(path, form='sha256')", (_, path, form) =>
    createHash(soft(form))
      .update(readFileSync(soft(path)))
      .digest("hex"),
  ),
  filter("is_empty", "is_empty(filename)", (_, path) => size(soft(path)) === 0),
  filter("is_text_file", "is_text(fp_)", (_, path) => {
    const block = firstBlock(soft(path));
    return block !== undefined && isText(block);
  }),
  filter("is_bin_file", "is_binary(path)", (_, path) => {
    const block = firstBlock(soft(path));
    return block !== undefined && !isText(block);
  }),
  filter("list_files", "list_files(directory)", (_, path) => listFiles(soft(path))),
  filter("which", "which(exe=None)", (_, name) => which(soft(name))),
  filter("get_uid", "get_uid(user=None)", (_, name) =>
    name === null ? (geteuid?.() ?? null) : userId(soft(name)),
  ),
];
