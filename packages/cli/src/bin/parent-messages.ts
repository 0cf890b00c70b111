/**
 * What a daemon in the background says to the command that started it.
 */
import { DETACHED_MARK } from "../commands/daemon/detached-mark.js";

/** One message. */
export interface ParentMessage {
  /** The daemon is up, or at least on its way: the command may end. */
  readonly ready?: boolean;
  /** Text for standard error. */
  readonly complaint?: string;
}

/** Whether this process is such a daemon. */
export function isDetached(): boolean {
  return process.env[DETACHED_MARK] === "1" && process.send !== undefined;
}

/** Sends a message; false when nobody waits for it any more. */
export function sendToParent(message: ParentMessage): boolean {
  if (!isDetached() || !process.connected) return false;
  return process.send?.(message) ?? false;
}

/** Reads what came from the daemon. */
export function readParentMessage(sent: unknown): ParentMessage | undefined {
  if (typeof sent !== "object" || sent === null) return undefined;
  const ready = "ready" in sent && sent.ready === true;
  const complaint = "complaint" in sent && typeof sent.complaint === "string" ? sent.complaint : undefined;
  return complaint === undefined ? { ready } : { ready, complaint };
}
