/**
 * A tar archive with one file in it, and the directories above that.
 */
import type { Readable } from "node:stream";
import { SaltInvocationError } from "@salt/core";

const BLOCK = 512;
const MAX_NAME = 100;

/** The blocks of an archive; the file is read while they are taken. Throws SaltInvocationError for a long path. */
export async function* oneFileArchive(
  path: string,
  { size, mode }: { readonly size: number; readonly mode: number },
  content: Readable,
): AsyncGenerator<Uint8Array> {
  yield header({ path, size, mode });
  let sent = 0;
  for await (const part of content) {
    if (!(part instanceof Uint8Array)) continue;
    sent += part.length;
    yield part;
  }
  if (sent !== size) throw new SaltInvocationError("The file changed while it was copied");
  yield new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
  yield new Uint8Array(2 * BLOCK);
}

/** The header of a file of root, in the form of POSIX. */
function header({
  path,
  size,
  mode,
}: {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}): Uint8Array {
  const [name, prefix] = splitPath(path);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write(`${octal(mode, 7)}\0`, 100);
  block.write(`${octal(0, 7)}\0${octal(0, 7)}\0`, 108);
  block.write(`${octal(size, 11)}\0`, 124);
  block.write(`${octal(Math.floor(Date.now() / 1000), 11)}\0`, 136);
  block.write("        ", 148);
  block.write("0", 156);
  block.write("ustar\x0000", 257);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  const text = value.toString(8).padStart(digits, "0");
  if (text.length > digits) throw new SaltInvocationError("The file is too large for an archive");
  return text;
}

/** Name and prefix, which together are the path. */
function splitPath(path: string): readonly [string, string] {
  if (Buffer.byteLength(path) <= MAX_NAME) return [path, ""];
  const at = path.lastIndexOf("/");
  const [prefix, name] = [path.slice(0, Math.max(at, 0)), path.slice(at + 1)];
  if (at > 0 && Buffer.byteLength(name) <= MAX_NAME && Buffer.byteLength(prefix) <= 155)
    return [name, prefix];
  throw new SaltInvocationError(`The path ${path} is too long`);
}
