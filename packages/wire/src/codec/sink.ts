/**
 * The growing buffer that a value is packed into, and the msgpack forms of lengths and scalars.
 */

const FIRST = 512;
/** Texts up to this many characters are written here, longer ones by the runtime: calling it costs more. */
const SHORT = 40;
/** Bytes from this many on stand in a piece of their own, where pieces are wanted: copying them costs more. */
const LARGE = 16 * 1024;

/** Collects packed bytes. */
export class Sink {
  #out = Buffer.allocUnsafe(FIRST);
  #at = 0;
  readonly #ipc: boolean;
  readonly #pieces: Uint8Array[] | undefined;

  /** With `inPieces`, large bytes are not copied: `takePieces` hands them out as they are. */
  constructor(ipc: boolean, inPieces = false) {
    this.#ipc = ipc;
    this.#pieces = inPieces ? [] : undefined;
  }

  /** Everything written so far, in a buffer not much larger than it. */
  take(): Buffer {
    const packed = this.#out.subarray(0, this.#at);
    return this.#at * 2 < this.#out.length ? Buffer.from(packed) : packed;
  }

  /** Everything written so far, in pieces that follow one another. */
  takePieces(): readonly Uint8Array[] {
    return [...(this.#pieces ?? []), this.take()];
  }

  /** One byte. */
  byte(value: number): void {
    if (this.#at === this.#out.length) this.#grow(1);
    this.#out[this.#at++] = value;
  }

  /** A type byte and a number of 1, 2 or 4 bytes. */
  sized(type: number, size: 1 | 2 | 4, value: number): void {
    this.#room(5);
    const out = this.#out;
    out[this.#at++] = type;
    if (size === 4) {
      out[this.#at++] = value >>> 24;
      out[this.#at++] = value >>> 16;
    }
    if (size >= 2) out[this.#at++] = value >>> 8;
    out[this.#at++] = value;
  }

  /** An integer that a number holds exactly. */
  int(value: number): void {
    if (value >= 0) {
      if (value < 0x80) this.byte(value);
      else if (value < 0x100) this.sized(0xcc, 1, value);
      else if (value < 0x10000) this.sized(0xcd, 2, value);
      else if (value < 0x100000000) this.sized(0xce, 4, value);
      else this.wide(0xcf, BigInt(value));
    } else if (value >= -0x20) this.byte(value & 0xff);
    else if (value >= -0x80) this.sized(0xd0, 1, value);
    else if (value >= -0x8000) this.sized(0xd1, 2, value);
    else if (value >= -0x80000000) this.sized(0xd2, 4, value);
    else this.wide(0xd3, BigInt(value));
  }

  /** A type byte and 64 bits. */
  wide(type: number, value: bigint): void {
    this.#room(9);
    this.#out[this.#at++] = type;
    this.#at = this.#out.writeBigUInt64BE(BigInt.asUintN(64, value), this.#at);
  }

  /** A float of 64 bits. */
  float(value: number): void {
    this.#room(9);
    this.#out[this.#at++] = 0xcb;
    this.#at = this.#out.writeDoubleBE(value, this.#at);
  }

  /** The head of a list (`0x90`, `0xdc`) or a map (`0x80`, `0xde`). */
  container(fix: 0x80 | 0x90, type: 0xde | 0xdc, size: number): void {
    if (size < 16) this.byte(fix | size);
    else if (size < 0x10000) this.sized(type, 2, size);
    else this.sized(type + 1, 4, size);
  }

  /** A text. */
  text(text: string): void {
    const length = text.length;
    if (length <= SHORT && this.#shortText(text, length)) return;
    this.#textHead(Buffer.byteLength(text, "utf8"));
    this.#room(length * 3);
    this.#at += this.#out.write(text, this.#at, "utf8");
  }

  /** Bytes: of the bin family in the IPC dialect, of the str family on the wire. */
  bytes(bytes: Uint8Array): void {
    this.bytesHead(bytes.length);
    this.raw(bytes);
  }

  /** The head of bytes. */
  bytesHead(size: number): void {
    if (this.#ipc) this.#binHead(size);
    else this.#textHead(size);
  }

  /** Bytes without a head. */
  raw(bytes: Uint8Array): void {
    if (this.#pieces !== undefined && bytes.length >= LARGE) {
      this.#pieces.push(this.#out.subarray(0, this.#at), bytes);
      this.#out = Buffer.allocUnsafe(FIRST);
      this.#at = 0;
      return;
    }
    this.#room(bytes.length);
    this.#out.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #shortText(text: string, length: number): boolean {
    this.#room(length + 3);
    const out = this.#out;
    let at = this.#at + (length < 32 ? 1 : this.#ipc ? 2 : 3);
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      out[at++] = code;
    }
    this.#textHead(length);
    this.#at = at;
    return true;
  }

  #textHead(size: number): void {
    if (size < 32) this.byte(0xa0 | size);
    else if (size < 0x100 && this.#ipc) this.sized(0xd9, 1, size);
    else if (size < 0x10000) this.sized(0xda, 2, size);
    else this.sized(0xdb, 4, size);
  }

  #binHead(size: number): void {
    if (size < 0x100) this.sized(0xc4, 1, size);
    else if (size < 0x10000) this.sized(0xc5, 2, size);
    else this.sized(0xc6, 4, size);
  }

  #room(size: number): void {
    if (this.#at + size > this.#out.length) this.#grow(size);
  }

  #grow(size: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#out.length * 2, this.#at + size));
    this.#out.copy(larger, 0, 0, this.#at);
    this.#out = larger;
  }
}
