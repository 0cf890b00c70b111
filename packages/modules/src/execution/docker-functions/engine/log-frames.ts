/**
 * What containers print, as the engine sends it: packed in frames unless the container has a terminal.
 */
import { CommandExecutionError } from "@salt/core";

const HEADER = 8;

/** The bytes of all frames in their order. Throws CommandExecutionError for a frame that breaks off. */
export function unframed(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + HEADER > bytes.length) throw new CommandExecutionError("The logs break off inside a frame");
    const size = view.getUint32(at + 4);
    const end = at + HEADER + size;
    if (end > bytes.length) throw new CommandExecutionError("The logs break off inside a frame");
    parts.push(bytes.subarray(at + HEADER, end));
    at = end;
  }
  return Buffer.concat(parts);
}
