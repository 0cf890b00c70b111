/**
 * Who is logged in, from the file that logins are noted in.
 */
import { existsSync, readFileSync } from "node:fs";
import type { Plain } from "@salt/core";
import { float } from "@salt/core";

const FILE = "/var/run/utmp";
/** The bytes of an entry as the C library writes it, the kind that means a user, and where its parts begin. */
const ENTRY = 384;
const USER_PROCESS = 7;
const PARTS = { pid: 4, line: 8, user: 44, host: 76, seconds: 340 } as const;

/** The users of an entry each. */
export function loggedIn(
  bytes: Buffer = existsSync(FILE) ? readFileSync(FILE) : Buffer.alloc(0),
): readonly Plain[] {
  const entries = Array.from({ length: Math.floor(bytes.length / ENTRY) }, (_none, at) =>
    bytes.subarray(at * ENTRY, (at + 1) * ENTRY),
  );
  return entries
    .filter((entry) => entry.readInt16LE(0) === USER_PROCESS)
    .map((entry) => {
      const text = (start: number, size: number): string =>
        entry
          .subarray(start, start + size)
          .toString("utf8")
          .replace(/\0[\s\S]*$/, "");
      const host = text(PARTS.host, 256);
      return {
        name: text(PARTS.user, 32),
        terminal: text(PARTS.line, 32) || null,
        host: host === ":0" || host === ":0.0" ? "localhost" : host,
        started: float(entry.readInt32LE(PARTS.seconds)),
        pid: entry.readInt32LE(PARTS.pid),
      };
    });
}
