/**
 * One answer to a job: a minion's return, or the lack of one with its reason.
 */
import type { JobReturn } from "@salt/core";
import type { MissingReason } from "./minion-state.js";

/** A minion that did not answer, and why. */
export interface MissingAnswer {
  readonly id: string;
  readonly missing: MissingReason;
}

/** One answer to a job. */
export type Answer = JobReturn | MissingAnswer;

/** Whether an answer is the lack of one. */
export function isMissing(answer: Answer): answer is MissingAnswer {
  return "missing" in answer;
}
