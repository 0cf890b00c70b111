/**
 * Events as bytes: the tag, a blank line, and the packed data.
 */
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import type { BusEvent, Dict, Plain } from "@salt/core";
import { isDict, MalformedError } from "@salt/core";
import { decode } from "../codec/decode.js";
import { encode } from "../codec/encode.js";
import { EncodeError } from "../codec/limits.js";

const BREAK = "\n\n";

/** Packs an event. Throws EncodeError for a tag with a blank line in it, which nobody could take apart. */
export function encodeEvent(tag: string, data: Plain): Buffer {
  if (tag.includes(BREAK)) throw new EncodeError("the tag of an event has a blank line in it");
  return Buffer.concat([Buffer.from(tag + BREAK), encode(data, "ipc")]);
}

/** Reads an event. Throws MalformedError. */
export function decodeEvent(bytes: Uint8Array): BusEvent {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf(BREAK);
  const tag = buffer.subarray(0, Math.max(end, 0));
  if (end < 0 || !isUtf8(tag)) throw new MalformedError("an event has no tag");
  const data = decode(buffer.subarray(end + BREAK.length), { dialect: "ipc" });
  if (!isDict(data)) throw new MalformedError("the data of an event is no map");
  return { tag: tag.toString("utf8"), data };
}

/** What stands for a value that made an event too large. */
export const TRIMMED = "VALUE_TRIMMED";

/**
 * Packs an event into at most `maxBytes`: values that are too large become `VALUE_TRIMMED`, the largest first, as
 * the reference's readers expect. Throws EncodeError when even that is not enough.
 */
export function encodeTrimmed({ tag, data }: BusEvent, maxBytes: number): Buffer {
  let packed = encodeEvent(tag, data);
  const trimmed = new Map(data);
  for (let limit = maxBytes / 2; packed.length > maxBytes; limit /= 2) {
    if (limit < TRIMMED.length) throw new EncodeError("an event is too large, and not by single values");
    for (const [key, value] of trimmed) {
      if (encode(value, "ipc").length > limit) trimmed.set(key, TRIMMED);
    }
    packed = encodeEvent(tag, trimmed);
  }
  return packed;
}

/** The data with `_stamp`, the time in UTC, as whoever fires an event adds it; an older stamp is replaced. */
export function stamped(data: Dict, milliseconds: number): Dict {
  return new Map(data).set("_stamp", new Date(milliseconds).toISOString().replace("Z", "000"));
}

/** The name of a minion's own bus: several minions may share a directory of sockets. */
export function minionBusName(id: string): string {
  return `minion_event_${createHash("sha256").update(id).digest("hex").slice(0, 10)}`;
}
