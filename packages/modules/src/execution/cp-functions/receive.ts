/**
 * `cp.recv` and `cp.recv_chunked`: the minion's end of `salt-cp`.
 */
import { appendFile, chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { ExecutionContext, Value } from "@salt/core";
import { fn, isInt, maybe, needed, pythonStr } from "@salt/core";

/** What one compressed piece may hold, in bytes. */
const MAX_PIECE = 64 * 1024 * 1024;

/** `recv`, `recv_chunked`. */
export const receiveFunctions = {
  recv: fn({
    doc: "Writes files that salt-cp sends whole; for each path whether it could be written.",
    examples: ["salt '*' cp.recv '{app.conf: text}' /etc/app.conf"],
    params: { files: needed.dict("Contents by name."), dest: needed.str("File or directory.") },
    run: async ({ files, dest }) => {
      const written = new Map<Value, Value>();
      for (const [name, content] of files) {
        const place = await placeOf(pythonStr(name), dest);
        if (place === undefined) return "Destination unavailable";
        const data = content instanceof Uint8Array ? content : pythonStr(content);
        written.set(place, await succeeds(writeFile(place, data)));
      }
      return written;
    },
  }),
  recv_chunked: fn({
    doc: "Writes a piece of a file that salt-cp sends, or makes a directory; true, or what went wrong.",
    examples: ["salt '*' cp.recv_chunked /tmp/text dGV4dA== compressed=False"],
    params: {
      dest: needed.str("File or directory."),
      chunk: needed.any("Base64 of the bytes; none for a directory."),
      append: maybe.bool(false, "Whether the piece goes behind what is there."),
      compressed: maybe.bool(true, "Whether the bytes are packed with gzip."),
      mode: maybe.any(null, "Permission bits, as a number."),
    },
    run: async ({ dest, chunk, append, compressed, mode }, context) => {
      if (chunk === null) return await makeFolder(dest, context);
      try {
        const packed = Buffer.from(pythonStr(chunk), "base64");
        const data = compressed ? await promisify(gunzip)(packed, { maxOutputLength: MAX_PIECE }) : packed;
        await mkdir(dirname(dest), { recursive: true });
        await (append ? appendFile(dest, data) : writeFile(dest, data));
        if (!append && isInt(mode)) await chmod(dest, Number(mode) & 0o7777);
        return true;
      } catch (error) {
        return failed(error, context);
      }
    },
  }),
};

/** Real Salt: a name is kept below a directory, and changed to that of the destination where there is none. */
async function placeOf(name: string, dest: string): Promise<string | undefined> {
  const isFolder = await hasFolder(dest);
  if (isFolder) return join(dest, basename(name));
  if (basename(name) === basename(dest)) return dest;
  return (await hasFolder(dirname(dest))) ? dest : undefined;
}

async function makeFolder(path: string, context: ExecutionContext): Promise<Value> {
  try {
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile()) return "Path exists and is a file";
    await mkdir(path, { recursive: true });
    return true;
  } catch (error) {
    return failed(error, context);
  }
}

function failed(error: unknown, context: ExecutionContext): string {
  context.retcode = 1;
  return error instanceof Error ? error.message : String(error);
}

async function hasFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function succeeds(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch {
    return false;
  }
}
