/**
 * Job ids and minion ids: making them, and refusing what must not be one.
 */
import type { Clock } from "./clock.js";
import { systemClock } from "./clock.js";

const JID = /^\d{20}(_.+)?$/;

/** Whether a text is a job id: 20 digits of UTC time, with `_suffix` when ids are made unique by process. */
export function isJid(text: unknown): text is string {
  return typeof text === "string" && JID.test(text) && text.length <= 64 && !/[^\w]/.test(text);
}

/** Makes job ids that grow strictly, also within one microsecond and when the clock steps back. */
export class JidSource {
  #last = 0n;
  readonly #clock: Clock;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** A new job id: UTC time as `YYYYMMDDhhmmssffffff`. */
  next(): string {
    const now = BigInt(this.#clock.now()) * 1000n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    return formatJid(this.#last);
  }
}

function formatJid(microseconds: bigint): string {
  const digits = new Date(Number(microseconds / 1000n)).toISOString().replace(/\D/g, "");
  return digits.slice(0, 14) + digits.slice(14, 17) + String(microseconds % 1000n).padStart(3, "0");
}

/** The start time that a job id tells, in milliseconds since 1970. */
export function jidTime(jid: string): number {
  const part = (from: number, to: number): number => Number(jid.slice(from, to));
  return Date.UTC(
    part(0, 4),
    part(4, 6) - 1,
    part(6, 8),
    part(8, 10),
    part(10, 12),
    part(12, 14),
    part(14, 17),
  );
}

/** Salt's way to print a job id as a time: `2026, Nov 21 04:02:21.779167`. */
export function jidToTime(jid: string): string {
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const month = months[Number(jid.slice(4, 6)) - 1];
  if (month === undefined) return "";
  const time = `${jid.slice(8, 10)}:${jid.slice(10, 12)}:${jid.slice(12, 14)}.${jid.slice(14, 20)}`;
  return `${jid.slice(0, 4)}, ${month} ${jid.slice(6, 8)} ${time}`;
}

/** The longest minion id taken: what a file name may hold, less room for a suffix. */
export const MAX_MINION_ID = 240;

/**
 * Why a text may not be a minion id, or undefined when it may. Refused are path parts and everything that a
 * shell, a glob or a terminal would read as more than a name.
 */
export function minionIdFault(id: unknown): string | undefined {
  if (typeof id !== "string") return "is not text";
  if (id === "") return "is empty";
  if (Buffer.byteLength(id) > MAX_MINION_ID) return `is longer than ${MAX_MINION_ID} bytes`;
  if (id.startsWith("-") || id.startsWith(".")) return "begins with '-' or '.'";
  if (!/^[\p{L}\p{N}._@+:=-]+$/u.test(id)) return "has characters other than letters, digits and ._@+:=-";
  return undefined;
}

/** Whether a text may be a minion id. */
export function isMinionId(id: unknown): id is string {
  return minionIdFault(id) === undefined;
}
