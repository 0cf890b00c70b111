/**
 * Options that have no effect without another one: real Salt passes over them without a word.
 */
import type { SaltSession } from "./session.js";

/** Says on standard error which options of the command line do nothing; with `exit_codes: salt` nothing is said. */
export function tellIdleOptions({ command, settings, screen, policy }: IdleSession): void {
  if (policy === "salt") return;
  const batched = command.batch !== undefined || command.safe !== undefined;
  const idle: ReadonlyArray<readonly [option: string, spelling: string, without: string, isIdle: boolean]> = [
    ["failhard", "--failhard", "--batch", !batched],
    ["batch_wait", "--batch-wait", "--batch", !batched],
    ["batch_safe_size", "--batch-safe-size", "--batch-safe-limit", command.safe === undefined],
    ["output_file_append", "--out-file-append", "--out-file", settings.text("output_file") === undefined],
  ];
  for (const [option, spelling, without, isIdle] of idle) {
    if (isIdle && settings.isGiven(option)) screen.complain(`${spelling} has no effect without ${without}.`);
  }
}

type IdleSession = Pick<SaltSession, "command" | "settings" | "screen" | "policy">;
