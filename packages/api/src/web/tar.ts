/**
 * Small archives: private texts, uncompressed, in tar's oldest form.
 */

/** A file of an archive. */
export interface TarText {
  /** At most 100 bytes. */
  readonly name: string;
  readonly text: string;
}

const BLOCK = 512;
const CHECKSUM_AT = 148;

/** The archive of some files, which only their owner may read. */
export function tarOf(files: readonly TarText[]): Uint8Array {
  const parts = files.flatMap(({ name, text }) => {
    const bytes = Buffer.from(text, "utf8");
    return [header(name, bytes.length), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;
  // Name, mode, owner, group, size, time, a checksum of blanks, and the type of a plain file.
  const fields = [
    octal(0o600, 8),
    octal(0, 8),
    octal(0, 8),
    octal(size, 12),
    octal(0, 12),
    " ".repeat(8),
    "0",
  ];
  block.write(name, 0, 100, "utf8");
  block.write(fields.join(""), 100, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, CHECKSUM_AT, "latin1");
  return block;
}
