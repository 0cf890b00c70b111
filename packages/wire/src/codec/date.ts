/**
 * Dates on the wire: extension type 78 holds a time without zone, down to the microsecond, as text.
 */
import { MalformedError } from "@salt/core";
import { EncodeError } from "./limits.js";

/** A date with the microseconds that a `Date` has no room for. Times without zone are read as UTC. */
export class PreciseDate extends Date {
  /** 0 to 999, below the milliseconds of `getTime()`. */
  readonly microseconds: number;

  constructor(milliseconds: number, microseconds: number) {
    super(milliseconds);
    this.microseconds = microseconds;
  }
}

const TEXT = /^(\d{4})(\d\d)(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})(\d{3})$/;

/** A plain `Date`, or a `PreciseDate` when there are microseconds to keep. */
function dateOf(milliseconds: number, microseconds: number): Date {
  return microseconds === 0 ? new Date(milliseconds) : new PreciseDate(milliseconds, microseconds);
}

/** Writes `YYYYmmddTHH:MM:SS.ffffff` in UTC. Throws EncodeError outside the years 0 to 9999. */
export function formatDate(date: Date): string {
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new EncodeError("a date is invalid or outside the years 0 to 9999");
  const micros = date instanceof PreciseDate ? date.microseconds : 0;
  const [day = "", time = ""] = date.toISOString().slice(0, -1).split("T");
  return `${day.replaceAll("-", "")}T${time}${String(micros).padStart(3, "0")}`;
}

/** Reads what `formatDate` writes. Throws MalformedError for anything else, also for the 31st of February. */
export function parseDate(text: string): Date {
  const match = TEXT.exec(text);
  if (match === null) throw new MalformedError("a date is not of the form YYYYmmddTHH:MM:SS.ffffff");
  const [, year, month, day, hour, minute, second, milli, micro] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milli}Z`);
  const date = dateOf(ms, Number(micro));
  if (Number.isNaN(ms) || formatDate(date) !== text) throw new MalformedError("a date does not exist");
  return date;
}

const SPAN = 8.64e15;

/** Reads msgpack's own timestamp (extension -1) of 4, 8 or 12 bytes; nanoseconds are cut to microseconds. */
export function parseTimestamp(payload: Buffer): Date {
  let seconds: number;
  let nanoseconds = 0;
  if (payload.length === 4) seconds = payload.readUInt32BE(0);
  else if (payload.length === 8) {
    nanoseconds = payload.readUInt32BE(0) >>> 2;
    seconds = (payload.readUInt32BE(0) & 3) * 2 ** 32 + payload.readUInt32BE(4);
  } else if (payload.length === 12) {
    nanoseconds = payload.readUInt32BE(0);
    seconds = Number(payload.readBigInt64BE(4));
  } else throw new MalformedError("a timestamp is not of 4, 8 or 12 bytes");
  const ms = seconds * 1000 + Math.floor(nanoseconds / 1e6);
  if (nanoseconds >= 1e9 || Math.abs(ms) > SPAN) throw new MalformedError("a timestamp is out of range");
  return dateOf(ms, Math.floor(nanoseconds / 1000) % 1000);
}
