/**
 * The table of contents of zip files.
 */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { MalformedError } from "@salt/core";

/** A file or directory in a zip file. */
export interface ZipMember {
  readonly name: string;
  /** The mode of Unix, with the kind of file; 0 where the archive was made elsewhere. */
  readonly mode: number;
  readonly isEncrypted: boolean;
}

const END = { signature: 0x06054b50, size: 22, longest: 22 + 0xffff };
const END64 = { locator: 0x07064b50, locatorSize: 20, signature: 0x06064b50, size: 56 };
const ENTRY = { signature: 0x02014b50, size: 46 };
const IS_ENCRYPTED = 1;
const IS_UTF8 = 0x800;
/** Tables that are larger are refused: a million members. */
const MAX_TABLE = 64 * 1024 * 1024;

/** Reads the table of a zip file. Throws MalformedError for what is none, and errors of the system. */
export function readZipMembers(path: string): readonly ZipMember[] {
  const file = openSync(path, "r");
  try {
    const { offset, size } = findTable(file, fstatSync(file).size);
    return parseTable(readAt(file, offset, size));
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, offset: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  const found = readSync(file, bytes, 0, size, offset);
  if (found < size) throw new MalformedError("File is not a zip file");
  return bytes;
}

function findTable(file: number, fileSize: number): { readonly offset: number; readonly size: number } {
  const start = Math.max(0, fileSize - END.longest);
  const tail = readAt(file, start, fileSize - start);
  let at = tail.length - END.size;
  while (at >= 0 && tail.readUInt32LE(at) !== END.signature) at -= 1;
  if (at < 0) throw new MalformedError("File is not a zip file");
  const place = { offset: tail.readUInt32LE(at + 16), size: tail.readUInt32LE(at + 12) };
  const hasMore = place.offset === 0xffffffff || place.size === 0xffffffff;
  const { offset, size } = hasMore ? largeTable(file, start + at) : place;
  if (size > MAX_TABLE || offset + size > fileSize) throw new MalformedError("File is not a zip file");
  return { offset, size };
}

/** Archives beyond 4 GB say it in further records before the last one. */
function largeTable(file: number, end: number): { readonly offset: number; readonly size: number } {
  const locator = readAt(file, Math.max(0, end - END64.locatorSize), END64.locatorSize);
  if (locator.readUInt32LE(0) !== END64.locator) throw new MalformedError("File is not a zip file");
  const record = readAt(file, Number(locator.readBigUInt64LE(8)), END64.size);
  if (record.readUInt32LE(0) !== END64.signature) throw new MalformedError("File is not a zip file");
  return { offset: Number(record.readBigUInt64LE(48)), size: Number(record.readBigUInt64LE(40)) };
}

function parseTable(table: Buffer): readonly ZipMember[] {
  const members: ZipMember[] = [];
  let at = 0;
  while (at + ENTRY.size <= table.length) {
    if (table.readUInt32LE(at) !== ENTRY.signature)
      throw new MalformedError("Bad magic number for central directory");
    const flags = table.readUInt16LE(at + 8);
    const nameEnd = at + ENTRY.size + table.readUInt16LE(at + 28);
    const next = nameEnd + table.readUInt16LE(at + 30) + table.readUInt16LE(at + 32);
    if (next > table.length) throw new MalformedError("Truncated central directory");
    const name = table.subarray(at + ENTRY.size, nameEnd);
    members.push({
      // Names that are not marked as UTF-8 are of code page 437; beyond ASCII nearly all are UTF-8 all the same.
      name: name.toString((flags & IS_UTF8) === 0 && !isUtf8(name) ? "latin1" : "utf8").split("\0")[0] ?? "",
      mode: table.readUInt32LE(at + 38) >>> 16,
      isEncrypted: (flags & IS_ENCRYPTED) !== 0,
    });
    at = next;
  }
  return members;
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString("utf8")).equals(bytes);
}
