/**
 * Package files made by hand, also such as no honest builder makes.
 */
import { writeFileSync } from "node:fs";
import { Header, type HeaderData } from "tar";
import { compress } from "../archive/bzip2.js";

/** A member as it stands in the archive. */
export type RawMember = HeaderData & { readonly content?: string | Uint8Array };

/** Writes an archive of these members, unchecked. */
export async function writeArchive(path: string, members: readonly RawMember[]): Promise<void> {
  const blocks = [...members.flatMap(blocksOf), Buffer.alloc(1024)];
  writeFileSync(path, await packed(blocks));
}

/** Compresses bytes as packages are. */
export async function packed(chunks: readonly Uint8Array[]): Promise<Buffer> {
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const parts: Uint8Array[] = [];
  for await (const part of compress(all())) parts.push(part);
  return Buffer.concat(parts);
}

/** A member as blocks of an archive. `size` may say something else than its content. */
export function blocksOf({ content = "", ...header }: RawMember): Buffer[] {
  const bytes = Buffer.from(content);
  const block = Buffer.alloc(512);
  new Header({
    type: "File",
    mode: 0o644,
    mtime: new Date(0),
    uid: 0,
    gid: 0,
    size: bytes.length,
    ...header,
  }).encode(block, 0);
  return [block, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
}
