/**
 * What can go wrong when a program calls functions of the master.
 */
import type { Value } from "@salt/core";
import { SaltError } from "@salt/core";

/** A runner or wheel function failed. */
export class FunctionFailedError extends SaltError {
  readonly jid: string;
  /** What came back: most often a text that says why. */
  readonly value: Value;

  constructor(fun: string, jid: string, value: Value) {
    const text = typeof value === "string" ? value : "it reports no success";
    super("FUNCTION_FAILED", `${fun} failed: ${text}`, {
      hint: "Call it with `full` to get what it gave instead of this error.",
      details: { fun, jid },
    });
    this.jid = jid;
    this.value = value;
  }
}
