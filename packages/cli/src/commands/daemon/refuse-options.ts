/**
 * Options of daemons that this version cannot serve.
 */
import type { Options } from "../../arguments/option.js";
import type { CommandLine } from "../../arguments/program.js";
import { UsageError } from "../../arguments/usage-error.js";

/**
 * `--disable-keepalive` turns off the process that restarts a daemon of Salt; there is none here to turn off.
 * Throws UsageError.
 */
export function refuseKeepalive(line: CommandLine<Options>): void {
  if (!line.given.has("disable_keepalive")) return;
  throw new UsageError(
    line.program,
    "--disable-keepalive is not served: there is no process that restarts the daemon. Leave the option out; " +
      "systemd restarts it with Restart=on-failure",
  );
}
