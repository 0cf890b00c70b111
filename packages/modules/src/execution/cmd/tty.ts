/**
 * `cmd.tty`: writing to a terminal of the machine.
 */
import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { Plain } from "@salt/core";

/** Writes a text to a terminal, `tty0` or `pts3`; says how it went. */
export function writeToTerminal(device: string, text: string): Plain {
  const found = /^(tty\w*|pts\/?\d+)$/.exec(device);
  if (found === null) return { Error: "The specified device is not a valid TTY" };
  const path = `/dev/${device.replace(/^pts\/?/, "pts/")}`;
  try {
    const file = openSync(path, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
    try {
      writeSync(file, text);
    } finally {
      closeSync(file);
    }
    return { Success: `Message was successfully echoed to ${path}` };
  } catch {
    return { Error: `Echoing to ${path} returned error` };
  }
}
