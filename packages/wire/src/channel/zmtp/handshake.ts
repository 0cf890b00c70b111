/**
 * The beginning of a ZMTP 3 connection with the NULL mechanism: two greetings and two READY commands.
 */
import { MalformedError } from "@salt/core";
import { encodeCommand } from "./frames.js";

/** How long a greeting is. */
export const GREETING_BYTES = 64;

const MECHANISM_AT = 12;
const MECHANISM = Buffer.from("NULL".padEnd(20, "\0"), "latin1");

/** Version 3.0, no security: that is all in the messages. */
export function greeting(): Buffer {
  const bytes = Buffer.alloc(GREETING_BYTES);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = 3;
  MECHANISM.copy(bytes, MECHANISM_AT);
  return bytes;
}

/** Checks as much of the other side's greeting as is there. Throws MalformedError for strangers to the protocol. */
export function checkGreeting(bytes: Buffer): void {
  const wrong = [
    bytes.length > 0 && bytes[0] !== 0xff,
    bytes.length > 9 && ((bytes[9] ?? 0) & 1) === 0,
    bytes.length > 10 && (bytes[10] ?? 0) < 3,
    bytes.length >= MECHANISM_AT + 20 && !bytes.subarray(MECHANISM_AT, MECHANISM_AT + 20).equals(MECHANISM),
  ];
  if (wrong.includes(true)) throw new MalformedError("a connection does not begin as ZMTP 3 does");
}

/** The READY command of a socket of this type. */
export function ready(socketType: string): Buffer {
  return encodeCommand(
    "READY",
    Buffer.concat([property("Socket-Type", socketType), property("Identity", "")]),
  );
}

/** The name of a command, and what follows it. Throws MalformedError. */
export function readCommand(body: Buffer): { readonly name: string; readonly data: Buffer } {
  const size = body[0] ?? 0;
  if (size === 0 || body.length < 1 + size) throw new MalformedError("a command has no name");
  return { name: body.toString("latin1", 1, 1 + size), data: body.subarray(1 + size) };
}

/** The socket type in the data of a READY command. Throws MalformedError. */
export function readSocketType(data: Buffer): string | undefined {
  let type: string | undefined;
  for (let at = 0; at < data.length; ) {
    const valueAt = at + 1 + (data[at] ?? 0) + 4;
    if (valueAt > data.length) throw new MalformedError("a property is cut off");
    const end = valueAt + data.readUInt32BE(valueAt - 4);
    if (end > data.length) throw new MalformedError("a property is cut off");
    const name = data.toString("latin1", at + 1, valueAt - 4).toLowerCase();
    if (name === "socket-type") type = data.toString("latin1", valueAt, end);
    at = end;
  }
  return type;
}

function property(name: string, value: string): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(value.length);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), size, Buffer.from(value)]);
}
