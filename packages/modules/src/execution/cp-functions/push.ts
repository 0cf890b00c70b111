/**
 * `cp.push*`: files from the minion to the master, which must have `file_recv` on.
 */
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, isAbsolute, join, relative } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { compileGlob, fn, maybe, needed } from "@salt/core";
import { fileClient } from "../../files/file-client.js";
import { pushFile } from "../../files/push-file.js";

const uploadPath = maybe.str(null, "Path at the master instead of the minion's own.");

/** `push`, `push_dir`. */
export const pushFunctions = {
  push: fn({
    doc: "Sends a file to the master, below cachedir/minions/<id>/files there; whether the master took it.",
    examples: ["salt '*' cp.push /etc/fstab", "salt '*' cp.push /etc/fstab upload_path='/new/path/fstab'"],
    params: {
      path: needed.str("Absolute path."),
      keep_symlinks: maybe.bool(false, "Keep the path of a link for what it leads to."),
      upload_path: uploadPath,
      remove_source: maybe.bool(false, "Delete the file once the master has it."),
    },
    run: async (args, context) =>
      await pushFile(fileClient(context), args.path, {
        keepSymlinks: args.keep_symlinks,
        uploadPath: args.upload_path === null || args.upload_path === "" ? undefined : args.upload_path,
        removeSource: args.remove_source,
      }),
  }),
  push_dir: fn({
    doc: "Sends a directory with everything in it to the master; whether the master took it.",
    examples: ["salt '*' cp.push_dir /etc/modprobe.d/ glob='*.conf'"],
    params: {
      path: needed.str("Absolute path."),
      glob: maybe.str(null, "Names of the only files that are sent."),
      upload_path: uploadPath,
    },
    run: (args, context) => pushFolder(args.path, args.glob, args.upload_path ?? "", context),
  }),
};

async function pushFolder(
  given: string,
  glob: string | null,
  uploadPath: string,
  context: ExecutionContext,
): Promise<boolean> {
  if (given.includes("../") || !isAbsolute(given)) return false;
  const folder = await realpath(given).catch(() => undefined);
  if (folder === undefined) return false;
  const files = await filesOf(folder, glob);
  if (files.length === 0) return false;
  for (const path of files) {
    const upload = uploadPath === "" ? undefined : join("/", uploadPath, relative(folder, path));
    const options = { keepSymlinks: false, uploadPath: upload, removeSource: false };
    if (!(await pushFile(fileClient(context), path, options))) return false;
  }
  return true;
}

async function filesOf(folder: string, glob: string | null): Promise<readonly string[]> {
  if ((await stat(folder)).isFile()) return [folder];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const matches = glob === null ? () => true : compileGlob(glob);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => matches(basename(path)))
    .sort();
}
