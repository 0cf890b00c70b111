/**
 * What is said when a batch run ends before its time: why, where its answers will be, and how to go on.
 */
import type { BatchEvent, BatchLeft } from "@salt/client";
import { errorText, SaltError } from "@salt/core";
import { EXIT, unlessSalt } from "../exit-status.js";
import { lookupText } from "./missing-text.js";
import type { SaltSession } from "./session.js";

type Stopped = Extract<BatchEvent, { readonly kind: "stopped" }>;

/** Tells it on standard error; the exit status, or undefined when that is the highest retcode. */
export function tellStop(
  { screen, policy }: Pick<SaltSession, "screen" | "policy">,
  { why, left }: Stopped,
): number | undefined {
  if (why.by === "failhard") {
    screen.complain(
      `[ERROR   ] Minion ${why.id} returned with non-zero exit code. Batch run stopped due to failhard`,
    );
    tellLeft(screen, left);
    return undefined;
  }
  screen.complain(why.by === "signal" ? "\nExiting gracefully on Ctrl-c" : errorLines(why.error));
  tellLeft(screen, left);
  if (why.by === "signal") return policy === "salt" ? EXIT.ok : EXIT.interrupted;
  return unlessSalt(policy, why.error instanceof SaltError ? why.error.exitCode || EXIT.failed : EXIT.failed);
}

function errorLines(error: unknown): string {
  const hint = error instanceof SaltError && error.hint !== undefined ? `\n${error.hint}` : "";
  return `The batch run stopped: ${errorText(error)}${hint}`;
}

/** The jobs under way go on by themselves; the minions that have not been started need another command. */
function tellLeft(screen: SaltSession["screen"], { jobs, active, waiting }: BatchLeft): void {
  for (const { jid } of jobs) screen.complain(`This job's jid is: ${jid}\n${lookupText(jid)}`);
  if (active.length > 0) screen.complain(`\nNot answered yet: ${[...active].sort().join(",")}`);
  if (waiting.length === 0) return;
  screen.complain(`\nNot started yet: ${waiting.length}. To go on with these, use the target\n`);
  screen.complain(`-L '${waiting.join(",")}'`);
}
